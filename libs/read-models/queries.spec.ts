import { randomUUID } from 'node:crypto';
import { type TestDatabase, startPostgres } from '../../test/postgres.js';
import { type CaseloadRow, type ReadModels, type Scope } from './index.js';
import { SpecLog, happened, opened, weighed } from './testing/log.js';

const types = ['spec-parcel'];
const town: Scope = [{ offices: ['shuangfengqiao'], areas: [], types }];
const due = (day: number): string => `2026-04-${String(day).padStart(2, '0')}T16:00:00.000Z`;

let database: TestDatabase;
let log: SpecLog;
let models: ReadModels;
const caseIds: string[] = [];

beforeAll(async () => {
  database = await startPostgres();
  log = await SpecLog.open(database.url);
  models = await log.readModels();
  await models.start();
  // Days 1 to 10, each twice, and five cases without a clock; persons p-0 to p-4.
  for (let number = 0; number < 25; number += 1) {
    const caseId = randomUUID();
    caseIds.push(caseId);
    const dueAt = number < 20 ? due(1 + (number % 10)) : undefined;
    await log.append(caseId, [opened({ title: `case ${number}`, persons: [`p-${number % 5}`], dueAt })]);
  }
  const [first = '', second = '', third = '', fourth = ''] = caseIds;
  await log.append(first, [weighed(500), happened('ParcelPaid', { month: '2026-04', batchId: 'b-4' })]);
  await log.append(second, [weighed(700), happened('ParcelPaid', { month: '2026-04', batchId: 'b-4' })]);
  await log.append(second, [happened('ParcelPaid', { month: '2026-05', batchId: 'b-5' })]);
  await log.append(third, [weighed(900)]);
  for (const [number, caseId] of [first, second, third].entries())
    await log.append(caseId, [happened('NoticePosted', { noticeId: `n-${number}`, endsOn: `2026-03-1${number}` })]);
  await log.append(first, [happened('AdvanceGiven', { advanceId: 'a-1', papersDueAt: due(1) })]);
  await log.append(second, [happened('AdvanceGiven', { advanceId: 'a-2', papersDueAt: due(9) })]);
  const position = await log.append(fourth, [happened('ParcelClosed')]);
  expect(await models.waitFor(position, 15_000)).toBe(true);
});

afterAll(async () => {
  await log.close();
  await database.stop();
});

const allPages = async (limit: number): Promise<readonly CaseloadRow[]> => {
  const rows: CaseloadRow[] = [];
  let cursor: string | undefined;
  do {
    const page = await models.caseload.list(town, {}, { limit, ...(cursor === undefined ? {} : { cursor }) });
    rows.push(...page.rows);
    cursor = page.next;
  } while (cursor !== undefined);
  return rows;
};

test.each([1, 2, 7, 24, 25, 100])('pages of %i rows hold every case once, the most urgent first', async (limit) => {
  const rows = await allPages(limit);
  expect(new Set(rows.map(({ caseId }) => caseId))).toEqual(new Set(caseIds));
  expect(rows).toHaveLength(25);
  const keys = rows.map(({ dueAt, caseId }) => `${dueAt ?? '~'} ${caseId}`);
  expect(keys).toEqual([...keys].sort());
});

test('a cursor that is none of ours is refused', async () => {
  for (const cursor of ['', 'x', Buffer.from('["2026-01-01","no case"]').toString('base64url')])
    await expect(models.caseload.list(town, {}, { limit: 5, cursor })).rejects.toThrow(RangeError);
});

test('nobody sees a case outside the scope', async () => {
  expect(await models.caseload.count([], {})).toBe(0);
  expect(await models.caseload.count([{ offices: [], areas: [], types }], {})).toBe(0);
  expect(await models.caseload.count([{ offices: ['shuangfengqiao'], areas: [], types: ['other'] }], {})).toBe(0);
  expect(await models.caseload.count([{ offices: ['elsewhere'], areas: ['elsewhere'], types }], {})).toBe(0);
  expect(await models.caseload.count(town, {})).toBe(25);
});

test('every filter narrows the list', async () => {
  const count = (filter: Parameters<typeof models.caseload.count>[1]) => models.caseload.count(town, filter);
  expect(await count({ open: true })).toBe(24);
  expect(await count({ open: false, stages: ['closed'] })).toBe(1);
  expect(await count({ person: 'p-2' })).toBe(5);
  expect(await count({ overdueAt: due(2) })).toBe(4);
  expect(await count({ caseNumber: caseIds[0]?.slice(0, 13).toUpperCase() })).toBe(1);
  expect(await count({ types: ['other'] })).toBe(0);
  expect(await count({ schemes: ['parcel'], types: ['spec-parcel', 'other'] })).toBe(25);
  expect(await count({ assignee: 'nobody' })).toBe(0);
});

test('a sign with a meaning of its own in a pattern is only a sign in a case number', async () => {
  expect(await models.caseload.count(town, { caseNumber: '%' })).toBe(0);
  expect(await models.caseload.count(town, { caseNumber: '_' })).toBe(0);
});

test('buckets hold each open case once', async () => {
  const counts = await models.caseload.bucketCounts(
    town,
    { open: true },
    { now: due(2), endOfToday: due(3), endOfWeek: due(8) },
  );
  // The closed case was due on day 4; a stopped clock is waited for by nobody.
  expect(counts).toEqual({ overdue: 4, dueToday: 2, within7Days: 9, later: 4, noClock: 5 });
});

test('the cases of persons, open ones where asked', async () => {
  const all = await models.caseload.ofPersons(['p-3', 'nobody'], false);
  const open = await models.caseload.ofPersons(['p-3'], true);
  expect(all.get('p-3')).toHaveLength(5);
  expect(open.get('p-3')).toHaveLength(4);
  expect(all.get('nobody')).toBeUndefined();
});

test('a list of ids passes over what is no case', async () => {
  expect(await models.caseload.byIds([caseIds[0] ?? '', randomUUID(), 'no id'])).toHaveLength(1);
});

test('public notices are shown from their first to their last day', async () => {
  const shown = async (day: string): Promise<readonly string[]> =>
    (await models.notices.current(day, { limit: 10, offset: 0 })).map(({ noticeId }) => noticeId);
  expect(await shown('2026-03-01')).toEqual([]);
  expect(await shown('2026-03-02')).toEqual(['n-0', 'n-1', 'n-2']);
  expect(await shown('2026-03-11')).toEqual(['n-1', 'n-2']);
  expect(await shown('2026-03-13')).toEqual([]);
  expect(await models.notices.current('2026-03-02', { office: 'elsewhere', limit: 10, offset: 0 })).toEqual([]);
});

test('the payment ledger by batch and what is still to pay', async () => {
  const [first, second, third] = caseIds;
  expect(await models.payments.batches()).toEqual([
    { batchId: 'b-5', month: '2026-05', cases: 1, amountFen: 700, byStatus: { produced: 1 } },
    { batchId: 'b-4', month: '2026-04', cases: 2, amountFen: 1_200, byStatus: { produced: 2 } },
  ]);
  expect(await models.payments.ofBatch('b-4')).toHaveLength(2);
  const payable = async (month: string) => (await models.payments.payable(month)).map(({ caseId }) => caseId);
  expect(await payable('2026-03')).toEqual([]);
  expect(await payable('2026-04')).toEqual([third]);
  expect(new Set(await payable('2026-05'))).toEqual(new Set([first, third]));
  expect(new Set(await payable('2026-06'))).toEqual(new Set([first, second, third]));
});

test('advances whose papers are late, by officer and without accountability', async () => {
  expect(await models.advances.lateOf(['yubei-17', 'other'], '2026-03-31T16:00:00.000Z')).toEqual({});
  expect(await models.advances.lateOf(['yubei-17', 'other'], due(1))).toEqual({ 'yubei-17': 1 });
  expect(await models.advances.lateOf(['yubei-17'], due(9))).toEqual({ 'yubei-17': 2 });
  expect(await models.advances.withoutAccountability(due(5), 10)).toMatchObject([{ advanceId: 'a-1' }]);
});
