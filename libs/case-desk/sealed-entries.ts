import { v5 as uuidv5 } from 'uuid';
import { type AnyCaseType, type Instant, type Json, type JsonObject, type Message, sealedFields } from '#kernel';
import type { EventMetadata, EventStore } from '#event-store';
import type { PersonalData } from './ports.js';

const namespace = 'a3f0f9d6-1f43-4c0c-9a57-5a0a53a3e0b1';

/** What was kept apart from a case, e.g. who reported. */
export interface SealedEntry {
  readonly field: string;
  readonly command: string;
  /** Absent once it was erased. */
  readonly content: Json | undefined;
  readonly sealedAt: Instant;
}

const streamOf = (caseId: string): string => `sealed-${caseId}`;

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** The stream of a case that holds what must not stand in the case itself; opened only with a reason, which is recorded. */
export class SealedEntries {
  private readonly fields: ReadonlyMap<string, readonly string[]>;

  constructor(
    room: AnyCaseType,
    private readonly store: EventStore,
    private readonly personal: PersonalData,
  ) {
    this.fields = new Map(Object.entries(room.commands).map(([name, schema]) => [name, sealedFields(schema)]));
  }

  /** Keeps the sealed fields of a command that is about to be taken. The same command again adds nothing. */
  async keep(caseId: string, command: Message, metadata: EventMetadata): Promise<void> {
    const entries = (this.fields.get(command.type) ?? []).flatMap((field) => {
      const content: unknown = Reflect.get(command, field);
      return content === undefined ? [] : [{ field, command: command.type, content: content as Json }];
    });
    if (entries.length === 0) return;
    const subject = `sealed-${caseId}`;
    const sealed = await this.personal.seal(entries.map((data) => ({ data, paths: [['content']], subject })));
    await this.append(caseId, 'EntrySealed', sealed, metadata, 'sealed');
  }

  /** Every sealed entry of the case, for somebody entitled; that they looked, and why, is recorded first. */
  async open(caseId: string, purpose: string, metadata: EventMetadata): Promise<readonly SealedEntry[]> {
    const [reason] = await this.personal.seal([
      { data: { purpose }, paths: [['purpose']], subject: `sealed-${caseId}` },
    ]);
    await this.append(caseId, 'SealOpened', [reason ?? {}], metadata, 'opened');
    const stored = [];
    for await (const event of this.store.read(streamOf(caseId))) if (event.type === 'EntrySealed') stored.push(event);
    const opened = await this.personal.open(stored.map(({ data }) => data));
    return stored.map(({ data, recordedAt }, index) => {
      const value = opened[index]?.value;
      const content = typeof value === 'object' && value !== null && 'content' in value ? value.content : undefined;
      return { field: textOf(data['field']), command: textOf(data['command']), content, sealedAt: recordedAt };
    });
  }

  private async append(
    caseId: string,
    type: string,
    entries: readonly JsonObject[],
    metadata: EventMetadata,
    what: string,
  ): Promise<void> {
    await this.store.append(
      streamOf(caseId),
      'any',
      entries.map((data) => ({ type, schemaVersion: 1, data, metadata })),
      { commandId: uuidv5(`${metadata.commandId}/${what}`, namespace) },
    );
  }
}
