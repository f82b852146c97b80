import { CloudEvent, Kafka as KafkaBinding } from 'cloudevents';
import { type AnyCaseType, type JsonObject, clockFactTypes } from '#kernel';
import { type StoredEvent, categoryOf, upcast } from '#event-store';
import { clockCategory } from '#read-models';
import type { TopicMessage } from './kafka.js';
import { type PublishedTypes, published, publishedFacts } from './published.js';

/** Name of a fact of a clock among the types of the topic; facts have no case type of their own. */
export const factScope = 'clock';

/** CloudEvents type of a recorded event, e.g. `caseflow.relief-application.GrantConfirmed.v1`. */
export const cloudTypeOf = (scope: string, type: string, schemaVersion: number): string =>
  `caseflow.${scope}.${type}.v${schemaVersion}`;

const isFact = (type: string): boolean => clockFactTypes.some((fact) => fact === type);

const pick = (data: JsonObject, fields: readonly string[]): JsonObject =>
  Object.fromEntries(fields.flatMap((field) => (data[field] === undefined ? [] : [[field, data[field]]])));

/** A message in CloudEvents 1.0 structured JSON; its key keeps what belongs together in order. */
export const cloudMessage = (
  topic: string,
  key: string,
  event: { readonly id: string; readonly source: string; readonly type: string } & JsonObject,
): TopicMessage => {
  const { value } = KafkaBinding.structured(new CloudEvent({ datacontenttype: 'application/json', ...event }));
  return { topic, key, value, headers: { 'content-type': 'application/cloudevents+json; charset=utf-8' } };
};

/** Turns recorded events into what may leave the house; the rest becomes nothing. */
export class CaseMessages {
  private readonly rooms: ReadonlyMap<string, AnyCaseType>;
  private readonly allowed: PublishedTypes = published;

  constructor(
    rooms: readonly AnyCaseType[],
    category: (caseType: string) => string,
    private readonly source: string,
    private readonly topic: string,
  ) {
    this.rooms = new Map(rooms.map((room) => [category(room.type), room]));
  }

  /** The categories of streams in which there can be anything to tell. */
  get categories(): readonly string[] {
    const told = [...this.rooms].filter(([, { type }]) => this.allowed[type] !== undefined);
    return [...told.map(([category]) => category), clockCategory];
  }

  of(stored: StoredEvent): TopicMessage | undefined {
    const category = categoryOf(stored.stream);
    const caseId = stored.stream.slice(category.length + 1);
    if (category === clockCategory) return this.ofFact(stored, caseId);
    const room = this.rooms.get(category);
    const fields = room && this.allowed[room.type]?.[stored.type];
    if (room === undefined || fields === undefined) return undefined;
    const version = room.history.versions[stored.type] ?? 1;
    const data = pick(upcast(room.history, stored), fields);
    return this.message(stored, caseId, cloudTypeOf(room.type, stored.type, version), { caseType: room.type, ...data });
  }

  private ofFact(stored: StoredEvent, caseId: string): TopicMessage | undefined {
    const fields = publishedFacts[stored.type];
    const { caseType } = stored.data;
    if (fields === undefined || !isFact(stored.type)) return undefined;
    if (typeof caseType !== 'string' || this.allowed[caseType] === undefined) return undefined;
    const type = cloudTypeOf(factScope, stored.type, stored.schemaVersion);
    return this.message(stored, caseId, type, { caseType, ...pick(stored.data, fields) });
  }

  private message(stored: StoredEvent, caseId: string, type: string, data: JsonObject): TopicMessage {
    const { metadata, id, recordedAt, version } = stored;
    return cloudMessage(this.topic, caseId, {
      id,
      source: this.source,
      type,
      subject: caseId,
      time: metadata.occurredAt,
      partitionkey: caseId,
      recordedtime: recordedAt,
      correlationid: metadata.correlationId,
      ...(metadata.causationId === undefined ? {} : { causationid: metadata.causationId }),
      sequence: String(version).padStart(10, '0'),
      data: {
        ...data,
        by: { role: metadata.actor.role, office: metadata.actor.office },
        ...(metadata.ruleSet === undefined ? {} : { decidedUnder: metadata.ruleSet }),
      },
    });
  }
}
