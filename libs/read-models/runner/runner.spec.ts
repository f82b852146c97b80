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

const fens = async (): Promise<readonly number[]> =>
  (await log.query<{ fen: string }>('select amount_fen as fen from read.caseload order by amount_fen')).map(({ fen }) =>
    Number(fen),
  );

/** A promise and the means to keep it. */
const gate = () => {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open };
};

test('events become rows, older versions read as today’s, and those who wait see them', async () => {
  const models = await log.readModels();
  await models.start();
  const caseId = randomUUID();
  await log.append(caseId, [opened({ persons: ['p-1', 'p-2'] }), happened('ParcelWeighed', { jiao: 3 }, 1)]);
  const position = await log.append(caseId, [weighed(12)]);
  expect(await models.waitFor(position, waitMs)).toBe(true);
  const [row] = await models.caseload.byIds([caseId]);
  expect(row).toMatchObject({ caseId, type: 'spec-parcel', amountFen: 42, version: 3, title: 'sealed' });
});

test('waits for a position of another category too, and not for ever', async () => {
  const models = await log.readModels();
  await models.start();
  const other = await log.store.append(`elsewhere-${randomUUID()}`, 'none', [happened('Noted')], {
    commandId: randomUUID(),
  });
  expect(await models.waitFor(other.position, waitMs)).toBe(true);
  expect(await models.waitFor('ffff-0000000000000000-00000000', 50)).toBe(false);
});

test('the position of a caught-up reader counts as reached when nothing lies before it', async () => {
  const models = await log.readModels();
  await models.start();
  expect(await models.waitFor(await log.append(randomUUID(), [opened()]), waitMs)).toBe(true);
  await log.query('select pg_current_xact_id()');
  expect(await models.waitFor(await log.store.horizon(), 2_000)).toBe(true);
});

test('the same case many times in one batch is folded once', async () => {
  const [first, second] = [randomUUID(), randomUUID()];
  for (const caseId of [first, second]) await log.append(caseId, [opened()]);
  let position = '';
  for (let turn = 1; turn <= 20; turn += 1)
    for (const caseId of [first, second]) position = await log.append(caseId, [weighed(turn)]);
  const models = await log.readModels();
  await models.start();
  expect(await models.waitFor(position, waitMs)).toBe(true);
  expect(await fens()).toEqual([210, 210]);
});

test.each(['read', 'applied', 'fenced', 'committed'] as const)(
  'broken off after "%s" it goes on exactly once',
  async (where) => {
    const caseId = randomUUID();
    let position = await log.append(caseId, [opened()]);
    for (let turn = 0; turn < 30; turn += 1) position = await log.append(caseId, [weighed(1)]);
    let left = 3;
    const models = await log.readModels({
      batchSize: 7,
      step: (name) => {
        if (name === where && left > 0) {
          left -= 1;
          throw new Error('killed');
        }
      },
    });
    await models.start();
    expect(await models.waitFor(position, waitMs)).toBe(true);
    expect(left).toBe(0);
    expect(await fens()).toEqual([30]);
    expect((await models.health()).events).toBe(31);
  },
);

test.each(['applied', 'fenced'] as const)('its connection cut after "%s" it goes on exactly once', async (where) => {
  const caseId = randomUUID();
  let position = await log.append(caseId, [opened()]);
  for (let turn = 0; turn < 30; turn += 1) position = await log.append(caseId, [weighed(1)]);
  let cut = 0;
  const models = await log.readModels({
    batchSize: 7,
    step: async (name) => {
      if (name !== where || cut >= 3) return;
      const killed = await log.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and state = 'idle in transaction' and pid <> pg_backend_pid()`,
      );
      cut += killed.length;
    },
  });
  await models.start();
  expect(await models.waitFor(position, waitMs)).toBe(true);
  expect(cut).toBe(3);
  expect(await fens()).toEqual([30]);
  expect(await models.health()).toMatchObject({ events: 31, stopped: false });
});

test('two workers: one writes, the other takes over when it ends', async () => {
  const [one, two] = [await log.readModels(), await log.readModels()];
  await one.start();
  const caseId = randomUUID();
  expect(await one.waitFor(await log.append(caseId, [opened(), weighed(1)]), waitMs)).toBe(true);
  await two.start();
  const token = () => log.query<{ token: string }>('select lease_token as token from projections.projection');
  const before = await token();
  expect(await two.waitFor(await log.append(caseId, [weighed(2)]), waitMs)).toBe(true);
  expect(await token()).toEqual(before);
  await one.runner.stop();
  expect(await two.waitFor(await log.append(caseId, [weighed(4)]), waitMs)).toBe(true);
  expect(await token()).not.toEqual(before);
  expect(await fens()).toEqual([7]);
});

test('a worker that fell asleep over a batch and lost its lease can no longer write', async () => {
  const asleep = gate();
  const wake = gate();
  let sleeps = true;
  const caseId = randomUUID();
  const position = await log.append(caseId, [opened(), weighed(5)]);
  const sleeper = await log.readModels({
    leaseSeconds: 600,
    step: async (name) => {
      if (name !== 'read' || !sleeps) return;
      sleeps = false;
      asleep.open();
      await wake.passed;
    },
  });
  await sleeper.start();
  await asleep.passed;
  await log.query(`update projections.projection set lease_until = '-infinity'`);
  const successor = await log.readModels();
  await successor.start();
  expect(await successor.waitFor(position, waitMs)).toBe(true);
  const rows = await log.rows();
  wake.open();
  expect(await sleeper.waitFor(await log.append(caseId, [weighed(6)]), waitMs)).toBe(true);
  expect(rows['caseload']).toHaveLength(1);
  expect(await fens()).toEqual([11]);
  expect((await successor.health()).events).toBe(3);
});

test('a worker that fell asleep inside its transaction does not hold up its successor for good', async () => {
  const asleep = gate();
  const wake = gate();
  let sleeps = true;
  const caseId = randomUUID();
  const position = await log.append(caseId, [opened(), weighed(5)]);
  const sleeper = await log.readModels({
    leaseSeconds: 600,
    step: async (name) => {
      if (name !== 'applied' || !sleeps) return;
      sleeps = false;
      asleep.open();
      await wake.passed;
    },
  });
  await sleeper.start();
  await asleep.passed;
  await log.query(`update projections.projection set lease_until = '-infinity'`);
  const successor = await log.readModels();
  await successor.start();
  expect(await successor.waitFor(position, 25_000)).toBe(true);
  wake.open();
  expect(await sleeper.waitFor(await log.append(caseId, [weighed(6)]), waitMs)).toBe(true);
  expect(await fens()).toEqual([11]);
});

describe('an event that cannot be taken in', () => {
  const poisoned = async () => {
    const [good, bad] = [randomUUID(), randomUUID()];
    await log.append(good, [opened(), weighed(1)]);
    await log.append(bad, [opened(), weighed(2)]);
    const position = await log.append(bad, [happened('ParcelBroken', { secret: '张三' })]);
    const last = await log.append(bad, [weighed(4)]);
    const models = await log.readModels();
    await models.start();
    await until('it stops', async () => (await models.health()).stopped);
    return { models, position, last };
  };

  test('stops the projection there, with everything before it taken in and none of its data told', async () => {
    const { models, position, last } = await poisoned();
    const health = await models.health();
    expect(health.poison?.position).toBe(position);
    expect(health.poison?.error).toContain('ParcelBroken');
    expect(health.poison?.error).toContain('TypeError');
    expect(JSON.stringify(health)).not.toMatch(/张三|secret/);
    expect(health.behindSince).toBeDefined();
    expect(await fens()).toEqual([1, 2]);
    const asked = Date.now();
    expect(await models.waitFor(last, 10_000)).toBe(false);
    expect(Date.now() - asked).toBeLessThan(5_000);
  });

  test('is tried again at an operator’s word, which is recorded', async () => {
    const { models, position, last } = await poisoned();
    await expect(models.runner.retry(last, 'op-1', 'wrong place')).rejects.toThrow('not stopped at');
    trouble.broken = false;
    await models.runner.retry(position, 'op-1', 'corrected release');
    expect(await models.waitFor(last, waitMs)).toBe(true);
    expect(await fens()).toEqual([1, 6]);
    expect(await log.query('select kind, position, operator, reason from projections.intervention')).toEqual([
      { kind: 'retry', position, operator: 'op-1', reason: 'corrected release' },
    ]);
  });

  test('is set aside at an operator’s word, also after a restart', async () => {
    const { models, position, last } = await poisoned();
    await expect(models.runner.park(position, 'op-1', ' ')).rejects.toThrow('reason');
    await models.runner.park(position, 'op-1', 'broken by an import');
    expect(await models.waitFor(last, waitMs)).toBe(true);
    expect(await fens()).toEqual([1, 6]);
    expect(await models.health()).toMatchObject({ stopped: false, parked: 1 });
    await models.stop();
    const again = await log.readModels();
    await again.start();
    expect(await again.waitFor(await log.append(randomUUID(), [opened(), weighed(9)]), waitMs)).toBe(true);
    expect(await fens()).toEqual([1, 6, 9]);
  });
});
