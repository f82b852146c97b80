import { v5 as uuidv5 } from 'uuid';
import type { Clock, Instant, JsonObject } from '#kernel';
import type { EventStore } from '#event-store';

const namespace = '7d0a7c61-0a6e-4b45-8b3d-2a8c5f1e9b04';
const category = 'region';

/** What one side did with a message of a thread; never with any of its content. */
export interface ThreadEntry {
  readonly act: 'sent' | 'taken' | 'refused' | 'not-sent';
  /** The kind of the message, or the event of which none could be made. */
  readonly kind: string;
  readonly messageId: string;
  readonly from: string;
  /** Absent where nobody could be found to tell it. */
  readonly to: string | undefined;
  /** Of the signed message: the same in the logs of both sides. Absent where nothing was sent. */
  readonly digest: string | undefined;
  /** The case of ours that it came from or went to. */
  readonly caseId: string | undefined;
  /** What the thread is about beside the case, e.g. the id of a check or hand-over. */
  readonly about: string | undefined;
  readonly reason: string | undefined;
  readonly at: Instant;
}

const eventTypes = {
  sent: 'RegionMessageSent',
  taken: 'RegionMessageTaken',
  refused: 'RegionMessageRefused',
  'not-sent': 'RegionMessageNotSent',
} as const satisfies Record<ThreadEntry['act'], string>;

const acts = new Map<string, ThreadEntry['act']>(
  Object.entries(eventTypes).map(([act, type]) => [type, act as ThreadEntry['act']]),
);

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/**
 * The stream `region-<thread>` of this side's log: every message of a matter that two regions share. Both sides keep
 * their own under the same correlation id, so that either can be audited and held against the other.
 */
export class Threads {
  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  /** Records an act once, however often it is repeated. */
  async record(thread: string, entry: Omit<ThreadEntry, 'at'>): Promise<void> {
    const { act, ...data } = entry;
    const commandId = uuidv5(`${entry.messageId}/${act}`, namespace);
    await this.store.append(
      `${category}-${thread}`,
      'any',
      [
        {
          type: eventTypes[act],
          schemaVersion: 1,
          data: withoutAbsent(data),
          metadata: {
            actor: { user: 'system', role: 'system', office: 'bureau' },
            occurredAt: this.clock.now(),
            commandId,
            correlationId: thread,
          },
        },
      ],
      // What is known of the case may differ from one attempt to the other; the act is the same.
      { commandId, fingerprint: act },
    );
  }

  /** Everything this side did in the thread, in order; nothing for an id that is none. */
  async entries(thread: string): Promise<readonly ThreadEntry[]> {
    const found: ThreadEntry[] = [];
    for await (const { type, data, metadata } of this.store.read(`${category}-${thread}`)) {
      const act = acts.get(type);
      if (act !== undefined)
        found.push({
          act,
          kind: textOf(data['kind']) ?? '',
          messageId: textOf(data['messageId']) ?? '',
          from: textOf(data['from']) ?? '',
          to: textOf(data['to']),
          digest: textOf(data['digest']),
          caseId: textOf(data['caseId']),
          about: textOf(data['about']),
          reason: textOf(data['reason']),
          at: metadata.occurredAt,
        });
    }
    return found;
  }
}

const withoutAbsent = (data: Record<string, string | undefined>): JsonObject =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
