import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { JsonObject } from '#kernel';
import type { NewEvent } from '#event-store';
import { System } from '#system';
import { town, village } from '../acceptance/driver.js';
import { type TestDatabase, startPostgres } from '../postgres.js';
import { type Program, buildServer, startProgram } from '../program.js';

const cases = 1_250;
/** Each case is late with three clocks of its application, and has this many supervision tasks. */
const supervisions = 5;
const dueClocks = cases * (supervisions + 3);
const dayMs = 86_400_000;
const masterKey = randomBytes(32).toString('base64');
const sessionSecret = randomBytes(32).toString('hex');

let database: TestDatabase;
let client: pg.Client;
const workers: Program[] = [];

const ago = (days: number): string => new Date(Date.now() - days * dayMs).toISOString();

const actsOf = (): readonly { readonly type: string; readonly at: string; readonly data: JsonObject }[] => {
  const at = ago(120);
  return [
    {
      type: 'ApplicationLodged',
      at,
      data: {
        scheme: 'dibao',
        channel: 'counter',
        office: town,
        area: village,
        settlement: 'urban',
        applicant: { personId: randomUUID(), name: 'sealed' },
        applicantMinor: false,
        members: [],
        singlePerson: false,
        relatedToStaff: false,
        reason: 'sealed',
        simplified: false,
        lodgedOn: at.slice(0, 10),
      },
    },
    {
      type: 'ApplicationAccepted',
      at,
      data: { acceptedOn: at.slice(0, 10), ruleSet: 'chongqing@1', ruleSets: ['national@1', 'chongqing@1'] },
    },
    ...Array.from({ length: supervisions }, (_, index) => ({
      type: 'SupervisionIssued',
      at: ago(60 - index),
      data: { supervisionId: `s${index}`, text: 'sealed', answerBy: ago(30 - index).slice(0, 10) },
    })),
  ];
};

const eventsOf = (commandId: string): readonly NewEvent[] =>
  actsOf().map(({ type, at, data }) => ({
    type,
    schemaVersion: 1,
    data,
    metadata: {
      actor: { user: 'zhang.wei', role: 'townOfficer', office: town },
      occurredAt: at,
      commandId,
      correlationId: commandId,
    },
  }));

const count = async (sql: string): Promise<number> => {
  const { rows } = await client.query<{ n: number }>(sql);
  return rows[0]?.n ?? Number.NaN;
};

const factsRecorded = (): Promise<number> =>
  count(`SELECT count(*)::int AS n FROM log.events WHERE stream LIKE 'clock-%'`);
const alarmsLeft = (): Promise<number> =>
  count(`SELECT count(*)::int AS n FROM read.clock_alarm WHERE NOT done AND at <= now()`);

const until = async (what: () => Promise<boolean>, timeoutMs: number): Promise<void> => {
  const end = Date.now() + timeoutMs;
  while (!(await what())) {
    if (Date.now() > end) throw new Error('waited too long');
    await sleep(100);
  }
};

/** A log of late cases, shown by the read models, of which nobody has recorded a fact yet. */
const seed = async (): Promise<void> => {
  const system = await System.open({
    settings: {
      databaseUrl: database.url,
      eventStoreUrl: database.url,
      masterKey,
      sessionSecrets: [sessionSecret],
      demo: false,
    },
  });
  try {
    await system.furnish();
    let left = cases;
    const lane = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        const commandId = randomUUID();
        await system.store.append(`reliefApplication-${randomUUID()}`, 'none', eventsOf(commandId), { commandId });
      }
    };
    await Promise.all(Array.from({ length: 32 }, lane));
    await system.readModels.start();
    // A transaction elsewhere on the server may still hide events: the rows themselves are counted.
    await until(async () => (await count('SELECT count(*)::int AS n FROM read.caseload')) === cases, 60_000);
  } finally {
    await system.close();
  }
};

const startWorker = (): Promise<Program> =>
  startProgram(
    'worker',
    { DATABASE_URL: database.url, MASTER_KEY: masterKey, SESSION_SECRET: sessionSecret },
    (worker) => workers.push(worker),
  );

beforeAll(async () => {
  buildServer();
  database = await startPostgres();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await seed();
}, 120_000);

afterAll(async () => {
  for (const worker of workers) await worker.stop('SIGKILL');
  await client?.end();
  await database?.stop();
});

describe('kill -9 of a worker in the middle of a burst of due clocks', () => {
  it('records each fact exactly once and misses none', async () => {
    expect(
      await count(
        `SELECT count(DISTINCT (case_id, rule_set, clock))::int AS n FROM read.clock_alarm
         WHERE NOT done AND kind = 'breached' AND at <= now()`,
      ),
    ).toBe(dueClocks);
    const due = await alarmsLeft();
    const [first] = await Promise.all([startWorker(), startWorker()]);
    await until(async () => (await factsRecorded()) > due / 5, 60_000);
    await first.stop('SIGKILL');
    expect(await alarmsLeft()).toBeGreaterThan(due / 4);
    await startWorker();
    await until(async () => (await alarmsLeft()) === 0, 150_000);

    const key = `stream, type, data->>'ruleSet', data->>'clock', data->>'startedAt', data->>'step'`;
    expect(
      await count(
        `SELECT count(*)::int AS n FROM (SELECT 1 FROM log.events WHERE stream LIKE 'clock-%'
           GROUP BY ${key} HAVING count(*) > 1) AS twice`,
      ),
    ).toBe(0);
    expect(await factsRecorded()).toBe(due);
    const missing = `SELECT count(*)::int AS n FROM read.clock_alarm AS alarm WHERE at <= now() AND NOT EXISTS (
      SELECT 1 FROM log.events AS event WHERE event.stream = 'clock-' || alarm.case_id
        AND event.data->>'ruleSet' = alarm.rule_set AND event.data->>'clock' = alarm.clock
        AND (event.data->>'startedAt')::timestamptz = alarm.started_at AND event.type = 'Deadline' || initcap(alarm.kind)
        AND (event.data->>'step')::int = alarm.step AND (event.metadata->>'occurredAt')::timestamptz = alarm.at)`;
    expect(await count(missing)).toBe(0);
  }, 240_000);
});
