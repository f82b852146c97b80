import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { TemporaryBroker } from '../../infra/kafka/temporary-broker.js';
import type { NewEvent } from '#event-store';
import { topicOf } from '#exchange';
import { type Settings, System } from '#system';
import { noBroker, startBroker } from '../kafka.js';
import { type DedicatedDatabase, startPostgres } from '../postgres.js';
import { type Program, buildServer, startProgram } from '../program.js';
import { describeWhen } from '../skip.js';
import { allOf, strangerTo, withoutRepeats } from './reading.js';
import { until } from './waiting.js';

const cases = Array.from({ length: 20 }, () => randomUUID());
const patienceMs = 180_000;
const names = { installation: 'yubei' };

const noteOf = (commandId: string): NewEvent => ({
  type: 'NoteAdded',
  schemaVersion: 1,
  data: { text: 'sealed' },
  metadata: {
    actor: { user: 'zhang.wei', role: 'townOfficer', office: 'town-longxi' },
    occurredAt: new Date().toISOString(),
    commandId,
    correlationId: commandId,
  },
});

describeWhen(noBroker === undefined, noBroker ?? '', 'what is recorded while things break', () => {
  let broker: TemporaryBroker;
  let database: DedicatedDatabase;
  let settings: Settings;
  let system: System;
  const workers: Program[] = [];

  const startWorker = (): Promise<Program> =>
    startProgram(
      'worker',
      {
        DATABASE_URL: settings.databaseUrl,
        MASTER_KEY: settings.masterKey,
        SESSION_SECRET: settings.sessionSecrets[0],
        KAFKA_BROKERS: broker.brokers,
        KAFKA_INSTALLATION: names.installation,
      },
      (worker) => workers.push(worker),
    );
  const healthOf = async ({ url }: Program): Promise<any> => (await fetch(`${url}/health/ready`)).json();
  const published = async (): Promise<number> => {
    const { rows } = await system.pool.query<{ taken: string }>('select taken from exchange.follower');
    return Number(rows[0]?.taken ?? 0);
  };

  /** Notes in every case, one after the other, until the work is done. */
  const underLoad = async (work: () => Promise<void>): Promise<void> => {
    let done = false;
    const load = Promise.all(
      cases.map(async (caseId) => {
        while (!done) {
          const commandId = randomUUID();
          await system.store.append(`reliefApplication-${caseId}`, 'any', [noteOf(commandId)], { commandId });
          await pause(100);
        }
      }),
    );
    try {
      await work();
    } finally {
      done = true;
      await load;
    }
  };

  beforeAll(async () => {
    buildServer();
    [broker, database] = await Promise.all([startBroker({ dedicated: true }), startPostgres({ dedicated: true })]);
    settings = {
      databaseUrl: database.url,
      eventStoreUrl: database.url,
      masterKey: randomBytes(32).toString('base64'),
      sessionSecrets: [randomBytes(32).toString('hex')],
      demo: false,
    };
    system = await System.open({ settings });
    await system.furnish();
  }, 180_000);
  afterAll(async () => {
    for (const worker of workers) await worker.stop('SIGKILL');
    await system?.close();
    await database?.stop();
    await broker?.stop();
  });

  it('is all told, none of it twice to a reader that drops repeats, and in order for each case', async () => {
    await underLoad(async () => {
      const [first, second] = await Promise.all([startWorker(), startWorker()]);
      await until('something is told', published, (count) => count > 100, patienceMs);

      await broker.kill();
      const before = await published();
      const standings = await until(
        'somebody says that Kafka is away',
        () => Promise.all([first, second].map(healthOf)),
        (all) => all.some(({ exchange }) => exchange.trouble !== undefined),
        patienceMs,
      );
      expect(standings.map(({ ready }) => ready)).toEqual([true, true]);
      await until(
        'work goes on and the outbox grows',
        () => healthOf(first),
        ({ exchange }) => exchange.outbox.waiting >= 300,
        patienceMs,
      );
      const during = await published();
      expect(during).toBeLessThan(before + 300);
      await broker.start();
      await until('it goes on by itself', published, (count) => count > during + 300, patienceMs);

      for (const worker of [first, second]) {
        await worker.stop('SIGKILL');
        const count = await published();
        await startWorker();
        await until('the other takes over', published, (now) => now > count + 100, patienceMs);
      }
    });
    const tip = await system.store.tip();
    await until('everything can be seen', async () => (await system.store.horizon()) >= tip, Boolean, patienceMs);
    await until(
      'everything is told',
      () => Promise.all(workers.slice(2).map(healthOf)),
      (all) => all.every(({ exchange }) => exchange.outbox.waiting === 0 && exchange.trouble === undefined),
      patienceMs,
    );
    const recorded = new Map<string, string[]>();
    for (const caseId of cases) {
      const ids: string[] = [];
      for await (const { id } of system.store.read(`reliefApplication-${caseId}`)) ids.push(id);
      recorded.set(caseId, ids);
    }
    const told = withoutRepeats(await allOf(broker.brokers, topicOf(names, 'cases')));
    for (const [caseId, ids] of recorded)
      expect(told.filter(({ key }) => key === caseId).map(({ value }) => value.id)).toEqual(ids);
  }, 600_000);

  it('comes in once, though the broker was away and the database goes away meanwhile', async () => {
    const producer = strangerTo(broker.brokers).producer();
    await producer.connect();
    const send = async (from: number, to: number): Promise<void> => {
      const messages = Array.from({ length: to - from }, (_, index) => ({
        value: JSON.stringify({
          specversion: '1.0',
          id: `ticket-${from + index}`,
          source: '/hotline',
          type: 'caseflow.lead.reported.v1',
          data: {
            channel: 'hotline',
            office: 'town-longxi',
            place: '龙溪',
            content: '求助',
            ticket: String(from + index),
          },
        }),
      }));
      await producer.send({ topic: topicOf(names, 'leads'), messages });
    };
    const taken = async (): Promise<number> => {
      const { rows } = await system.pool.query<{ n: number }>(
        `select count(*)::int as n from exchange.message where state = 'taken'`,
      );
      return rows[0]?.n ?? 0;
    };
    await send(0, 40);
    await until('the first are taken', taken, (count) => count > 5, patienceMs);
    await database.server.kill();
    await send(40, 80);
    const [alive, another] = workers.slice(-2);
    if (alive === undefined || another === undefined) throw new Error('no workers');
    await until(
      'health says that the database is away',
      () => healthOf(alive),
      ({ ready, dependencies }) => !ready && !dependencies.eventStore.up,
      patienceMs,
    );
    await database.server.start();
    // Some twice, as a sender does that was not sure.
    await send(70, 100);
    await until(
      'all are taken',
      () => taken().catch(() => 0),
      (count) => count === 100,
      120_000,
    );
    const { rows } = await system.pool.query<{ leads: number; tickets: number; dead: number }>(
      `select count(*)::int as leads, count(distinct data ->> 'ticket')::int as tickets,
         (select count(*)::int from exchange.message where state = 'dead') as dead
       from log.events where type = 'LeadReceived'`,
    );
    expect(rows).toEqual([{ leads: 100, tickets: 100, dead: 0 }]);
    for (const { ready, exchange } of await Promise.all([alive, another].map(healthOf)))
      expect([ready, exchange.trouble, exchange.inbox.waiting]).toEqual([true, undefined, 0]);
    await producer.disconnect();
  }, 400_000);
});
