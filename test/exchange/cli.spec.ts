import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TopicName, topicOf } from '#exchange';
import { SigningKey } from '#audit';
import { type TestBroker, noBroker, ownPrefix, startBroker } from '../kafka.js';
import type { Program } from '../program.js';
import { Processes, healthOf } from '../operations/processes.js';
import { type TestDatabase, startPostgres } from '../postgres.js';
import { describeWhen } from '../skip.js';
import { allOf, strangerTo } from './reading.js';
import { newKeys, others, settingsOf, yubei } from './two-regions.js';
import { until } from './waiting.js';

describeWhen(noBroker === undefined, noBroker ?? '', 'the commands of operators about the exchange', () => {
  let broker: TestBroker;
  let database: TestDatabase;
  let processes: Processes;
  let worker: Program;
  let folder: string;
  const names = { prefix: ownPrefix(), installation: 'yubei' };

  beforeAll(async () => {
    [broker, database] = await Promise.all([startBroker(), startPostgres({ dedicated: true })]);
    folder = await mkdtemp(join(tmpdir(), 'caseflow-exchange-cli-'));
    const regions = join(folder, 'regions.json');
    await writeFile(regions, JSON.stringify(settingsOf(yubei, await newKeys(), others.linshui, await newKeys())));
    processes = new Processes(database.url, {
      KAFKA_BROKERS: broker.brokers,
      KAFKA_INSTALLATION: names.installation,
      KAFKA_TOPIC_PREFIX: names.prefix,
      REGIONS_FILE: regions,
    });
    worker = await processes.worker();
  }, 180_000);
  afterAll(async () => {
    await processes?.stop();
    await database?.stop();
    await broker?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const exchange = async (...words: readonly string[]): Promise<any> => {
    const { code, stdout, stderr } = await processes.cli(['exchange', ...words]);
    if (code !== 0) throw new Error(stderr);
    return stdout === '' ? undefined : JSON.parse(stdout);
  };
  const send = async (topic: TopicName, value: string): Promise<void> => {
    const producer = strangerTo(broker.brokers).producer();
    await producer.connect();
    await producer.send({ topic: topicOf(names, topic), messages: [{ value }] });
    await producer.disconnect();
  };
  const inbox = async (): Promise<any> => (await healthOf(worker)).body.exchange?.inbox;

  it('show what could not be taken, try it again once its cause is gone, and give up what cannot be mended', async () => {
    const admin = strangerTo(broker.brokers).admin();
    await admin.connect();
    await until('the topics are there', async () => (await admin.listTopics()).includes(topicOf(names, 'leads')));
    await admin.disconnect();
    const lead = {
      specversion: '1.0',
      id: randomUUID(),
      source: '/hotline/12345',
      type: 'caseflow.lead.reported.v1',
      data: { channel: 'hotline', office: 'town-longxi', place: '龙溪', content: '求助', ticket: '1' },
    };
    await send('leads', JSON.stringify(lead));
    await send('leads', '{');
    const reasons = new Set(['no-such-office', 'not-json']);
    const letters: any[] = await until(
      'both are given up',
      () => exchange('dead-letters'),
      (all) => new Set(all.map(({ reason }: any) => reason)).size === 2,
    );
    expect(new Set(letters.map(({ reason }) => reason))).toEqual(reasons);
    expect(JSON.stringify(letters)).not.toContain('求助');
    const idOf = (reason: string): string => letters.find((letter) => letter.reason === reason).messageId;
    const why = ['--operator', 'luo.min', '--reason', '单位已设立'];

    // Offices come with the api that demonstrates; until then there was none.
    await processes.api();
    await exchange('replay', idOf('no-such-office'), ...why);
    await until('it is taken', inbox, ({ taken }) => taken === 1);
    // A producer that saw no answer sends again, and what has no id is then another message.
    for (const { messageId } of await exchange('dead-letters')) await exchange('discard', messageId, ...why);
    expect(await exchange('dead-letters')).toEqual([]);
    await expect(exchange('replay', idOf('not-json'), ...why)).rejects.toThrow('There is no dead letter');
    const { inbox: counted } = await exchange('standing');
    expect(counted).toMatchObject({ taken: 1, dead: 0 });
    expect(counted.discarded).toBeGreaterThan(0);
  }, 180_000);

  it('end by themselves after they spoke with Kafka', async () => {
    await processes.api();
    const { code, stdout } = await processes.cli(['heads', '--make'], { AUDIT_SIGNING_KEY: SigningKey.generate() });
    const signed = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect([code, signed.length]).toEqual([0, 1]);
    const heads = await allOf(broker.brokers, topicOf(names, 'heads'));
    expect(heads.map(({ value }) => value.data)).toEqual(signed);
  }, 120_000);

  it('show our side of a matter shared with another region, nothing for a number that is none', async () => {
    expect(await exchange('thread', randomUUID())).toEqual([]);
  }, 60_000);
});
