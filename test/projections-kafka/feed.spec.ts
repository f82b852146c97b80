import { randomBytes, randomUUID } from 'node:crypto';
import { migrateExchange } from '#exchange';
import type { ReadModels } from '#read-models';
import { System } from '#system';
import { ProjectionFeed, feedFor } from '../../apps/system/projection-feed.js';
import { until } from '../../libs/event-store/contract/samples.js';
import { partitionOf } from '../../libs/read-models/runner/kafka-feed.js';
import { SpecLog, happened, opened, weighed } from '../../libs/read-models/testing/log.js';
import { trouble } from '../../libs/read-models/testing/parcel.js';
import { noBroker, ownPrefix, startBroker, type TestBroker } from '../kafka.js';
import { type TestDatabase, startPostgres } from '../postgres.js';
import { describeWhen } from '../skip.js';

const waitMs = 60_000;
const slowTest = 120_000;

describeWhen(noBroker === undefined, noBroker ?? '', 'a projection fed through Kafka', () => {
  let broker: TestBroker;
  let database: TestDatabase;
  let log: SpecLog;
  let feed: ReturnType<typeof feedFor>;
  const ending: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    broker = await startBroker();
  }, 180_000);
  afterAll(() => broker?.stop());
  beforeEach(async () => {
    database = await startPostgres();
    log = await SpecLog.open(database.url);
    await migrateExchange(log.pool);
    feed = feedFor({ brokers: [broker.brokers], installation: 'spec', prefix: ownPrefix() });
    trouble.broken = true;
  });
  afterEach(async () => {
    for (const end of ending.splice(0)) await end();
    await log.close();
    await database.stop();
  });

  const feeding = async (models: ReadModels): Promise<void> => {
    const stopping = new AbortController();
    const { categories } = models;
    const source = new ProjectionFeed(
      feed,
      { categories, everywhere: ['rules'] },
      { pool: log.pool, store: log.store },
    );
    const running = source.run(stopping.signal);
    ending.push(async () => {
      stopping.abort();
      await running;
    });
  };
  type Runner = NonNullable<Parameters<SpecLog['readModels']>[0]>;
  const start = async (runner: Runner = {}): Promise<ReadModels> => {
    const models = await log.readModels({ ...runner, feed });
    await models.start();
    return models;
  };
  const fens = async (): Promise<readonly number[]> =>
    (await log.query<{ fen: string }>('select amount_fen as fen from read.caseload order by amount_fen')).map(
      ({ fen }) => Number(fen),
    );
  const caseOutside = (partition: number): string => {
    const caseId = randomUUID();
    return partitionOf(caseId, 12) === partition ? caseOutside(partition) : caseId;
  };
  const fed = async (position: string): Promise<void> => {
    const through = (): Promise<readonly unknown[]> =>
      log.query('select 1 from exchange.follower where checkpoint >= $1', [position]);
    await until('it is fed', async () => (await through()).length > 0, waitMs);
  };
  /** Removes everything that stands on the topic now. */
  const cut = async (): Promise<void> => {
    const admin = feed.kafka.admin();
    await admin.connect();
    const ends = await admin.fetchTopicOffsets(feed.topic);
    const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }));
    await admin.deleteTopicRecords({ topic: feed.topic, partitions });
    await admin.disconnect();
  };
  /** Ten cases of so many weighings; answers the last position. */
  const fill = async (each: number): Promise<string> => {
    let last = '';
    const cases = Array.from({ length: 10 }, () => randomUUID());
    for (const caseId of cases) last = await log.append(caseId, [opened()]);
    for (let turn = 0; turn < each; turn += 1)
      for (const caseId of cases) last = await log.append(caseId, [weighed(1)]);
    return last;
  };

  test(
    'shows what was recorded, in whatever process it was taken in, and waits for what was asked for',
    async () => {
      const models = await start();
      await feeding(models);
      const last = await fill(3);
      expect(await models.waitFor(last, waitMs)).toBe(true);
      expect(await fens()).toEqual(Array.from({ length: 10 }, () => 3));
      const elsewhere = await log.store.append(`elsewhere-${randomUUID()}`, 'none', [happened('Noted')], {
        commandId: randomUUID(),
      });
      expect(await models.waitFor(elsewhere.position, waitMs)).toBe(true);
      expect(await models.waitFor('ffff-0000000000000000-00000000', 50)).toBe(false);
      expect(await models.health()).toMatchObject({ events: 40, stopped: false, trouble: undefined });
    },
    slowTest,
  );

  test(
    'an event as large as the log takes is fed among others',
    async () => {
      const models = await start();
      await feeding(models);
      const caseId = randomUUID();
      await log.append(caseId, [opened(), weighed(1)]);
      const large = weighed(2);
      await log.append(caseId, [{ ...large, data: { ...large.data, remark: '长'.repeat(345_000) } }]);
      expect(await models.waitFor(await log.append(caseId, [weighed(4)]), waitMs)).toBe(true);
      expect(await fens()).toEqual([7]);
    },
    slowTest,
  );

  test.each(['read', 'applied', 'fenced', 'committed'] as const)(
    'broken off after "%s" it goes on exactly once',
    async (where) => {
      let left = 3;
      const models = await start({
        batchSize: 7,
        step: (name) => {
          if (name === where && left > 0) {
            left -= 1;
            throw new Error('killed');
          }
        },
      });
      await feeding(models);
      expect(await models.waitFor(await fill(10), waitMs)).toBe(true);
      expect(left).toBe(0);
      expect(await fens()).toEqual(Array.from({ length: 10 }, () => 10));
      expect((await models.health()).events).toBe(110);
    },
    slowTest,
  );

  test(
    'its connection cut in the middle of a transaction it goes on exactly once',
    async () => {
      let cut = 0;
      const models = await start({
        batchSize: 7,
        step: async (name) => {
          if (name !== 'applied' || cut >= 3) return;
          const killed = await log.query(
            `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and state = 'idle in transaction' and pid <> pg_backend_pid()`,
          );
          cut += killed.length;
        },
      });
      await feeding(models);
      expect(await models.waitFor(await fill(10), waitMs)).toBe(true);
      expect(cut).toBeGreaterThanOrEqual(3);
      expect(await fens()).toEqual(Array.from({ length: 10 }, () => 10));
    },
    slowTest,
  );

  test(
    'what is told again, all of it, is taken in once',
    async () => {
      const models = await start();
      await feeding(models);
      expect(await models.waitFor(await fill(5), waitMs)).toBe(true);
      for (const end of ending.splice(0)) await end();
      await log.query('update exchange.follower set checkpoint = null');
      await feeding(models);
      expect(await models.waitFor(await fill(5), waitMs)).toBe(true);
      const kept = await log.query<{ offset: string }>('select sum(next_offset) as offset from projections.partition');
      expect(Number(kept[0]?.offset)).toBeGreaterThan(3 * 60);
      expect(await fens()).toEqual(Array.from({ length: 20 }, () => 5));
      expect((await models.health()).events).toBe(120);
    },
    slowTest,
  );

  test(
    'goes by the offsets in the database, not by those the group remembers',
    async () => {
      const models = await start();
      await feeding(models);
      expect(await models.waitFor(await fill(5), waitMs)).toBe(true);
      await models.runner.stop();
      // As after the read models were restored from a backup: nothing is in, and the group believes it is.
      await log.query('truncate read.case_fold, read.caseload, read.caseload_span, read.case_person, read.case_clock');
      await log.query('update projections.partition set next_offset = 0, checkpoint = null, events = 0');
      await models.start();
      expect(await models.waitFor(await fill(5), waitMs)).toBe(true);
      expect(await fens()).toEqual(Array.from({ length: 20 }, () => 5));
      expect((await models.health()).events).toBe(120);
    },
    slowTest,
  );

  test(
    'a worker that fell asleep over a batch and lost its partitions can no longer write',
    async () => {
      let wake: () => void = () => undefined;
      const asleep = new Promise<void>((resolve) => (wake = resolve));
      let sleeping = false;
      const sleeper = await start({
        step: async (name) => {
          if (name !== 'applied' || sleeping) return;
          sleeping = true;
          await asleep;
        },
      });
      await feeding(sleeper);
      const last = await fill(5);
      await until('it sleeps', () => sleeping, waitMs);
      const successor = await start();
      expect(await successor.waitFor(last, waitMs)).toBe(true);
      wake();
      expect(await sleeper.waitFor(await fill(5), waitMs)).toBe(true);
      expect(await fens()).toEqual(Array.from({ length: 20 }, () => 5));
      expect((await successor.health()).events).toBe(120);
    },
    slowTest,
  );

  test(
    'an event that cannot be taken in stops all partitions until an operator decides, and none of its data is told',
    async () => {
      const models = await start();
      await feeding(models);
      const [good, bad] = [randomUUID(), randomUUID()];
      expect(await models.waitFor(await log.append(good, [opened(), weighed(1)]), waitMs)).toBe(true);
      await log.append(bad, [opened(), weighed(2)]);
      const position = await log.append(bad, [happened('ParcelBroken', { secret: '张三' })]);
      await until('it stops', async () => (await models.health()).stopped, waitMs);
      const health = await models.health();
      expect(health.poison).toMatchObject({ position });
      expect(JSON.stringify(health)).not.toMatch(/张三|secret/);
      const last = await log.append(good, [weighed(4)]);
      expect(await models.waitFor(last, 2_000)).toBe(false);
      await models.runner.park(position, 'op-1', 'broken by an import');
      expect(await models.waitFor(await log.append(bad, [weighed(8)]), waitMs)).toBe(true);
      expect(await fens()).toEqual([5, 10]);
    },
    slowTest,
  );

  test(
    'a rebuild replaces the tables under it, and it goes on behind the rebuild',
    async () => {
      const models = await start({ batchSize: 3 });
      await feeding(models);
      expect(await models.waitFor(await fill(5), waitMs)).toBe(true);
      const [, last] = await Promise.all([models.rebuild(), fill(10)]);
      expect(await models.waitFor(last, waitMs)).toBe(true);
      expect(await fens()).toEqual([...Array.from({ length: 10 }, () => 5), ...Array.from({ length: 10 }, () => 10)]);
      expect(await models.health()).toMatchObject({ stopped: false });
    },
    slowTest,
  );

  test(
    'says for as long as it is so that messages are gone before they were taken in, until a rebuild makes it good',
    async () => {
      let joins = 0;
      const consumerOf = feed.kafka.consumer;
      feed.kafka.consumer = (options) => {
        const consumer = consumerOf.call(feed.kafka, options);
        consumer.on(consumer.events.GROUP_JOIN, () => (joins += 1));
        return consumer;
      };
      const models = await start();
      await feeding(models);
      expect(await models.waitFor(await fill(2), waitMs)).toBe(true);
      await models.runner.stop();
      // Fed while no worker takes anything in, and then removed, as by a limit of the topic.
      await fed(await fill(3));
      await cut();
      await models.start();
      await fill(1);
      const cuts = async (): Promise<boolean> => /FeedCut/.test((await models.health()).trouble ?? '');
      await until('it says so', cuts, waitMs);
      // It stays in the group meanwhile: others need not share the partitions anew over it.
      const joined = joins;
      await fed(await fill(1));
      expect([await cuts(), joins]).toEqual([true, joined]);

      await models.rebuild();
      expect(await models.waitFor(await fill(4), waitMs)).toBe(true);
      expect(await fens()).toEqual([1, 1, 2, 3, 4].flatMap((each) => Array.from({ length: 10 }, () => each)));
      expect((await models.health()).trouble).toBeUndefined();
    },
    slowTest,
  );

  test(
    'a message that is none of the feed holds up its partition alone, and is named',
    async () => {
      const models = await start();
      await feeding(models);
      expect(await models.waitFor(await fill(1), waitMs)).toBe(true);
      const producer = feed.kafka.producer();
      await producer.connect();
      await producer.send({ topic: feed.topic, messages: [{ partition: partitionOf('stranger', 12), value: '{' }] });
      await producer.disconnect();
      await until('it says so', async () => /SyntaxError/.test((await models.health()).trouble ?? ''), waitMs);
      const elsewhere = caseOutside(partitionOf('stranger', 12));
      await log.append(elsewhere, [opened(), weighed(7)]);
      await until('the others go on', async () => (await fens()).includes(7), waitMs);
      expect((await models.health()).trouble).toMatch(/SyntaxError/);
    },
    slowTest,
  );

  test(
    'health says what keeps it from being fed',
    async () => {
      const system = await System.open({
        settings: {
          databaseUrl: database.url,
          eventStoreUrl: database.url,
          masterKey: randomBytes(32).toString('base64'),
          sessionSecrets: [randomBytes(32).toString('hex')],
          demo: false,
          projectionSource: 'kafka',
          exchange: { brokers: ['127.0.0.1:1'], installation: 'spec' },
        },
      });
      const stopping = new AbortController();
      const running = system.projectionFeed?.run(stopping.signal);
      await until('it says so', async () => (await system.health()).feedTrouble !== undefined, waitMs);
      expect((await system.health()).feedTrouble).toContain('ECONNREFUSED');
      stopping.abort();
      await running;
      await system.close();
    },
    slowTest,
  );

  test(
    'whoever began last says where the rows come from, and nothing is lost or doubled on the way',
    async () => {
      const direct = await log.readModels();
      await direct.start();
      expect(await direct.waitFor(await fill(2), waitMs)).toBe(true);
      const fed = await start();
      await feeding(fed);
      expect(await fed.waitFor(await fill(3), waitMs)).toBe(true);
      const again = await log.readModels();
      await again.start();
      expect(await again.waitFor(await fill(4), waitMs)).toBe(true);
      expect(await fens()).toEqual([2, 3, 4].flatMap((each) => Array.from({ length: 10 }, () => each)));
      const [row] = await log.query<{ fed_by: string }>('select fed_by from projections.projection');
      expect(row?.fed_by).toBe('log');
    },
    slowTest,
  );

  test('cases spread over the partitions, and a case with its clocks has one', () => {
    const used = new Set(Array.from({ length: 200 }, () => partitionOf(randomUUID(), 12)));
    expect(used.size).toBe(12);
    expect(partitionOf('a', 12)).toBe(partitionOf('a', 12));
  });
});
