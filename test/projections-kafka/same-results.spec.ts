import { randomBytes, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { type Settings, System, machineClock } from '#system';
import { lastDayOfPlay, seed } from '../../apps/cli/seed/seed.js';
import { until } from '../exchange/waiting.js';
import { noBroker, ownPrefix, startBroker, type TestBroker } from '../kafka.js';
import { type TestDatabase, startPostgres } from '../postgres.js';
import { type Program, buildServer, startProgram } from '../program.js';
import { describeWhen } from '../skip.js';

/** Every row of every read-model table, in one comparable value. */
const rowsOf = async (pool: Pool): Promise<Readonly<Record<string, readonly string[]>>> => {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'read' order by 1`,
  );
  const found: Record<string, readonly string[]> = {};
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(
      `select to_jsonb(t)::text as row from read.${name} t order by 1`,
    );
    found[name] = rows.map(({ row }) => row);
  }
  return found;
};

describeWhen(noBroker === undefined, noBroker ?? '', 'projections through Kafka', () => {
  let broker: TestBroker;
  let database: TestDatabase;
  let other: TestDatabase;
  let settings: Settings;
  const workers: Program[] = [];
  const systems: System[] = [];

  const startWorker = (): Promise<Program> =>
    startProgram(
      'worker',
      {
        DATABASE_URL: settings.databaseUrl,
        MASTER_KEY: settings.masterKey,
        SESSION_SECRET: settings.sessionSecrets[0],
        KAFKA_BROKERS: broker.brokers,
        KAFKA_INSTALLATION: settings.exchange?.installation,
        KAFKA_TOPIC_PREFIX: settings.exchange?.prefix,
        PROJECTION_SOURCE: 'kafka',
      },
      (worker) => workers.push(worker),
    );
  const open = async (given: Settings): Promise<System> => {
    const system = await System.open({ settings: given });
    systems.push(system);
    return system;
  };
  const partitionsOf = async ({ pool }: System): Promise<readonly { events: number; checkpoint: string | null }[]> =>
    (
      await pool.query<{ events: number; checkpoint: string | null }>(
        'select events::int, checkpoint from projections.partition order by partition',
      )
    ).rows;

  beforeAll(async () => {
    buildServer();
    [broker, database, other] = await Promise.all([
      startBroker(),
      startPostgres({ dedicated: true }),
      startPostgres({ dedicated: true }),
    ]);
    settings = {
      databaseUrl: database.url,
      eventStoreUrl: database.url,
      masterKey: randomBytes(32).toString('base64'),
      sessionSecrets: [randomBytes(32).toString('hex')],
      demo: true,
    };
    await seed({ settings, cases: 60, seed: 7, until: lastDayOfPlay(undefined, machineClock), quiet: true });
    settings = {
      ...settings,
      projectionSource: 'kafka',
      exchange: { brokers: [broker.brokers], installation: 'yubei', prefix: ownPrefix() },
    };
  }, 600_000);
  afterAll(async () => {
    for (const worker of workers) await worker.stop('SIGKILL');
    for (const system of systems) await system.close();
    await database?.stop();
    await other?.stop();
    await broker?.stop();
  });

  it('gives the same rows as reading the log, with two workers and one killed while partitions change hands', async () => {
    const watcher = await open(settings);
    const tables = Object.keys(await rowsOf(watcher.pool));
    await watcher.pool.query(`truncate ${tables.map((name) => `read.${name}`).join(', ')}`);
    await watcher.pool.query('update projections.projection set checkpoint = null, events = 0');

    await startWorker();
    const taken = async (): Promise<number> =>
      (await partitionsOf(watcher)).reduce((sum, { events }) => sum + events, 0);
    await until('the first worker takes events in', async () => (await taken()) > 0);
    let ending = false;
    const { rows: cases } = await watcher.pool.query<{ stream: string }>(
      `select stream from log.streams where stream like 'reliefApplication-%' limit 20`,
    );
    const load = (async () => {
      for (let n = 0; !ending; n += 1) {
        const commandId = randomUUID();
        const metadata = {
          actor: { user: 'zhang.wei', role: 'townOfficer', office: 'town-longxi' },
          occurredAt: new Date().toISOString(),
          commandId,
          correlationId: commandId,
        };
        const note = { type: 'NoteAdded', schemaVersion: 1, data: { text: 'sealed' }, metadata };
        await watcher.store.append(cases[n % cases.length]?.stream ?? '', 'any', [note], { commandId });
      }
    })();
    // It joins the group, so partitions change hands, and is gone before it may have taken any of them in.
    await (await startWorker()).stop('SIGKILL');
    const third = await startWorker();
    const fourth = await startWorker();
    await until('all partitions have a place', async () =>
      (await partitionsOf(watcher)).every(({ checkpoint }) => checkpoint !== null),
    );
    await third.stop('SIGKILL');
    ending = true;
    await load;
    await until(
      'the dead workers’ partitions are taken over',
      () => watcher.readModels.waitForAll(1_000),
      Boolean,
      180_000,
    );
    await fourth.stop();
    for (const worker of workers) await worker.stop();

    // What the workers' duties recorded on their way out comes in too.
    await watcher.readModels.start();
    const ending2 = new AbortController();
    const feeding = watcher.projectionFeed?.run(ending2.signal);
    expect(await watcher.readModels.waitForAll(120_000)).toBe(true);
    const reference = await open({
      databaseUrl: other.url,
      eventStoreUrl: settings.eventStoreUrl,
      masterKey: settings.masterKey,
      sessionSecrets: settings.sessionSecrets,
      demo: true,
    });
    await reference.rules.refresh();
    await reference.readModels.start();
    expect(await reference.readModels.waitForAll(120_000)).toBe(true);

    const [fed, read] = [await rowsOf(watcher.pool), await rowsOf(reference.pool)];
    expect(Object.keys(fed)).toEqual(Object.keys(read));
    for (const table of Object.keys(read)) expect([table, fed[table]]).toEqual([table, read[table]]);
    expect(fed['case_fold']?.length).toBeGreaterThan(60);

    // Nothing twice: as many events were taken in as the projection is concerned with.
    const health = await watcher.readModels.health();
    const direct = await reference.readModels.health();
    const { rows: rules } = await watcher.pool.query<{ n: number }>(
      `select count(*)::int as n from log.events where stream like 'rules-%'`,
    );
    const partitions = (await partitionsOf(watcher)).length;
    expect(health.events).toBe(direct.events + (rules[0]?.n ?? 0) * (partitions - 1));
    expect((await partitionsOf(watcher)).filter(({ events }) => events > (rules[0]?.n ?? 0)).length).toBeGreaterThan(6);
    ending2.abort();
    await feeding;
  }, 600_000);
});
