import type { Pool, PoolClient } from 'pg';
import type { Instant } from '#kernel';
import type { EventStore, Position, StoredEvent } from '#event-store';
import { type LogEntry, entryOf, leafOf } from '../entry.js';
import { emptyRoot, joinedRoot } from '../merkle/hashing.js';
import { type ReadNodes, consistencyProof, inclusionProof, subtreesOf } from '../merkle/proofs.js';
import { type NodePlace, TreeEdge, type TreeNode } from '../merkle/tree-edge.js';

/** Events taken into the tree in one transaction. */
const batchSize = 2_000;
/** Leaves read at a time. */
const pageSize = 5_000;

export interface Leaf extends LogEntry {
  readonly index: number;
}

interface LeafRow {
  readonly index: string;
  readonly position: string;
  readonly stream: string;
  readonly version: number;
  readonly occurred_at: string;
  readonly recorded_at: string;
  readonly hash: string;
}

const leafColumns = `index, position, stream, version, occurred_at, recorded_at, encode(hash, 'hex') as hash`;

const leafRow = (row: LeafRow): Leaf => ({
  index: Number(row.index),
  position: row.position,
  stream: row.stream,
  version: row.version,
  occurredAt: row.occurred_at,
  recordedAt: row.recorded_at,
  hash: row.hash,
});

/** A node that a proof needs is not in the database. */
export class TreeDamaged extends Error {
  constructor(place: NodePlace) {
    super(`Node ${place.index} of level ${place.level} of the tree is missing`);
    this.name = 'TreeDamaged';
  }
}

/** The Merkle tree over the log, kept in schema `audit`: proofs come from its own rows and never read the log. */
export class AuditTree {
  constructor(
    private readonly pool: Pool,
    private readonly log: Pick<EventStore, 'readAll'>,
  ) {}

  /** How many leaves are kept. */
  async size(): Promise<number> {
    return (await this.last(this.pool)).size;
  }

  async logId(): Promise<string> {
    const { rows } = await this.pool.query<{ log_id: string }>('select log_id from audit.log');
    return rows[0]?.log_id ?? '';
  }

  /**
   * Takes in every event that can no longer be overtaken. Any number of processes may call it at once.
   * @returns the size reached, and the position up to which it holds everything
   */
  async grow(): Promise<{ readonly size: number; readonly through: Position }> {
    for (;;) {
      const { size, position } = await this.last(this.pool);
      const { events, caughtUp, through } = await this.log.readAll({ after: position, limit: batchSize });
      const taken = events.length === 0 || (await this.take(size, events));
      if (taken && caughtUp) return { size: size + events.length, through };
    }
  }

  /** The root of the tree of the first `size` leaves, from what is kept of it. */
  async root(size: number): Promise<Buffer> {
    return size === 0 ? emptyRoot : joinedRoot(await this.nodes(subtreesOf(0, size)));
  }

  /** The edge of the tree of the first `size` leaves, to grow on from. */
  edge(size: number): Promise<TreeEdge> {
    return this.edgeFrom(this.pool, size);
  }

  inclusion(index: number, size: number): Promise<readonly Buffer[]> {
    return inclusionProof(index, size, this.nodes);
  }

  consistency(old: number, size: number): Promise<readonly Buffer[]> {
    return consistencyProof(old, size, this.nodes);
  }

  /** Hashes of complete subtrees, in the order asked. @throws TreeDamaged when one is not there */
  readonly nodes: ReadNodes = (places) => this.nodesFrom(this.pool, places);

  /** The leaves from index `from` up to, not including, `to`, in order, page by page. */
  async *leaves(from: number, to: number): AsyncGenerator<Leaf> {
    for (let next = from; next < to;) {
      const { rows } = await this.pool.query<LeafRow>({
        name: 'audit leaves',
        text: `select ${leafColumns} from audit.leaf where index >= $1 and index < $2 order by index limit $3`,
        values: [next, to, pageSize],
      });
      yield* rows.map(leafRow);
      const last = rows.at(-1);
      if (last === undefined) return;
      next = Number(last.index) + 1;
    }
  }

  /** The leaves of one stream, by version. */
  async leavesOf(stream: string): Promise<readonly Leaf[]> {
    const { rows } = await this.pool.query<LeafRow>(
      `select ${leafColumns} from audit.leaf where stream = $1 order by version, index`,
      [stream],
    );
    return rows.map(leafRow);
  }

  /** Streams of these categories by the order of their first events, those that happened within the period. */
  async *streamsBegun(
    categories: readonly string[],
    { from, before }: { readonly from?: Instant; readonly before?: Instant },
  ): AsyncGenerator<string> {
    for (let next = 0; ;) {
      const { rows } = await this.pool.query<{ index: string; stream: string }>(
        `select index, stream from audit.leaf
         where version = 1 and index >= $1 and split_part(stream, '-', 1) = any($2)
           and ($3::text is null or occurred_at >= $3) and ($4::text is null or occurred_at < $4)
         order by index limit $5`,
        [next, categories, from, before, pageSize],
      );
      yield* rows.map(({ stream }) => stream);
      const last = rows.at(-1);
      if (last === undefined) return;
      next = Number(last.index) + 1;
    }
  }

  /** Where what was recorded on or after, and before, these instants begins and ends; nothing where there is none. */
  async recordedWithin({
    from = '',
    before = '9',
  }: {
    readonly from?: Instant | undefined;
    readonly before?: Instant | undefined;
  }): Promise<{ readonly from: Position; readonly to: Position } | undefined> {
    const { rows } = await this.pool.query<{ first: string | null; last: string | null }>(
      `select (select position from audit.leaf where recorded_at >= $1 order by index limit 1) as first,
         (select position from audit.leaf where recorded_at < $2 order by index desc limit 1) as last`,
      [from, before],
    );
    const { first = null, last = null } = rows[0] ?? {};
    return first === null || last === null || first > last ? undefined : { from: first, to: last };
  }

  /** How many leaves stand before, or with `through` also at, that position. */
  async indexOf(position: Position, through = false): Promise<number> {
    const { rows } = await this.pool.query<{ index: string }>(
      `select coalesce(max(index) + 1, 0) as index from audit.leaf where position ${through ? '<=' : '<'} $1`,
      [position],
    );
    return Number(rows[0]?.index ?? 0);
  }

  async leaf(index: number): Promise<Leaf | undefined> {
    const { rows } = await this.pool.query<LeafRow>(`select ${leafColumns} from audit.leaf where index = $1`, [index]);
    return rows[0] === undefined ? undefined : leafRow(rows[0]);
  }

  private async last(from: Pool | PoolClient): Promise<{ readonly size: number; readonly position?: Position }> {
    const { rows } = await from.query<{ index: string; position: string }>(
      'select index, position from audit.leaf order by index desc limit 1',
    );
    return rows[0] === undefined ? { size: 0 } : { size: Number(rows[0].index) + 1, position: rows[0].position };
  }

  /** False when another process was first. */
  private async take(size: number, events: readonly StoredEvent[]): Promise<boolean> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      await client.query(`select pg_advisory_xact_lock(hashtextextended('audit tree', 0))`);
      if ((await this.last(client)).size !== size) {
        await client.query('rollback');
        return false;
      }
      const edge = await this.edgeFrom(client, size);
      const entries = events.map(entryOf);
      const nodes = entries.flatMap((entry) => edge.add(leafOf(entry)));
      await insertLeaves(client, size, entries);
      await insertNodes(client, nodes);
      await client.query('commit');
      return true;
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }

  private async edgeFrom(from: Pool | PoolClient, size: number): Promise<TreeEdge> {
    const places = subtreesOf(0, size);
    const hashes = await this.nodesFrom(from, places);
    return new TreeEdge(places.map((place, peak) => ({ ...place, hash: hashes[peak] ?? emptyRoot })));
  }

  private async nodesFrom(from: Pool | PoolClient, places: readonly NodePlace[]): Promise<readonly Buffer[]> {
    const leaves = places.filter(({ level }) => level === 0).map(({ index }) => index);
    const inner = places.filter(({ level }) => level > 0);
    const found = new Map<string, Buffer>();
    if (leaves.length > 0) {
      const { rows } = await from.query<LeafRow>(
        `select ${leafColumns} from audit.leaf where index = any($1::bigint[])`,
        [leaves],
      );
      for (const row of rows) found.set(`0/${row.index}`, leafOf(leafRow(row)));
    }
    if (inner.length > 0) {
      const { rows } = await from.query<{ level: number; index: string; hash: Buffer }>(
        `select level, index, hash from audit.node
         where (level, index) in (select * from unnest($1::smallint[], $2::bigint[]))`,
        [inner.map(({ level }) => level), inner.map(({ index }) => index)],
      );
      for (const { level, index, hash } of rows) found.set(`${level}/${index}`, hash);
    }
    return places.map((place) => {
      const hash = found.get(`${place.level}/${place.index}`);
      if (hash === undefined) throw new TreeDamaged(place);
      return hash;
    });
  }
}

const insertLeaves = async (client: PoolClient, first: number, entries: readonly LogEntry[]): Promise<void> => {
  await client.query(
    `insert into audit.leaf (index, position, stream, version, occurred_at, recorded_at, hash)
     select $1::bigint + ordinality - 1, position, stream, version, occurred_at, recorded_at, decode(hash, 'hex')
     from unnest($2::text[], $3::text[], $4::int[], $5::text[], $6::text[], $7::text[])
       with ordinality as entry (position, stream, version, occurred_at, recorded_at, hash, ordinality)`,
    [
      first,
      entries.map(({ position }) => position),
      entries.map(({ stream }) => stream),
      entries.map(({ version }) => version),
      entries.map(({ occurredAt }) => occurredAt),
      entries.map(({ recordedAt }) => recordedAt),
      entries.map(({ hash }) => hash),
    ],
  );
};

const insertNodes = async (client: PoolClient, nodes: readonly TreeNode[]): Promise<void> => {
  const inner = nodes.filter(({ level }) => level > 0);
  await client.query(
    `insert into audit.node (level, index, hash)
     select level, index, decode(hash, 'hex') from unnest($1::smallint[], $2::bigint[], $3::text[]) as node (level, index, hash)`,
    [inner.map(({ level }) => level), inner.map(({ index }) => index), inner.map(({ hash }) => hash.toString('hex'))],
  );
};
