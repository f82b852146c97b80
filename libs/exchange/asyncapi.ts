import { z } from 'zod';
import { treeHeadSchema } from '#audit';
import type { AnyCaseType, JsonObject } from '#kernel';
import { cloudTypeOf, factScope } from './case-messages.js';
import { headType } from './heads-topic.js';
import { deadLetterType } from './intake/intake.js';
import { type IncomingType, incomingSchemas } from './intake/messages.js';
import { type PublishedTypes, published, publishedFacts } from './published.js';
import { type IncomingTopic, type TopicName, topicNames } from './topics.js';

type Schema = JsonObject;

const text: Schema = { type: 'string' };
const moment: Schema = { type: 'string', format: 'date-time' };

const attributes: Schema = {
  specversion: { type: 'string', const: '1.0' },
  id: { type: 'string', minLength: 1, description: 'The same each time the message is sent: drop what you have seen.' },
  source: { type: 'string', minLength: 1 },
  time: { ...moment, description: 'When it happened.' },
  datacontenttype: { type: 'string', const: 'application/json' },
};
const always = ['specversion', 'id', 'source', 'type', 'data'];

/** What stands around the data: the attributes of a CloudEvent. */
const envelopes = {
  Envelope: { type: 'object', required: always, properties: attributes },
  CaseEnvelope: {
    type: 'object',
    required: [...always, 'subject', 'partitionkey', 'sequence'],
    properties: {
      ...attributes,
      subject: { type: 'string', description: 'The id of the case; the key of the message too.' },
      partitionkey: text,
      recordedtime: moment,
      correlationid: text,
      causationid: text,
      sequence: {
        type: 'string',
        pattern: '^\\d{10}$',
        description: 'The place of the event among those of its stream.',
      },
    },
  },
} as const satisfies Readonly<Record<string, Schema>>;

interface Described {
  readonly topic: TopicName;
  readonly type: string;
  readonly summary: string;
  readonly data: Schema;
  /** Whose envelope it has. */
  readonly envelope: keyof typeof envelopes;
}

/** JSON Schema (draft 7) of a field without our own marks. */
const jsonSchema = (schema: z.ZodType): Schema => {
  const clean = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(clean);
    if (typeof value !== 'object' || value === null) return value;
    const kept = Object.entries(value).filter(([name]) => !['$schema', 'personal', 'restricted'].includes(name));
    return Object.fromEntries(kept.map(([name, inner]) => [name, clean(inner)]));
  };
  const made = z.toJSONSchema(schema, { target: 'draft-7', unrepresentable: 'any', reused: 'inline' });
  return clean(made) as Schema;
};

const propertiesOf = (schema: z.ZodType): Readonly<Record<string, Schema>> =>
  (jsonSchema(schema)['properties'] ?? {}) as Record<string, Schema>;

const requiredOf = (schema: z.ZodType): readonly string[] => (jsonSchema(schema)['required'] ?? []) as string[];

const object = (properties: Readonly<Record<string, Schema>>, required: readonly string[]): Schema => ({
  type: 'object',
  properties,
  required: [...required],
});

const by: Schema = { $ref: '#/components/schemas/Actor' };

const ofCases = (rooms: readonly AnyCaseType[]): readonly Described[] =>
  rooms.flatMap((room) =>
    Object.entries((published as PublishedTypes)[room.type] ?? {}).flatMap(([type, fields]): Described[] => {
      const schema = room.events[type];
      if (schema === undefined) return [];
      const properties = propertiesOf(schema);
      const told = Object.fromEntries(fields.map((field) => [field, properties[field] ?? text]));
      return [
        {
          topic: 'cases',
          envelope: 'CaseEnvelope',
          type: cloudTypeOf(room.type, type, room.history.versions[type] ?? 1),
          summary: room.screen.events[type]?.label.en ?? type,
          data: object({ caseType: { type: 'string', const: room.type }, by, decidedUnder: text, ...told }, [
            'caseType',
            'by',
            ...requiredOf(schema).filter((field) => fields.includes(field)),
          ]),
        },
      ];
    }),
  );

const ofClocks = (): readonly Described[] =>
  Object.entries(publishedFacts).map(([type, fields]) => ({
    topic: 'cases',
    envelope: 'CaseEnvelope',
    type: cloudTypeOf(factScope, type, 1),
    summary: `A clock of a case: ${type}`,
    data: object(
      {
        caseType: { type: 'string', enum: Object.keys(published) },
        by,
        decidedUnder: text,
        ...Object.fromEntries(fields.map((field) => [field, field === 'step' ? { type: 'integer' } : text])),
      },
      ['caseType', 'by', 'clock'],
    ),
  }));

const outgoing = (rooms: readonly AnyCaseType[]): readonly Described[] => [
  ...ofCases(rooms),
  ...ofClocks(),
  {
    topic: 'heads',
    envelope: 'Envelope',
    type: headType,
    summary: 'A signed head of the log',
    data: jsonSchema(treeHeadSchema),
  },
  {
    topic: 'deadLetters',
    envelope: 'Envelope',
    type: deadLetterType,
    summary: 'A message of yours could not be taken in',
    data: object(
      {
        messageId: text,
        source: text,
        kind: text,
        topic: text,
        partition: { type: 'integer' },
        offset: text,
        bytes: { type: 'integer' },
        reason: text,
        tries: { type: 'integer' },
        replayable: { type: 'boolean' },
      },
      ['messageId', 'topic', 'partition', 'offset', 'reason'],
    ),
  },
];

const summaries: Readonly<Record<IncomingType, string>> = {
  'caseflow.lead.reported.v1': 'Somebody may need help: hotline, school (强制报告), police, petition, platform',
  'caseflow.means-test.answered.v1': 'The answer to a means test (家庭经济状况核对) that was asked for',
  'caseflow.dna.answered.v1': 'The answer to a DNA comparison that was asked for',
  'caseflow.death.reported.v1': 'A death (身后一件事)',
  'caseflow.data-match.signalled.v1': 'A comparison of registers found something about a person on a benefit',
  'caseflow.region.message.v1': 'A message of another region, signed and encrypted (川渝)',
};

const incoming = (): readonly Described[] =>
  (Object.entries(incomingSchemas) as readonly [IncomingType, { topic: IncomingTopic; data: z.ZodType }][]).map(
    ([type, { topic, data }]) => ({
      topic,
      envelope: 'Envelope',
      type,
      summary: summaries[type],
      data: jsonSchema(data),
    }),
  );

const payloadOf = ({ type, data, envelope }: Described): Schema => ({
  allOf: [{ $ref: `#/components/schemas/${envelope}` }],
  properties: { type: { type: 'string', const: type }, data },
});

const channelTexts: Readonly<Record<TopicName, string>> = {
  cases: 'What is recorded of cases, in order for each case, at least once. Nothing personal is in it.',
  heads: 'Signed heads of the log: keep them, and nobody can rewrite the log unnoticed.',
  deadLetters: 'Messages that could not be taken in, with the reason.',
  leads: 'Leads of other departments.',
  meansTests: 'Answers to means tests.',
  dnaAnswers: 'Answers to DNA comparisons.',
  deaths: 'Deaths.',
  dataMatches: 'Signals of register comparisons.',
  regions: 'Messages of other regions.',
};

/**
 * The AsyncAPI 3.0 description of every topic: what can be read there, and what may be sent. Made of the same schemas
 * and allow-lists that the product works with.
 */
export const asyncApi = (rooms: readonly AnyCaseType[]): object => {
  const out = outgoing(rooms);
  const all = [...out, ...incoming()];
  const topics = Object.keys(topicNames) as TopicName[];
  const of = (topic: TopicName): readonly Described[] => all.filter((one) => one.topic === topic);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Caseflow exchange',
      version: '1.0.0',
      description:
        'Every message is a CloudEvent 1.0 in structured JSON (content type application/cloudevents+json). ' +
        'The number at the end of a topic and of a type is its version: another form gets another number.',
    },
    defaultContentType: 'application/cloudevents+json',
    channels: Object.fromEntries(
      topics.map((topic) => [
        topic,
        {
          address: `{installation}.${topicNames[topic]}`,
          description: channelTexts[topic],
          parameters: { installation: { description: 'The name of the installation, e.g. yubei.' } },
          messages: Object.fromEntries(of(topic).map(({ type }) => [type, { $ref: `#/components/messages/${type}` }])),
        },
      ]),
    ),
    operations: Object.fromEntries(
      topics.map((topic) => [
        topic,
        {
          action: out.some((one) => one.topic === topic) ? 'send' : 'receive',
          channel: { $ref: `#/channels/${topic}` },
        },
      ]),
    ),
    components: {
      schemas: { ...envelopes, Actor: object({ role: text, office: text }, ['role', 'office']) },
      messages: Object.fromEntries(
        all.map((one) => [
          one.type,
          {
            name: one.type,
            summary: one.summary,
            contentType: 'application/cloudevents+json',
            payload: payloadOf(one),
          },
        ]),
      ),
    },
  };
};
