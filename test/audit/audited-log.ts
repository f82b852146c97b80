import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import {
  AuditTree,
  HeadsFile,
  SigningKey,
  type TreeHead,
  TreeHeads,
  type Verification,
  type VerifyLogOptions,
  headsIn,
  migrateAudit,
  verifyLog,
  verifyStreams,
} from '#audit';
import {
  type PostgresEventStore,
  type StoredEvent,
  chainStart,
  createPostgresEventStore,
  linkHash,
  migrateEventStore,
} from '#event-store';
import type { JsonObject } from '#kernel';
import { startPostgres } from '../postgres.js';

/** A log with its tree and heads on a database of its own, and the hands of an administrator with every right to it. */
export class AuditedLog {
  readonly key = SigningKey.fromPem(SigningKey.generate());

  private constructor(
    readonly pool: pg.Pool,
    readonly store: PostgresEventStore,
    readonly headsFile: string,
    private readonly closing: () => Promise<void>,
  ) {}

  static async open(): Promise<AuditedLog> {
    const database = await startPostgres();
    const pool = new pg.Pool({ connectionString: database.url, max: 4 });
    pool.on('error', () => undefined);
    await migrateEventStore(pool);
    await migrateAudit(pool);
    const store = await createPostgresEventStore({ url: database.url });
    const folder = await mkdtemp(join(tmpdir(), 'caseflow-heads-'));
    return new AuditedLog(pool, store, join(folder, 'tree-heads.jsonl'), async () => {
      await store.close();
      await pool.end();
      await database.stop();
      await rm(folder, { recursive: true, force: true });
    });
  }

  get tree(): AuditTree {
    return new AuditTree(this.pool, this.store);
  }

  get heads(): TreeHeads {
    const clock = { now: () => new Date().toISOString() };
    return new TreeHeads(this.pool, this.tree, clock, [new HeadsFile(this.headsFile)]);
  }

  close(): Promise<void> {
    return this.closing();
  }

  async append(stream: string, data: JsonObject = {}): Promise<void> {
    const commandId = randomUUID();
    const metadata = {
      actor: { user: 'yubei-17', role: 'townOfficer', office: 'shuangfengqiao' },
      occurredAt: '2026-03-02T01:30:00.000Z',
      commandId,
      correlationId: commandId,
    };
    await this.store.append(stream, 'any', [{ type: 'Noted', schemaVersion: 1, data, metadata }], { commandId });
  }

  /** Waits until nothing holds back what was appended: a transaction of another test on this server may, for a moment. */
  async settle(): Promise<void> {
    const tip = await this.store.tip();
    while ((await this.store.horizon()) <= tip) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  /** Signs a head over everything appended so far. */
  async seal(): Promise<TreeHead> {
    await this.settle();
    const head = await this.heads.make(this.key);
    if (head === undefined) throw new Error('Nothing to seal');
    return head;
  }

  async verify(options: Partial<VerifyLogOptions> & { readonly withFile?: boolean } = {}): Promise<Verification> {
    const { withFile = false, ...others } = options;
    await this.settle();
    return verifyLog({
      store: this.store,
      tree: this.tree,
      heads: {
        database: this.heads.all(),
        ...(withFile ? { outside: headsIn(this.headsFile) } : {}),
        keys: await this.heads.trusted([this.key.pem]),
      },
      ...others,
    });
  }

  async verifyStream(stream: string, withFile = false): Promise<Verification> {
    return verifyStreams({
      store: this.store,
      tree: this.tree,
      heads: {
        database: this.heads.all(),
        ...(withFile ? { outside: headsIn(this.headsFile) } : {}),
        keys: await this.heads.trusted([this.key.pem]),
      },
      streams: [stream],
    });
  }

  async event(stream: string, version: number): Promise<StoredEvent> {
    for await (const event of this.store.read(stream, { fromVersion: version, toVersion: version })) return event;
    throw new Error(`No event ${version} in ${stream}`);
  }

  /** Runs statements with every trigger off, as the owner of the database can. Each must hit something. */
  async tamper(...statements: readonly string[]): Promise<void> {
    const client = await this.pool.connect();
    try {
      await client.query(`set session_replication_role = 'replica'`);
      for (const statement of statements)
        if (((await client.query(statement)).rowCount ?? 0) === 0) throw new Error(`Hit nothing: ${statement}`);
    } finally {
      await client.query(`set session_replication_role = 'origin'`);
      client.release();
    }
  }

  /** Computes the chain of a stream anew over whatever its events say now, and corrects the record of its end. */
  async rechain(stream: string): Promise<void> {
    let previous = chainStart;
    const statements: string[] = [];
    for await (const event of this.store.read(stream)) {
      previous = linkHash(previous, event);
      statements.push(
        `update log.events set hash = '\\x${previous}' where stream = '${stream}' and version = ${event.version}`,
      );
    }
    statements.push(
      `update log.streams set (version, hash, generation, xid, ordinal) = (select version, hash, generation, xid, ordinal
         from log.events e where e.stream = streams.stream order by version desc limit 1) where stream = '${stream}'`,
    );
    await this.tamper(...statements);
  }

  /** Keeps a copy of every table of the log and of the tree; answers how to put it back. */
  async copy(): Promise<() => Promise<void>> {
    const { rows } = await this.pool.query<{ name: string }>(
      `select schemaname || '.' || tablename as name from pg_tables where schemaname in ('log', 'audit')
         and tablename <> 'schema_changes' order by 1`,
    );
    const copied = (name: string): string => `yesterday.${name.replace('.', '_')}`;
    await this.pool.query('create schema yesterday');
    for (const { name } of rows) await this.pool.query(`create table ${copied(name)} as table ${name}`);
    return async () => {
      const client = await this.pool.connect();
      await client.query(`set session_replication_role = 'replica'`);
      for (const { name } of rows) {
        await client.query(`delete from ${name}`);
        await client.query(`insert into ${name} overriding system value select * from ${copied(name)}`);
      }
      await client.query(`set session_replication_role = 'origin'`);
      client.release();
    };
  }
}
