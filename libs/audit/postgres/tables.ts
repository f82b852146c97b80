import type { Pool } from 'pg';
import { migrateSchema } from '#event-store/postgres/migrate.js';

const kept = (table: string): string => `
  create trigger ${table}_is_kept before update or delete or truncate on audit.${table}
    for each statement execute function audit.refuse_rewriting();`;

const changes: readonly string[] = [
  `
  create table audit.log (
    log_id uuid not null default gen_random_uuid(),
    one boolean primary key default true check (one)
  );
  insert into audit.log default values;

  create table audit.leaf (
    index bigint primary key,
    position text collate "C" not null unique,
    stream text collate "C" not null,
    version integer not null,
    occurred_at text collate "C" not null,
    recorded_at text collate "C" not null,
    -- the event's link of the chain
    hash bytea not null
  );
  create index leaf_stream on audit.leaf (stream, version);

  -- complete subtrees above the leaves; those at the right edge come when they are complete
  create table audit.node (
    level smallint not null check (level > 0),
    index bigint not null,
    hash bytea not null,
    primary key (level, index)
  );

  create table audit.tree_head (
    number bigint generated always as identity primary key,
    tree_size bigint not null,
    root_hash text not null,
    timestamp text not null,
    log_id uuid not null,
    through text collate "C" not null,
    key_id text not null,
    signature text not null
  );
  create index tree_head_size on audit.tree_head (tree_size);

  create table audit.public_key (
    key_id text primary key,
    pem text not null,
    first_used_at text not null
  );
  create table audit.key_succession (
    number bigint generated always as identity primary key,
    previous text not null,
    next text not null,
    at text not null,
    previous_signature text not null,
    next_signature text not null
  );

  create function audit.refuse_rewriting() returns trigger language plpgsql as $$
  begin
    raise exception 'the record of the log is never rewritten';
  end $$;
  ${['log', 'leaf', 'node', 'tree_head', 'public_key', 'key_succession'].map(kept).join('')}
  `,
  'create index leaf_first on audit.leaf (index) where version = 1',
];

/** Creates the tables of the tree and its heads. May run again at any time, from several processes at once. */
export const migrateAudit = (pool: Pool): Promise<number> => migrateSchema(pool, 'audit', changes);
