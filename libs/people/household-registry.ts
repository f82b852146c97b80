import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Actor, Clock, JsonObject } from '#kernel';
import {
  type EventMetadata,
  type EventStore,
  type StoredEvent,
  UnknownEventVersion,
  VersionConflict,
} from '#event-store';
import {
  type Household,
  type HouseholdEvent,
  type HouseholdMember,
  evolveMembers,
  householdEvents,
} from './household.js';
import { PeopleTables, isRegistryId } from './tables.js';

const attempts = 10;

export type HouseholdKept = { readonly householdId: string; readonly position: string };
export interface HouseholdRefusal {
  readonly refused:
    | 'household-without-members'
    | 'member-twice'
    | 'no-such-person'
    | 'no-such-household'
    | 'not-a-member'
    | 'idempotency-key-reused';
  readonly detail?: JsonObject;
}

interface Current extends Household {
  readonly version: number;
}

/** Who lives together. A case keeps its own copy of the members it was decided on. */
export class HouseholdRegistry {
  private readonly tables: PeopleTables;

  constructor(private readonly parts: { readonly store: EventStore; readonly pool: Pool; readonly clock: Clock }) {
    this.tables = new PeopleTables(parts.pool);
  }

  async form(
    members: readonly HouseholdMember[],
    actor: Actor,
    commandId: string,
  ): Promise<HouseholdKept | HouseholdRefusal> {
    if (members.length === 0) return { refused: 'household-without-members' };
    const personIds = members.map(({ personId }) => personId);
    if (new Set(personIds).size < members.length) return { refused: 'member-twice' };
    const unknown = await this.unknownAmong(personIds);
    if (unknown !== undefined) return unknown;
    const householdId = randomUUID();
    return this.append({ type: 'HouseholdFormed', householdId, members: [...members] }, 'none', actor, commandId);
  }

  async join(
    householdId: string,
    { personId, relation }: HouseholdMember,
    actor: Actor,
    commandId: string,
  ): Promise<HouseholdKept | HouseholdRefusal> {
    const unknown = await this.unknownAmong([personId]);
    if (unknown !== undefined) return unknown;
    const event: HouseholdEvent = { type: 'MemberJoined', householdId, personId, relation };
    return this.decided(event, actor, commandId, ({ members }) =>
      members.some((member) => member.personId === personId) ? { refused: 'member-twice' } : undefined,
    );
  }

  async leave(
    householdId: string,
    personId: string,
    actor: Actor,
    commandId: string,
  ): Promise<HouseholdKept | HouseholdRefusal> {
    return this.decided({ type: 'MemberLeft', householdId, personId }, actor, commandId, ({ members }) =>
      members.some((member) => member.personId === personId) ? undefined : { refused: 'not-a-member' },
    );
  }

  async get(householdId: string): Promise<Household | undefined> {
    const current = await this.read(householdId);
    return current === undefined ? undefined : { householdId, members: current.members };
  }

  /** Households that the person lives in now. */
  async ofPerson(personId: string): Promise<readonly Household[]> {
    const found = await Promise.all((await this.tables.householdsOf(personId)).map((id) => this.get(id)));
    return found.filter((household) => household !== undefined);
  }

  /** Makes the index of members anew from the log. */
  async rebuild(): Promise<void> {
    let after: string | undefined;
    for (;;) {
      const batch = await this.parts.store.readAll({ after, limit: 1_000, categories: ['household'] });
      const touched = new Set(batch.events.map(({ stream }) => stream.slice('household-'.length)));
      for (const householdId of touched) await this.index(householdId);
      after = batch.through;
      if (batch.caughtUp) return;
    }
  }

  private async decided(
    event: HouseholdEvent,
    actor: Actor,
    commandId: string,
    refusalIn: (household: Household) => HouseholdRefusal | undefined,
  ): Promise<HouseholdKept | HouseholdRefusal> {
    const taken = await this.parts.store.findCommand(commandId);
    for (let attempt = 1; ; attempt += 1) {
      const current = await this.read(event.householdId);
      if (current === undefined) return { refused: 'no-such-household' };
      const refusal = taken === undefined ? refusalIn(current) : undefined;
      if (refusal !== undefined) return refusal;
      try {
        return await this.append(event, current.version, actor, commandId);
      } catch (error) {
        if (!(error instanceof VersionConflict) || attempt === attempts) throw error;
      }
    }
  }

  private async append(
    event: HouseholdEvent,
    expected: number | 'none',
    actor: Actor,
    commandId: string,
  ): Promise<HouseholdKept | HouseholdRefusal> {
    const { type, ...data } = event;
    const { householdId, ...said } = data;
    // A repeated forming draws another id, so the id is no part of what was asked.
    const fingerprint = JSON.stringify({ type, ...said, ...(type === 'HouseholdFormed' ? {} : { householdId }) });
    const metadata: EventMetadata = {
      actor: { ...actor },
      occurredAt: this.parts.clock.now(),
      commandId,
      correlationId: commandId,
    };
    const appended = await this.parts.store.append(
      `household-${householdId}`,
      expected,
      [{ type, schemaVersion: 1, data, metadata }],
      { commandId, fingerprint },
    );
    if (appended.fingerprint !== fingerprint) return { refused: 'idempotency-key-reused' };
    const kept = appended.stream.slice('household-'.length);
    await this.index(kept);
    return { householdId: kept, position: appended.position };
  }

  private async unknownAmong(personIds: readonly string[]): Promise<HouseholdRefusal | undefined> {
    const known = new Set((await this.tables.entries(personIds)).map(({ personId }) => personId));
    const unknown = personIds.filter((personId) => !known.has(personId));
    return unknown.length === 0 ? undefined : { refused: 'no-such-person', detail: { persons: unknown } };
  }

  private async read(householdId: string): Promise<Current | undefined> {
    if (!isRegistryId(householdId)) return undefined;
    let members: readonly HouseholdMember[] = [];
    let version = 0;
    for await (const stored of this.parts.store.read(`household-${householdId}`)) {
      version = stored.version;
      const event = parsed(stored);
      if (event !== undefined) members = evolveMembers(members, event);
    }
    return version === 0 ? undefined : { householdId, members, version };
  }

  private async index(householdId: string): Promise<void> {
    const current = await this.read(householdId);
    if (current !== undefined)
      await this.tables.writeHousehold(
        householdId,
        current.version,
        current.members.map(({ personId }) => personId),
      );
  }
}

const isKnown = (name: string): name is keyof typeof householdEvents => Object.hasOwn(householdEvents, name);

const parsed = (stored: StoredEvent): HouseholdEvent | undefined => {
  const { type } = stored;
  if (!isKnown(type)) return undefined;
  if (stored.schemaVersion !== 1) throw new UnknownEventVersion(stored, 1);
  return householdEvents[type].parse({ ...stored.data, type });
};
