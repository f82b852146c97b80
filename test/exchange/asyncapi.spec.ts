import { readFile } from 'node:fs/promises';
import specs from '@asyncapi/specs';
import { Ajv } from 'ajv';
import formatsOf, { type FormatsPlugin } from 'ajv-formats';
import { type CloudEvent, Kafka as KafkaBinding } from 'cloudevents';
import { Kafka, logLevel } from 'kafkajs';
import { descriptionOfTopics } from '../../apps/cli/exchange/commands.js';
import { Driver, town, village } from '../acceptance/driver.js';
import { type TestBroker, noBroker, startBroker } from '../kafka.js';
import { describeWhen } from '../skip.js';
import { everythingTold, until } from './waiting.js';

// The typings of ajv-formats describe another module system than the one it is loaded by.
const addFormats = formatsOf as unknown as FormatsPlugin;
const described = async (): Promise<any> => JSON.parse(await readFile('docs/asyncapi.json', 'utf8'));

describe('docs/asyncapi.json', () => {
  it('is what the product does (npm run cli -- exchange describe)', async () => {
    expect(await readFile('docs/asyncapi.json', 'utf8')).toBe(descriptionOfTopics());
  });

  it('is AsyncAPI 3.0', async () => {
    const ajv = new Ajv({ strict: false, logger: false, allErrors: true, validateFormats: false });
    const valid = ajv.compile(specs.schemasWithoutId['3.0.0']);
    const document = await described();
    expect(valid(document) ? [] : valid.errors).toEqual([]);
    expect(valid({ ...document, channels: 'none' })).toBe(false);
  });
});

/** A department's own program, which knows of us the description and the name of the installation. */
class Stranger {
  private readonly ajv = new Ajv({ strict: false, allErrors: true });

  private constructor(
    private readonly document: any,
    private readonly installation: string,
    private readonly kafka: Kafka,
  ) {
    addFormats(this.ajv);
    this.ajv.addSchema(document, 'description');
  }

  static async of(brokers: string, installation: string): Promise<Stranger> {
    return new Stranger(await described(), installation, new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING }));
  }

  topic(channel: string): string {
    return this.document.channels[channel].address.replace('{installation}', this.installation);
  }

  /** What is wrong with the message by the description of its type. */
  faults(channel: string, type: string, event: object): unknown {
    const reference = this.document.channels[channel].messages[type]?.$ref;
    if (reference === undefined) return `${channel} has no ${type}`;
    return this.ajv.validate({ $ref: `description${reference}/payload` }, event) ? [] : this.ajv.errors;
  }

  async reads(
    channel: string,
    enough: (events: readonly CloudEvent<any>[]) => boolean,
  ): Promise<readonly CloudEvent<any>[]> {
    const consumer = this.kafka.consumer({ groupId: `another-department-${Date.now()}`, maxWaitTimeInMs: 200 });
    const seen = new Map<string, CloudEvent<any>>();
    await consumer.connect();
    await consumer.subscribe({ topics: [this.topic(channel)], fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('not enough in time')), 60_000);
      const run = consumer.run({
        eachMessage: async ({ message: { key, value, headers } }) => {
          const event = KafkaBinding.toEvent({
            key: String(key),
            value: String(value),
            headers: { 'content-type': String(headers?.['content-type']) },
          } as never) as CloudEvent<any>;
          seen.set(event.id, event);
          if (!enough([...seen.values()])) return;
          clearTimeout(timer);
          resolve();
        },
      });
      run.catch(reject);
    });
    await consumer.disconnect();
    return [...seen.values()];
  }

  async sends(channel: string, event: object): Promise<void> {
    const producer = this.kafka.producer();
    await producer.connect();
    await producer.send({ topic: this.topic(channel), messages: [{ value: JSON.stringify(event) }] });
    await producer.disconnect();
  }
}

describeWhen(noBroker === undefined, noBroker ?? '', 'a program of another department', () => {
  let broker: TestBroker;
  let driver: Driver;
  let stranger: Stranger;
  const installation = `yubei-${Date.now()}`;
  beforeAll(async () => {
    broker = await startBroker();
    driver = await Driver.start('2026-09-14 09:00', { exchange: { brokers: [broker.brokers], installation } });
    stranger = await Stranger.of(broker.brokers, installation);
  }, 180_000);
  afterAll(async () => {
    await driver?.stop();
    await broker?.stop();
  });

  it('understands every message on the topic of cases from the description alone', async () => {
    const { caseId } = await driver.grantDibao();
    driver.at('2026-12-01 09:00');
    await driver.lodgeDibao(await driver.household(1));
    driver.at('2027-03-01 09:00');
    await driver.settle();
    await driver.app.worker.tick();
    await until('everything is told', () => everythingTold(driver.app.system));
    const told = [/\.DeadlineBreached\.v1$/, /\.GrantConfirmed\.v1$/];
    const events = await stranger.reads('cases', (all) =>
      told.every((pattern) => all.some(({ type }) => pattern.test(type))),
    );
    expect(events.length).toBeGreaterThan(10);
    expect(events.flatMap((event) => stranger.faults('cases', event.type, event.toJSON() as object))).toEqual([]);
    const grant = events.find(({ type, subject }) => type.endsWith('.GrantConfirmed.v1') && subject === caseId);
    expect(grant?.data).toMatchObject({ amountFen: 100_500, decidingBody: 'bureau' });
    expect(stranger.faults('cases', grant?.type ?? '', { ...grant?.toJSON(), data: { by: {} } })).not.toEqual([]);
  });

  it('sends a lead that the description allows, and it is taken', async () => {
    const lead = {
      specversion: '1.0',
      id: 'ticket-77',
      source: '/hotline/12345',
      type: 'caseflow.lead.reported.v1',
      data: { channel: 'hotline', office: town, area: village, place: '龙溪', content: '求助', ticket: '77' },
    };
    expect(stranger.faults('leads', lead.type, lead)).toEqual([]);
    await stranger.sends('leads', lead);
    await until(
      'it is taken',
      async () => (await driver.app.system.health()).exchange?.inbox.taken ?? 0,
      (taken) => taken === 1,
    );
  });

  it('learns from the topic of dead letters what could not be taken, and why', async () => {
    await stranger.sends('leads', {
      specversion: '1.0',
      id: 'x',
      source: '/hotline',
      type: 'caseflow.lead.reported.v2',
    });
    const [notice] = await stranger.reads('deadLetters', (all) => all.length > 0);
    expect(notice?.data).toMatchObject({ reason: 'unknown-version', topic: stranger.topic('leads') });
    expect(stranger.faults('deadLetters', notice?.type ?? '', notice?.toJSON() as object)).toEqual([]);
  });
});
