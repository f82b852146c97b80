import { createHash } from 'node:crypto';
import { v5 as uuidv5 } from 'uuid';
import type { Clock, Label } from '#kernel';
import type { EventMetadata, EventStore, NewEvent } from '#event-store';
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

const stream = 'organisation-bureau';
const namespace = 'a0a3b1a6-0c3e-4c4f-8f55-6a6d8a5d7c11';
const system = { user: 'system', role: 'system', office: 'bureau' } as const;
const eventsPerAppend = 500;

/** Offices and users as the log has them, kept current by following it. */
export class OrganisationDirectory {
  private organisation: Organisation = emptyOrganisation;
  private version = 0;
  private refreshing: Promise<void> | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  current(): Organisation {
    return this.organisation;
  }

  offices(): readonly Office[] {
    return [...this.organisation.offices.values()];
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

  /** Appends the events, as one act; the same list again adds nothing. */
  async publish(events: readonly OrganisationEvent[]): Promise<void> {
    const occurredAt = this.clock.now();
    for (let start = 0; start < events.length; start += eventsPerAppend) {
      const part = events.slice(start, start + eventsPerAppend);
      const commandId = uuidv5(createHash('sha256').update(JSON.stringify(part)).digest('hex'), namespace);
      const metadata: EventMetadata = { actor: system, occurredAt, commandId, correlationId: commandId };
      const published = part.map((event): NewEvent => {
        const { type, ...data } = organisationEvents[event.type].parse(event);
        return { type, schemaVersion: 1, data, metadata };
      });
      await this.store.append(stream, 'any', published, { commandId });
    }
    await this.refresh();
  }

  /** Follows the log until the signal aborts. */
  async follow(signal: AbortSignal): Promise<void> {
    for await (const batch of this.store.subscribe({ categories: ['organisation'], signal }))
      if (batch.events.length > 0) await this.refresh();
  }

  private async readOn(): Promise<void> {
    const events: OrganisationEvent[] = [];
    for await (const stored of this.store.read(stream, { fromVersion: this.version + 1 })) {
      this.version = stored.version;
      if (isKnown(stored.type)) events.push(organisationEvents[stored.type].parse({ ...stored.data, type: stored.type }));
    }
    if (events.length > 0) this.organisation = foldOrganisation(events, this.organisation);
  }
}

const isKnown = (name: string): name is keyof typeof organisationEvents => Object.hasOwn(organisationEvents, name);
