import { randomUUID } from 'node:crypto';
import { topicOf } from '#exchange';
import { Driver } from '../acceptance/driver.js';
import { type TestBroker, noBroker, ownPrefix, startBroker } from '../kafka.js';
import { describeWhen } from '../skip.js';
import { strangerTo } from './reading.js';
import { until } from './waiting.js';

describe('an installation without Kafka', () => {
  let driver: Driver;
  beforeAll(async () => {
    driver = await Driver.start();
  }, 180_000);
  afterAll(() => driver?.stop());

  it('says so, and has nothing to intervene in', async () => {
    expect(await driver.get('administrator', '/api/exchange')).toMatchObject({
      status: 200,
      body: { connected: false },
    });
    expect(await driver.get('administrator', '/api/exchange/dead-letters')).toMatchObject({
      status: 404,
      body: { reason: 'exchange-not-connected' },
    });
    expect((await driver.app.system.health()).exchange).toBeUndefined();
  });
});

describeWhen(noBroker === undefined, noBroker ?? '', 'the calls about the exchange', () => {
  let broker: TestBroker;
  let driver: Driver;
  const names = { prefix: ownPrefix(), installation: 'yubei' };
  beforeAll(async () => {
    broker = await startBroker();
    driver = await Driver.start(undefined, { exchange: { brokers: [broker.brokers], ...names } });
    await until('the topics are there', async () => {
      const admin = strangerTo(broker.brokers).admin();
      await admin.connect();
      const topics = await admin.listTopics();
      await admin.disconnect();
      return topics.includes(topicOf(names, 'leads'));
    });
    const producer = strangerTo(broker.brokers).producer();
    await producer.connect();
    const messages = ['{', '{"hello":1}', '[]'].map((value) => ({ value }));
    await producer.send({ topic: topicOf(names, 'leads'), messages });
    await producer.disconnect();
    // A producer that saw no answer sends again, and what has no id is then another message.
    await until('all are dead', async () => (await deadLetters()).length >= 3);
  }, 180_000);
  afterAll(async () => {
    await driver?.stop();
    await broker?.stop();
  });

  const deadLetters = async (): Promise<readonly any[]> =>
    (await driver.get('bureauOfficer', '/api/exchange/dead-letters')).body.rows;

  it('show how far the log has been told and what came in', async () => {
    const { body } = await driver.get('supervisor', '/api/exchange');
    expect(body).toMatchObject({ connected: true, inbox: { taken: 0 }, regions: [] });
    expect(body.inbox.dead).toBeGreaterThanOrEqual(3);
    expect(body.outbox.waiting).toEqual(expect.any(Number));
    expect((await driver.get('officer', '/api/exchange')).status).toBe(403);
  });

  it('list dead letters page by page', async () => {
    const all = await deadLetters();
    expect(new Set(all.map(({ reason }) => reason))).toEqual(new Set(['not-a-cloud-event', 'not-json']));
    const first = (await driver.get('administrator', '/api/exchange/dead-letters?limit=2')).body;
    const second = (await driver.get('administrator', `/api/exchange/dead-letters?limit=200&cursor=${first.next}`))
      .body;
    expect([...first.rows, ...second.rows].map(({ messageId }) => messageId)).toEqual(
      all.map(({ messageId }) => messageId),
    );
    expect(second.next).toBeUndefined();
  });

  it('let an administrator try again or give up, with a reason, and leave a trail', async () => {
    const [letter, ...rest] = await deadLetters();
    const still = async (): Promise<boolean> =>
      (await deadLetters()).some(({ messageId }) => messageId === letter.messageId);
    const path = `/api/exchange/dead-letters/${letter.messageId}`;
    const reason = { reason: '对方已更正' };
    expect((await driver.send('bureauOfficer', 'POST', `${path}/replay`, reason)).status).toBe(403);
    expect((await driver.send('administrator', 'POST', `${path}/replay`, {})).status).toBe(400);
    expect(await driver.send('administrator', 'POST', `${path}/replay`, reason)).toMatchObject({ status: 200 });
    await until('it is dead again', still);
    expect(await driver.send('administrator', 'POST', `${path}/discard`, reason)).toMatchObject({ status: 200 });
    expect(await deadLetters()).toEqual(rest);
    expect(await driver.send('administrator', 'POST', `${path}/discard`, reason)).toMatchObject({
      status: 404,
      body: { reason: 'no-such-dead-letter' },
    });
    const recorded = await until(
      'it is in the trail',
      async () => (await driver.get('auditor', '/api/audit/trail?kind=MessageReplayed,MessageDiscarded')).body.rows,
      (rows) => rows.length === 2,
    );
    expect(recorded).toMatchObject([
      { kind: 'MessageDiscarded', detail: { messageId: letter.messageId } },
      { kind: 'MessageReplayed', detail: { messageId: letter.messageId } },
    ]);
  });

  it('know no thread that is none', async () => {
    for (const thread of [randomUUID(), 'no-id'])
      expect(await driver.get('auditor', `/api/exchange/threads/${thread}`)).toMatchObject({
        status: 404,
        body: { reason: 'no-such-thread' },
      });
  });
});
