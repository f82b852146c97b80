import type { Pool } from 'pg';
import type { Clock, Instant, JsonObject } from '#kernel';
import type { PersonalDataCodec } from '#event-store';

const subject = 'exchange-inbox';
const contentPath = [['text']];
/** A worker that dies over a message keeps it from the others for so long. */
const claimSeconds = 60;
const longestWaitSeconds = 300;

export interface Received {
  /** The id of the command made of it, derived from its source and its own id. */
  readonly messageId: string;
  readonly source: string;
  readonly kind: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly bytes: number;
  readonly fingerprint: string;
  /** Absent where the message is too large to be kept. */
  readonly text: string | undefined;
}

export type Receipt = 'new' | 'again' | 'other-content';

export interface Waiting {
  readonly messageId: string;
  readonly topic: string;
  readonly tries: number;
  readonly text: string | undefined;
  /** Whether it has been tried for so long that a refusal counts. */
  readonly patienceOver: boolean;
}

export interface DeadLetter {
  readonly messageId: string;
  readonly source: string;
  readonly kind: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly bytes: number;
  readonly reason: string;
  readonly receivedAt: Instant;
  readonly tries: number;
  /** False where the content is no longer kept. */
  readonly replayable: boolean;
}

export interface InboxCounts {
  readonly waiting: number;
  readonly taken: number;
  readonly dead: number;
  readonly discarded: number;
  /** Messages that came more than once. */
  readonly repeats: number;
}

interface Row {
  readonly message_id: string;
  readonly source: string;
  readonly kind: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly bytes: number;
  readonly content: JsonObject | null;
  readonly reason: string | null;
  readonly received_at: Date;
  readonly tries: number;
  readonly patience_over: boolean;
}

const deadLetterOf = (row: Row): DeadLetter => ({
  messageId: row.message_id,
  source: row.source,
  kind: row.kind,
  topic: row.topic,
  partition: row.partition,
  offset: row.offset,
  bytes: row.bytes,
  reason: row.reason ?? '',
  receivedAt: row.received_at.toISOString(),
  tries: row.tries,
  replayable: row.content !== null,
});

export interface InboxOptions {
  readonly pool: Pool;
  readonly personal: PersonalDataCodec;
  readonly clock: Clock;
  /** How long what came too early is tried again. */
  readonly patienceMs: number;
}

/** Every message that came in, once; its content sealed, and only while it is needed. */
export class Inbox {
  constructor(private readonly options: InboxOptions) {}

  /** Keeps a message before it is acknowledged to Kafka. */
  async receive(message: Received): Promise<Receipt> {
    const { pool, clock } = this.options;
    const { messageId, source, kind, topic, partition, offset, bytes, fingerprint, text } = message;
    const content = text === undefined ? null : JSON.stringify(await this.sealed(text));
    const inserted = await pool.query(
      `insert into exchange.message (message_id, source, kind, topic, partition, "offset", bytes, fingerprint, content,
         state, received_at, next_try_at, give_up_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', $10, clock_timestamp(),
         clock_timestamp() + make_interval(secs => $11)) on conflict do nothing`,
      [
        messageId,
        source,
        kind,
        topic,
        partition,
        offset,
        bytes,
        fingerprint,
        content,
        clock.now(),
        this.options.patienceMs / 1_000,
      ],
    );
    if (inserted.rowCount === 1) return 'new';
    // The same place of the topic again is our own repetition, not the sender's.
    const { rows } = await pool.query<{ fingerprint: string }>(
      `update exchange.message set repeats = repeats +
         (case when topic = $2 and partition = $3 and "offset" = $4 then 0 else 1 end)
       where message_id = $1 returning fingerprint`,
      [messageId, topic, partition, offset],
    );
    return rows[0]?.fingerprint === fingerprint ? 'again' : 'other-content';
  }

  /** Takes a message whose turn has come, or that one; other workers leave it alone meanwhile. */
  async next(messageId?: string): Promise<Waiting | undefined> {
    const { rows } = await this.options.pool.query<Row>(
      `update exchange.message set tries = tries + 1, next_try_at = clock_timestamp() + make_interval(secs => $1)
       where message_id = (
         select message_id from exchange.message
         where state = 'waiting' and next_try_at <= clock_timestamp() and ($2::text is null or message_id = $2)
         order by next_try_at limit 1 for update skip locked)
       returning *, give_up_at <= clock_timestamp() as patience_over`,
      [claimSeconds, messageId ?? null],
    );
    const [row] = rows;
    return (
      row && {
        messageId: row.message_id,
        topic: row.topic,
        tries: row.tries,
        text: row.content === null ? undefined : await this.opened(row.content),
        patienceOver: row.patience_over,
      }
    );
  }

  async taken(messageId: string, caseId: string | undefined): Promise<void> {
    await this.options.pool.query(
      `update exchange.message set state = 'taken', case_id = $2, reason = null, content = null, settled_at = $3
       where message_id = $1 and state = 'waiting'`,
      [messageId, caseId ?? null, this.options.clock.now()],
    );
  }

  /** To be tried again, later each time. */
  async postpone({ messageId, tries }: Waiting, reason: string): Promise<void> {
    await this.options.pool.query(
      `update exchange.message set reason = $2, next_try_at = clock_timestamp() + make_interval(secs => $3)
       where message_id = $1 and state = 'waiting'`,
      [messageId, reason, Math.min(2 ** Math.min(tries, 20) / 2, longestWaitSeconds)],
    );
  }

  async dead(messageId: string, reason: string): Promise<void> {
    await this.options.pool.query(
      `update exchange.message set state = 'dead', reason = $2, announced = false, settled_at = $3
       where message_id = $1 and state = 'waiting'`,
      [messageId, reason, this.options.clock.now()],
    );
  }

  /** Whether the message still waits to be worked on. */
  async waits(messageId: string): Promise<boolean> {
    const { rowCount } = await this.options.pool.query(
      `select from exchange.message where message_id = $1 and state = 'waiting'`,
      [messageId],
    );
    return rowCount === 1;
  }

  /** Dead letters that the topic of dead letters does not show yet. */
  async unannounced(limit: number): Promise<readonly DeadLetter[]> {
    const { rows } = await this.options.pool.query<Row>(
      `select * from exchange.message where not announced order by message_id limit $1`,
      [limit],
    );
    return rows.map(deadLetterOf);
  }

  async announced(messageIds: readonly string[]): Promise<void> {
    await this.options.pool.query(`update exchange.message set announced = true where message_id = any ($1::text[])`, [
      messageIds,
    ]);
  }

  /** Dead letters, the newest first, after the one that was given. */
  async deadLetters(limit: number, after?: string): Promise<readonly DeadLetter[]> {
    const { rows } = await this.options.pool.query<Row>(
      `select * from exchange.message m where state = 'dead' and ($2::text is null or (received_at, message_id) <
         (select received_at, message_id from exchange.message where message_id = $2))
       order by received_at desc, message_id desc limit $1`,
      [limit, after ?? null],
    );
    return rows.map(deadLetterOf);
  }

  async counts(): Promise<InboxCounts> {
    const { rows } = await this.options.pool.query<Record<keyof InboxCounts, number>>(
      `select count(*) filter (where state = 'waiting')::int as waiting,
         count(*) filter (where state = 'taken')::int as taken,
         count(*) filter (where state = 'dead')::int as dead,
         count(*) filter (where state = 'discarded')::int as discarded,
         coalesce(sum(repeats), 0)::int as repeats from exchange.message`,
    );
    return rows[0] ?? { waiting: 0, taken: 0, dead: 0, discarded: 0, repeats: 0 };
  }

  /**
   * An operator has a dead letter tried again from the start.
   * @returns false where there is no such dead letter, or nothing of it that could be tried again
   */
  async replay(messageId: string, operator: string, reason: string): Promise<boolean> {
    const { rowCount } = await this.options.pool.query(
      `with changed as (
         update exchange.message set state = 'waiting', settled_at = null, tries = 0, next_try_at = clock_timestamp(),
           give_up_at = clock_timestamp() + make_interval(secs => $5)
         where message_id = $1 and state = 'dead' and content is not null returning message_id)
       insert into exchange.intervention (message_id, kind, operator, reason, at)
       select message_id, 'replay', $2, $3, $4 from changed`,
      [messageId, operator, reason, this.options.clock.now(), this.options.patienceMs / 1_000],
    );
    return rowCount === 1;
  }

  /** An operator gives a dead letter up, and its content is destroyed. @returns false where there is none */
  async discard(messageId: string, operator: string, reason: string): Promise<boolean> {
    const { rowCount } = await this.options.pool.query(
      `with changed as (
         update exchange.message set state = 'discarded', content = null, settled_at = $4
         where message_id = $1 and state = 'dead' returning message_id)
       insert into exchange.intervention (message_id, kind, operator, reason, at)
       select message_id, 'discard', $2, $3, $4 from changed`,
      [messageId, operator, reason, this.options.clock.now()],
    );
    return rowCount === 1;
  }

  /**
   * After so many days: destroys the content of dead letters that nobody has looked after, and drops what was taken
   * without an operator. Should such a message come again, the log still knows its command.
   */
  async forget(days: number): Promise<void> {
    await this.options.pool.query(
      `with gone as (
         delete from exchange.message m where state = 'taken'
           and settled_at < $1::timestamptz - make_interval(days => $2)
           and not exists (select from exchange.intervention i where i.message_id = m.message_id))
       update exchange.message set content = null where state = 'dead' and content is not null
         and settled_at < $1::timestamptz - make_interval(days => $2)`,
      [this.options.clock.now(), days],
    );
  }

  private async sealed(text: string): Promise<JsonObject> {
    const [sealed] = await this.options.personal.seal([{ data: { text }, paths: contentPath, subject }]);
    if (sealed === undefined) throw new Error('nothing was sealed');
    return sealed;
  }

  private async opened(content: JsonObject): Promise<string | undefined> {
    const [opened] = await this.options.personal.open([content]);
    const value = opened?.value;
    const text: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'text') : undefined;
    return typeof text === 'string' ? text : undefined;
  }
}
