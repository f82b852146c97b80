import { randomUUID } from 'node:crypto';
import { type TestDatabase, startPostgres } from '../../../test/postgres.js';
import { until } from '../../event-store/contract/samples.js';
import { SpecLog, happened, opened, weighed } from '../testing/log.js';
import { trouble } from '../testing/parcel.js';

const waitMs = 15_000;

let database: TestDatabase;
let log: SpecLog;

beforeEach(async () => {
  database = await startPostgres();
  log = await SpecLog.open(database.url);
  trouble.broken = true;
});

afterEach(async () => {
  await log.close();
  await database.stop();
});

/** Cases of every kind, their streams interleaved; texts that the text form of COPY has to escape. */
const fillLog = async (cases = 40): Promise<{ readonly caseIds: readonly string[]; readonly position: string }> => {
  const caseIds = Array.from({ length: cases }, () => randomUUID());
  let position = '';
  for (const [index, caseId] of caseIds.entries()) {
    const title = ['张三\t"李四"', 'a\\b\nc\rd', '\\N', '𠮷', "o'Brien"][index % 5];
    const dueAt = index % 3 === 0 ? undefined : `2026-04-0${1 + (index % 9)}T16:00:00.000Z`;
    await log.append(caseId, [opened({ title, persons: [`p-${index % 7}`], dueAt })]);
  }
  await log.store.append(`elsewhere-${randomUUID()}`, 'none', [happened('Noted')], { commandId: randomUUID() });
  for (const [index, caseId] of caseIds.entries()) {
    position = await log.append(caseId, [weighed(index + 1), happened('ParcelWeighed', { jiao: 1 }, 1)]);
    if (index % 4 === 0)
      position = await log.append(caseId, [happened('ParcelPaid', { month: '2026-04', batchId: 'b-1' })]);
    if (index % 5 === 0)
      position = await log.append(caseId, [happened('NoticePosted', { noticeId: 'n-1', endsOn: '2026-03-20' })]);
    if (index % 6 === 0)
      position = await log.append(caseId, [
        happened('AdvanceGiven', { advanceId: 'a-1', papersDueAt: '2026-03-20T16:00:00.000Z' }),
      ]);
    if (index % 2 === 0) position = await breach(caseId);
    if (index % 10 === 0) position = await log.append(caseId, [happened('ParcelClosed')]);
    if (index % 12 === 0) position = await breach(caseId);
  }
  return { caseIds, position };
};

/** The fact that the clock of a parcel ran out; the second time it says nothing new. */
const breach = async (caseId: string): Promise<string> => {
  const fact = happened('DeadlineBreached', {
    ruleSet: 'parcels@1',
    clock: 'delivery',
    step: 0,
    startedAt: '2026-03-02T01:00:00.000Z',
    dueAt: '2026-04-01T16:00:00.000Z',
    dueOn: '2026-04-01',
    caseType: 'spec-parcel',
    scheme: 'parcel',
    stage: 'open',
    office: 'shuangfengqiao',
    roles: ['supervisor'],
  });
  const { position } = await log.store.append(`clock-${caseId}`, 'any', [fact], { commandId: `${caseId}-breach` });
  return position;
};

const leftovers = (): Promise<readonly unknown[]> =>
  log.query(`select nspname from pg_namespace where nspname like 'read\\_%'`);

test.each([
  ['in one sweep', true],
  ['through the store', false],
])('rebuilt %s every row is as the live projection wrote it', async (_, sweep) => {
  const { position } = await fillLog();
  const models = await log.readModels({ batchSize: 17 }, { logUrl: sweep ? log.url : undefined });
  await models.start();
  expect(await models.waitFor(position, waitMs)).toBe(true);
  const live = await log.rows();
  expect(live['caseload']).toHaveLength(40);
  for (const table of ['case_person', 'case_clock', 'public_notice', 'payment', 'advance'])
    expect(live[table]).not.toHaveLength(0);
  expect(await models.rebuild()).toMatchObject({ cases: 40 });
  expect(await log.rows()).toEqual(live);
  expect(await leftovers()).toEqual([]);
  // Clocks know of their case and their breach, whichever of the two events came first.
  const clocks = await log.query<{ readonly standing: string; readonly known: boolean }>(
    `select k.standing, k.stage is not null and k.office is not null and k.breached_at is not null as known
     from read.case_clock as k join read.deadline_fact using (case_id)`,
  );
  expect(new Set(clocks.map(({ standing }) => standing))).toEqual(new Set(['running', 'met']));
  expect(clocks.every(({ known }) => known)).toBe(true);
});

test('tables of an earlier release are brought up to date as if built from scratch', async () => {
  const { position } = await fillLog();
  const models = await log.readModels();
  await models.start();
  expect(await models.waitFor(position, waitMs)).toBe(true);
  await models.runner.stop();
  const live = await log.rows();
  await models.dataSource.undoLastMigration();
  expect(await log.rows()).not.toEqual(live);
  await models.dataSource.runMigrations();
  expect(await log.rows()).toEqual(live);
});

test('the indexes of every list are there again', async () => {
  const indexes = () =>
    log.query(`select tablename, indexname, regexp_replace(indexdef, 'read\\w*\\.', '') as definition
      from pg_indexes where schemaname = 'read' order by 1, 2`);
  const models = await log.readModels();
  const before = await indexes();
  expect(before.length).toBeGreaterThan(10);
  await models.rebuild();
  expect(await indexes()).toEqual(before);
});

test('while cases go on and lists are read, the switch is not noticed, and all is as if built from scratch', async () => {
  const { caseIds } = await fillLog();
  const models = await log.readModels({ batchSize: 20 });
  await models.start();
  let going = true;
  let last = '';
  const work = (async () => {
    for (let turn = 0; going; turn += 1) last = await log.append(caseIds[turn % caseIds.length] ?? '', [weighed(1)]);
  })();
  expect(await models.waitFor(await log.append(caseIds[0] ?? '', [weighed(1)]), waitMs)).toBe(true);
  const lengths = new Set<number>();
  const watch = (async () => {
    while (going)
      lengths.add(
        await models.caseload.count([{ offices: ['shuangfengqiao'], areas: [], types: ['spec-parcel'] }], {}),
      );
  })();
  for (let turn = 0; turn < 3; turn += 1) {
    await models.rebuild();
    const mine = await log.append(caseIds[1] ?? '', [weighed(1)]);
    expect(await models.waitFor(mine, waitMs)).toBe(true);
  }
  going = false;
  await Promise.all([work, watch]);
  expect([...lengths]).toEqual([40]);
  expect(await models.waitFor(last, waitMs)).toBe(true);
  const live = await log.rows();
  await models.runner.stop();
  await models.rebuild();
  expect(await log.rows()).toEqual(live);
}, 90_000);

test('a batch that was under way when the tables were switched is taken in once', async () => {
  const { caseIds, position } = await fillLog(5);
  let hold = false;
  let held = false;
  let wake: () => void = () => undefined;
  const woken = new Promise<void>((resolve) => (wake = resolve));
  const models = await log.readModels({
    step: async (name) => {
      if (name !== 'applied' || !hold || held) return;
      held = true;
      await woken;
    },
  });
  await models.start();
  expect(await models.waitFor(position, waitMs)).toBe(true);
  hold = true;
  const last = await log.append(caseIds[0] ?? '', [weighed(1_000)]);
  await until('a batch is under way', () => held);
  const token = async () =>
    (await log.query<{ token: string }>('select lease_token as token from projections.projection'))[0]?.token;
  const before = await token();
  const rebuilding = models.rebuild();
  await until('the switch', async () => (await token()) !== before);
  wake();
  await rebuilding;
  expect(await models.waitFor(last, waitMs)).toBe(true);
  await models.waitFor(await log.append(caseIds[1] ?? '', [weighed(1)]), waitMs);
  const live = await log.rows();
  await models.rebuild();
  expect(await log.rows()).toEqual(live);
});

test('what a killed rebuild left behind is removed by the next', async () => {
  const models = await log.readModels();
  for (const name of ['read_next_0123abcd', 'read_old_0123abcd'])
    await log.query(`create schema ${name} create table caseload (case_id uuid)`);
  await models.rebuild();
  expect(await leftovers()).toEqual([]);
});

test('a case that cannot be folded fails the rebuild, without its data, and the live tables serve on', async () => {
  const { position } = await fillLog(5);
  const models = await log.readModels();
  await models.start();
  expect(await models.waitFor(position, waitMs)).toBe(true);
  const bad = await log.append(randomUUID(), [opened(), happened('ParcelBroken', { secret: '张三' })]);
  await until('it stops', async () => (await models.health()).stopped);
  const live = await log.rows();
  const failure: unknown = await models.rebuild().catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: 'RebuildFailed' });
  expect(String(failure)).toMatch(/Case specParcel-.* cannot be folded: TypeError/);
  expect(String(failure)).not.toMatch(/张三|secret/);
  expect(await log.rows()).toEqual(live);
  expect(await leftovers()).toEqual([]);

  await models.runner.park(bad, 'op-1', 'broken by an import');
  expect(await models.waitFor(bad, waitMs)).toBe(true);
  const parked = await log.rows();
  await models.rebuild();
  expect(await log.rows()).toEqual(parked);
});

test('a projection that stood still goes on after a rebuild by corrected code', async () => {
  const caseId = randomUUID();
  const bad = await log.append(caseId, [opened(), happened('ParcelBroken'), weighed(3)]);
  const models = await log.readModels();
  await models.start();
  await until('it stops', async () => (await models.health()).stopped);
  trouble.broken = false;
  await models.rebuild();
  expect(await models.waitFor(bad, waitMs)).toBe(true);
  expect(await models.health()).toMatchObject({ stopped: false });
  expect(await models.waitFor(await log.append(caseId, [weighed(4)]), waitMs)).toBe(true);
  expect((await models.caseload.byIds([caseId]))[0]?.amountFen).toBe(7);
});

test('of two rebuilds at once the later one prevails and nothing is left behind', async () => {
  const { position } = await fillLog(20);
  const [one, two] = [await log.readModels(), await log.readModels()];
  await one.start();
  expect(await one.waitFor(position, waitMs)).toBe(true);
  const live = await log.rows();
  const outcomes = await Promise.allSettled([one.rebuild(), two.rebuild()]);
  expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
  expect(await log.rows()).toEqual(live);
  await two.removeLeftovers();
  expect(await leftovers()).toEqual([]);
});
