import { setTimeout as pause } from 'node:timers/promises';
import { v5 as uuidv5 } from 'uuid';
import type { Actor, AnyCaseType, Clock, Instant, Refusal } from '#kernel';
import {
  type Appended,
  type EventMetadata,
  type EventStore,
  type NewEvent,
  type Position,
  VersionConflict,
} from '#event-store';
import {
  type PublicationRefusal,
  type RuleBook,
  type RuleEvent,
  dayOf,
  emptyRuleBook,
  publicationRefusal,
  ruleEventSchemas,
  saysAlready,
  withRuleEvent,
} from '#rules';

const stream = 'rules-bureau';
const namespace = 'b4b9c3f8-8f2e-4a56-9c07-1d1b7d7c9c55';
const system: Actor = { user: 'system', role: 'system', office: 'bureau' };
const attempts = 10;
const troublePauseMs = 1_000;

/** What was published, by whom and when, and its place in the rules' stream. */
export interface Publication {
  readonly version: number;
  readonly event: RuleEvent;
  readonly actor: { readonly user: string; readonly role: string; readonly office: string };
  readonly at: Instant;
}

export interface Published {
  /** Version of the rules after it. */
  readonly rulesVersion: number;
  /** False where the rules said so already. */
  readonly published: boolean;
  /** Place in the log; absent where nothing was added. */
  readonly position: string | undefined;
}

/** The rules as published in the log so far, kept current by following it. */
export class RuleBookDirectory {
  private current: RuleBook = emptyRuleBook;
  private readonly taken: Publication[] = [];
  private version = 0;
  private refreshing: Promise<void> | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  book(): RuleBook {
    return this.current;
  }

  /** Everything published so far, in order. */
  publications(): readonly Publication[] {
    return this.taken;
  }

  /** The rules as they were after this version of their stream. */
  bookAt(version: number): RuleBook {
    return this.taken.filter((one) => one.version <= version).reduce(withPublication, emptyRuleBook);
  }

  /** Takes in what was published since the last time. */
  refresh(): Promise<void> {
    this.refreshing ??= this.readOn().finally(() => {
      this.refreshing = undefined;
    });
    return this.refreshing;
  }

  /**
   * What a bureau is furnished with: rules, calendars, standards and delegations, each at most once, so that the same
   * list may be given at every start and what was published since stays.
   * @throws when an event is not of its schema
   */
  async publish(events: readonly RuleEvent[]): Promise<void> {
    for (const event of events) {
      const commandId = uuidv5(JSON.stringify(event), namespace);
      await this.store.append(stream, 'any', [this.newEvent(event, system, commandId)], { commandId });
    }
    await this.refresh();
  }

  /** One act of an administrator, or the reason why it cannot be; what the rules say already adds nothing. */
  async change(
    event: RuleEvent,
    actor: Actor,
    commandId: string,
    caseTypes: readonly AnyCaseType[],
  ): Promise<Published | Refusal<PublicationRefusal | 'idempotency-key-reused'>> {
    const events = new Map(caseTypes.map((room) => [room.type, Object.keys(room.events)]));
    const fingerprint = uuidv5(JSON.stringify(event), namespace);
    for (let attempt = 1; ; attempt += 1) {
      await this.readAfresh();
      const before = await this.store.findCommand(commandId);
      if (before !== undefined) return answerTo(before, fingerprint);
      if (saysAlready(this.current, event))
        return { rulesVersion: this.version, published: false, position: undefined };
      const today = dayOf(this.clock.now());
      const refusal = publicationRefusal(this.current, event, { today, eventsOf: (type) => events.get(type) });
      if (refusal !== undefined) return refusal;
      try {
        const published = [this.newEvent(event, actor, commandId)];
        const appended = await this.store.append(stream, this.version, published, { commandId, fingerprint });
        await this.readAfresh();
        return answerTo(appended, fingerprint);
      } catch (error) {
        if (!(error instanceof VersionConflict) || attempt === attempts) throw error;
      }
    }
  }

  /** Follows the log until the signal aborts; goes on after any trouble. */
  async follow(signal: AbortSignal): Promise<void> {
    let seen: Position | undefined;
    while (!signal.aborted)
      try {
        for await (const batch of this.store.subscribe({ after: seen, categories: ['rules'], signal })) {
          if (batch.events.length > 0) await this.readAfresh();
          seen = batch.through;
        }
      } catch {
        await pause(troublePauseMs, undefined, { signal }).catch(() => undefined);
      }
  }

  private newEvent(event: RuleEvent, actor: Actor, commandId: string): NewEvent {
    const { type, ...data } = ruleEventSchemas[event.type].parse(event);
    const occurredAt = this.clock.now();
    const metadata: EventMetadata = { actor: { ...actor }, occurredAt, commandId, correlationId: commandId };
    return { type, schemaVersion: 1, data, metadata };
  }

  /** A reading that began after this call, so that it holds everything published before it. */
  private async readAfresh(): Promise<void> {
    await this.refreshing?.catch(() => undefined);
    await this.refresh();
  }

  private async readOn(): Promise<void> {
    for await (const stored of this.store.read(stream, { fromVersion: this.version + 1 })) {
      this.version = stored.version;
      if (!isRuleEventName(stored.type)) continue;
      const event = ruleEventSchemas[stored.type].parse({ ...stored.data, type: stored.type });
      const { version, metadata, recordedAt: at } = stored;
      const publication = { version, event, actor: metadata.actor, at };
      this.taken.push(publication);
      this.current = withPublication(this.current, publication);
    }
  }
}

/** What the system furnishes a new bureau with replaces nothing that anybody worked by. */
const withPublication = (book: RuleBook, { event, actor, at }: Publication): RuleBook =>
  withRuleEvent(book, event, actor.role === 'system' ? undefined : at);

const answerTo = (appended: Appended, fingerprint: string): Published | Refusal<'idempotency-key-reused'> =>
  appended.stream === stream && appended.fingerprint === fingerprint
    ? { rulesVersion: appended.lastVersion, published: true, position: appended.position }
    : { refused: 'idempotency-key-reused' };

const isRuleEventName = (name: string): name is keyof typeof ruleEventSchemas => Object.hasOwn(ruleEventSchemas, name);
