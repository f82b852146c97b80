import type { Pool } from 'pg';
import type { Clock } from '#kernel';
import type { Position } from '#event-store';
import { type HeadsOutlet, OutletAway } from '../heads-file.js';
import { type KeySuccession, type PublicKey, type SigningKey, TrustedKeys, succeed } from '../signing.js';
import { type TreeHead, signHead } from '../tree-head.js';
import type { AuditTree } from './audit-tree.js';

interface HeadRow {
  readonly number: string;
  readonly tree_size: string;
  readonly root_hash: string;
  readonly timestamp: string;
  readonly log_id: string;
  readonly through: string;
  readonly key_id: string;
  readonly signature: string;
}

const columns = 'number, tree_size, root_hash, timestamp, log_id, through, key_id, signature';

const headOf = (row: HeadRow): TreeHead => ({
  treeSize: Number(row.tree_size),
  rootHash: row.root_hash,
  timestamp: row.timestamp,
  logId: row.log_id,
  through: row.through,
  keyId: row.key_id,
  signature: row.signature,
});

/** The log no longer holds what an earlier head says of it: nothing new is signed until somebody has looked. */
export class HistoryChanged extends Error {
  constructor(readonly head: TreeHead) {
    super(`The log does not agree with its head of ${head.timestamp} over ${head.treeSize} events`);
    this.name = 'HistoryChanged';
  }
}

/** The signed heads of the tree, kept in the database and sent to outlets outside it. */
export class TreeHeads {
  constructor(
    private readonly pool: Pool,
    private readonly tree: AuditTree,
    private readonly clock: Clock,
    private readonly outlets: readonly HeadsOutlet[] = [],
  ) {}

  /** Heads in the order they were made, `limit` after the number `after`. */
  async page(after: number, limit: number): Promise<readonly { readonly number: number; readonly head: TreeHead }[]> {
    const { rows } = await this.pool.query<HeadRow>(
      `select ${columns} from audit.tree_head where number > $1 order by number limit $2`,
      [after, limit],
    );
    return rows.map((row) => ({ number: Number(row.number), head: headOf(row) }));
  }

  /** The newest heads first, `limit` before the number `before`. */
  async newest(
    before: number | undefined,
    limit: number,
  ): Promise<readonly { readonly number: number; readonly head: TreeHead }[]> {
    const { rows } = await this.pool.query<HeadRow>(
      `select ${columns} from audit.tree_head where $1::bigint is null or number < $1 order by number desc limit $2`,
      [before, limit],
    );
    return rows.map((row) => ({ number: Number(row.number), head: headOf(row) }));
  }

  async *all(): AsyncGenerator<TreeHead> {
    let after = 0;
    for (;;) {
      const page = await this.page(after, 1_000);
      yield* page.map(({ head }) => head);
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.number;
    }
  }

  async latest(): Promise<TreeHead | undefined> {
    const { rows } = await this.pool.query<HeadRow>(
      `select ${columns} from audit.tree_head order by number desc limit 1`,
    );
    return rows[0] && headOf(rows[0]);
  }

  /** The smallest head over at least that many events. */
  async covering(size: number): Promise<TreeHead | undefined> {
    const { rows } = await this.pool.query<HeadRow>(
      `select ${columns} from audit.tree_head where tree_size >= $1 order by tree_size, number limit 1`,
      [size],
    );
    return rows[0] && headOf(rows[0]);
  }

  /**
   * Lets the tree grow, signs its head where anything is new, and sends outlets what they miss.
   * @returns the new head, if there was anything to sign
   * @throws HistoryChanged when an earlier head, here or at an outlet, says otherwise
   */
  async make(key: SigningKey): Promise<TreeHead | undefined> {
    const { size: treeSize, through } = await this.tree.grow();
    const latest = await this.latest();
    const disputed = await this.disputed();
    if (disputed !== undefined) throw new HistoryChanged(disputed);
    const head =
      treeSize === 0 || (latest?.treeSize === treeSize && latest.keyId === key.keyId)
        ? undefined
        : await this.keep(await this.sign(treeSize, through, key), key);
    await this.publish();
    return head;
  }

  /** Sends every outlet the heads made after the last one it holds. */
  async publish(): Promise<void> {
    for (const outlet of this.outlets) await unlessAway(() => this.publishTo(outlet));
  }

  private async publishTo(outlet: HeadsOutlet): Promise<void> {
    const last = await outlet.last();
    const { rows } = await this.pool.query<HeadRow>(
      `select ${columns} from audit.tree_head where tree_size >= $1 order by number`,
      [last?.treeSize ?? 0],
    );
    const heads = rows.map(headOf);
    const missed = heads.slice(heads.findIndex(({ signature }) => signature === last?.signature) + 1);
    if (missed.length > 0) await outlet.send(missed);
  }

  /** From now on `next` signs; both keys say so, and heads of the previous one stay valid. */
  async rotate(previous: SigningKey, next: SigningKey): Promise<KeySuccession> {
    const made = succeed(previous, next, this.clock.now());
    for (const key of [previous, next]) await this.keepKey(key, made.at);
    await this.pool.query(
      `insert into audit.key_succession (previous, next, at, previous_signature, next_signature) values ($1, $2, $3, $4, $5)`,
      [made.previous, made.next, made.at, made.signatures.previous, made.signatures.next],
    );
    return made;
  }

  async publicKeys(): Promise<readonly PublicKey[]> {
    const { rows } = await this.pool.query<{ key_id: string; pem: string }>(
      'select key_id, pem from audit.public_key order by first_used_at, key_id',
    );
    return rows.map(({ key_id: keyId, pem }) => ({ keyId, pem }));
  }

  async successions(): Promise<readonly KeySuccession[]> {
    const { rows } = await this.pool.query<{
      previous: string;
      next: string;
      at: string;
      previous_signature: string;
      next_signature: string;
    }>('select previous, next, at, previous_signature, next_signature from audit.key_succession order by number');
    return rows.map(({ previous, next, at, previous_signature, next_signature }) => ({
      previous,
      next,
      at,
      signatures: { previous: previous_signature, next: next_signature },
    }));
  }

  /** The keys given from outside and those that successions join to them. */
  async trusted(anchors: readonly string[]): Promise<TrustedKeys> {
    return TrustedKeys.from(anchors, await this.publicKeys(), await this.successions());
  }

  /** The last head, here or at an outlet, that the tree does not agree with. */
  async disputed(): Promise<TreeHead | undefined> {
    const size = await this.tree.size();
    const held = this.outlets.map((outlet) => unlessAway(() => outlet.last()));
    // All at once: a failure that comes while only the others are waited for would be nobody's.
    for (const head of await Promise.all([this.latest(), ...held])) {
      if (head === undefined) continue;
      const root = head.treeSize > size ? undefined : await this.tree.root(head.treeSize);
      if (root?.toString('hex') !== head.rootHash) return head;
    }
    return undefined;
  }

  private async sign(treeSize: number, through: Position, key: SigningKey): Promise<TreeHead> {
    const [root, logId] = await Promise.all([this.tree.root(treeSize), this.tree.logId()]);
    return signHead({ treeSize, rootHash: root.toString('hex'), timestamp: this.clock.now(), logId, through }, key);
  }

  /** Undefined when another process kept a head of that size and key first. */
  private async keep(head: TreeHead, key: SigningKey): Promise<TreeHead | undefined> {
    await this.keepKey(key, head.timestamp);
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      await client.query(`select pg_advisory_xact_lock(hashtextextended('audit head kept', 0))`);
      const { rowCount } = await client.query(
        `insert into audit.tree_head (tree_size, root_hash, timestamp, log_id, through, key_id, signature)
         select $1, $2, $3, $4, $5, $6, $7
         where not exists (select from audit.tree_head where tree_size > $1 or (tree_size = $1 and key_id = $6))`,
        [head.treeSize, head.rootHash, head.timestamp, head.logId, head.through, head.keyId, head.signature],
      );
      await client.query('commit');
      return rowCount === 1 ? head : undefined;
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }

  private async keepKey({ keyId, pem }: PublicKey, at: string): Promise<void> {
    await this.pool.query(
      `insert into audit.public_key (key_id, pem, first_used_at) values ($1, $2, $3) on conflict do nothing`,
      [keyId, pem, at],
    );
  }
}

/** Heads are signed also while an outlet is away. */
const unlessAway = async <Value>(work: () => Promise<Value>): Promise<Value | undefined> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OutletAway) return undefined;
    throw error;
  }
};
