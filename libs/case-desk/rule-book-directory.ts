import { v5 as uuidv5 } from 'uuid';
import type { Clock } from '#kernel';
import type { EventMetadata, EventStore, NewEvent } from '#event-store';
import { type RuleBook, type RuleEvent, emptyRuleBook, ruleEventSchemas, withRuleEvent } from '#rules';

const stream = 'rules-bureau';
const namespace = 'b4b9c3f8-8f2e-4a56-9c07-1d1b7d7c9c55';
const system = { user: 'system', role: 'system', office: 'bureau' } as const;

/** The rules as published in the log so far, kept current by following it. */
export class RuleBookDirectory {
  private current: RuleBook = emptyRuleBook;
  private version = 0;
  private refreshing: Promise<void> | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  book(): RuleBook {
    return this.current;
  }

  /** Takes in what was published since the last time. */
  refresh(): Promise<void> {
    this.refreshing ??= this.readOn().finally(() => {
      this.refreshing = undefined;
    });
    return this.refreshing;
  }

  /**
   * Publishes rules, calendars, standards and delegations, each at most once: the same content again adds nothing.
   * @throws when an event is not of its schema
   */
  async publish(events: readonly RuleEvent[]): Promise<void> {
    const now = this.clock.now();
    for (const event of events) {
      const { type, ...data } = ruleEventSchemas[event.type].parse(event);
      const commandId = uuidv5(JSON.stringify(event), namespace);
      const metadata: EventMetadata = { actor: system, occurredAt: now, commandId, correlationId: commandId };
      const published: NewEvent = { type, schemaVersion: 1, data, metadata };
      await this.store.append(stream, 'any', [published], { commandId });
    }
    await this.refresh();
  }

  /** Follows the log until the signal aborts. */
  async follow(signal: AbortSignal): Promise<void> {
    for await (const batch of this.store.subscribe({ categories: ['rules'], signal }))
      if (batch.events.length > 0) await this.refresh();
  }

  private async readOn(): Promise<void> {
    for await (const stored of this.store.read(stream, { fromVersion: this.version + 1 })) {
      this.version = stored.version;
      if (!isRuleEventName(stored.type)) continue;
      const event = ruleEventSchemas[stored.type].parse({ ...stored.data, type: stored.type });
      // What the system furnishes a new bureau with replaces nothing that anybody worked by.
      const replacing = stored.metadata.actor.role === 'system' ? undefined : stored.recordedAt;
      this.current = withRuleEvent(this.current, event, replacing);
    }
  }
}

const isRuleEventName = (name: string): name is keyof typeof ruleEventSchemas => Object.hasOwn(ruleEventSchemas, name);
