import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Actor, Clock, Instant, Label, Refusal } from '#kernel';
import {
  type EventMetadata,
  type EventStore,
  type NewEvent,
  type Position as LogPosition,
  type StoredEvent,
  UnknownEventVersion,
  VersionConflict,
} from '#event-store';
import { type OrganisationRefusal, happenedBefore, refusalOf } from './changes.js';
import {
  type Office,
  type Organisation,
  type OrganisationEvent,
  type Position,
  type User,
  emptyOrganisation,
  foldOrganisation,
  organisationEvents,
  subtree,
} from './organisation.js';

const stream = 'organisation-yubei';
const system: Actor = { user: 'system', role: 'system', office: 'bureau' };
/** A change of the organisation, by whom and when, and its place in the organisation's stream. */
export interface OrganisationChange {
  readonly version: number;
  readonly event: OrganisationEvent;
  readonly actor: { readonly user: string; readonly role: string; readonly office: string };
  readonly at: Instant;
}

const eventsPerAppend = 500;
const attempts = 10;
const troublePauseMs = 1_000;

/** Offices and users as the log has them, kept current by following it. */
export class OrganisationDirectory {
  private organisation: Organisation = emptyOrganisation;
  private readonly taken: OrganisationChange[] = [];
  private version = 0;
  private refreshing: Promise<void> | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  current(): Organisation {
    return this.organisation;
  }

  /** Everything that was changed so far, in order. */
  changes(): readonly OrganisationChange[] {
    return this.taken;
  }

  /** When the bureau began to work with this system; nothing before its offices are there. */
  async began(): Promise<Instant | undefined> {
    for await (const { recordedAt } of this.store.read(stream, { toVersion: 1 })) return recordedAt;
    return undefined;
  }

  /** Open offices. */
  offices(): readonly Office[] {
    return [...this.organisation.offices.values()].filter(({ closed }) => closed === undefined);
  }

  office(officeId: string): Office | undefined {
    return this.organisation.offices.get(officeId);
  }

  officeName(officeId: string): { readonly officeId: string; readonly name: Label } {
    const name = this.office(officeId)?.name ?? { zh: officeId, en: officeId };
    return { officeId, name };
  }

  user(userId: string): User | undefined {
    return this.organisation.users.get(userId);
  }

  userName(userId: string): { readonly userId: string; readonly name: string } {
    return { userId, name: this.user(userId)?.name ?? userId };
  }

  usersOf(office: string): readonly (User & { readonly positions: readonly Position[] })[] {
    return [...this.organisation.users.values()]
      .map((user) => ({ ...user, positions: this.positionsOf(user.userId) }))
      .filter((user) => user.office === office || user.positions.some((position) => position.office === office));
  }

  positionsOf(userId: string): readonly Position[] {
    return this.organisation.positions.get(userId) ?? [];
  }

  subtree(office: string): readonly string[] {
    return subtree(this.organisation, office);
  }

  /** Takes in what was appended since the last time. */
  refresh(): Promise<void> {
    this.refreshing ??= this.readOn().finally(() => {
      this.refreshing = undefined;
    });
    return this.refreshing;
  }

  /**
   * What a district starts with: appends what never happened yet, so that the same list may be given at every start
   * and what was changed since stays changed.
   * @throws when the list does not fit together
   */
  async publish(events: readonly OrganisationEvent[]): Promise<void> {
    for (let start = 0; start < events.length; start += eventsPerAppend) {
      const part = events.slice(start, start + eventsPerAppend);
      const outcome = await this.append(part, system, randomUUID(), happenedBefore);
      if (outcome !== undefined) throw new Error(`The organisation cannot be published: ${outcome.refused}`);
    }
  }

  /** One act of an administrator: all of these changes, or the reason why one of them cannot be made. */
  change(
    events: readonly OrganisationEvent[],
    actor: Actor,
    commandId: string,
  ): Promise<Refusal<OrganisationRefusal> | undefined> {
    return this.append(events, actor, commandId, () => false);
  }

  /** Follows the log until the signal aborts; goes on after any trouble, which is told each time. */
  async follow(signal: AbortSignal, trouble: (error: unknown) => void = () => undefined): Promise<void> {
    let seen: LogPosition | undefined;
    while (!signal.aborted)
      try {
        for await (const batch of this.store.subscribe({ after: seen, categories: ['organisation'], signal })) {
          if (batch.events.length > 0) await this.readAfresh();
          seen = batch.through;
        }
      } catch (error) {
        if (signal.aborted) return;
        trouble(error);
        await pause(troublePauseMs, undefined, { signal }).catch(() => undefined);
      }
  }

  private async append(
    events: readonly OrganisationEvent[],
    actor: Actor,
    commandId: string,
    needless: (organisation: Organisation, event: OrganisationEvent) => boolean,
  ): Promise<Refusal<OrganisationRefusal> | undefined> {
    for (let attempt = 1; ; attempt += 1) {
      await this.readAfresh();
      if ((await this.store.findCommand(commandId)) !== undefined) return undefined;
      const version = this.version;
      const wanted: OrganisationEvent[] = [];
      let after = this.organisation;
      for (const event of events) {
        if (needless(after, event)) continue;
        const refusal = refusalOf(after, event);
        if (refusal !== undefined) return refusal;
        wanted.push(event);
        after = foldOrganisation([event], after);
      }
      if (wanted.length === 0) return undefined;
      try {
        await this.store.append(stream, version, this.newEvents(wanted, actor, commandId), { commandId });
        await this.readAfresh();
        return undefined;
      } catch (error) {
        if (!(error instanceof VersionConflict) || attempt === attempts) throw error;
      }
    }
  }

  private newEvents(events: readonly OrganisationEvent[], actor: Actor, commandId: string): readonly NewEvent[] {
    const metadata: EventMetadata = {
      actor: { ...actor },
      occurredAt: this.clock.now(),
      commandId,
      correlationId: commandId,
    };
    return events.map((event) => {
      const { type, ...data } = organisationEvents[event.type].parse(event);
      return { type, schemaVersion: 1, data, metadata };
    });
  }

  /** A reading that began after this call, so that it holds everything appended before it. */
  private async readAfresh(): Promise<void> {
    await this.refreshing?.catch(() => undefined);
    await this.refresh();
  }

  private async readOn(): Promise<void> {
    const read: OrganisationChange[] = [];
    let { version } = this;
    for await (const stored of this.store.read(stream, { fromVersion: version + 1 })) {
      version = stored.version;
      if (isKnown(stored.type)) read.push(changeOf(stored, stored.type));
    }
    if (read.length > 0)
      this.organisation = foldOrganisation(
        read.map(({ event }) => event),
        this.organisation,
      );
    this.taken.push(...read);
    this.version = version;
  }
}

const isKnown = (name: string): name is keyof typeof organisationEvents => Object.hasOwn(organisationEvents, name);

const changeOf = (stored: StoredEvent, type: keyof typeof organisationEvents): OrganisationChange => {
  if (stored.schemaVersion !== 1) throw new UnknownEventVersion(stored, 1);
  const { version, metadata, data } = stored;
  return {
    version,
    event: organisationEvents[type].parse({ ...data, type }),
    actor: metadata.actor,
    at: metadata.occurredAt,
  };
};
