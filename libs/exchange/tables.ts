import type { Pool } from 'pg';
import { migrateSchema } from '#event-store/postgres/migrate.js';

const changes: readonly string[] = [
  `
  -- how far the log has been told to others, and which process tells it
  create table exchange.follower (
    name text primary key,
    checkpoint text collate "C",
    taken bigint not null default 0,
    lease_holder text,
    lease_token bigint not null default 0,
    lease_until timestamptz not null default '-infinity'
  );

  -- one row for each message that ever came in; content only while it is needed, sealed
  create table exchange.message (
    message_id text primary key,
    source text not null,
    kind text not null,
    topic text not null,
    partition integer not null,
    "offset" bigint not null,
    bytes integer not null,
    fingerprint text not null,
    content json,
    state text not null check (state in ('waiting', 'taken', 'dead', 'discarded')),
    reason text,
    case_id text,
    received_at timestamptz not null,
    tries integer not null default 0,
    next_try_at timestamptz not null,
    give_up_at timestamptz not null,
    settled_at timestamptz,
    repeats integer not null default 0,
    announced boolean not null default true
  );
  create index message_waiting on exchange.message (next_try_at) where state = 'waiting';
  create index message_dead on exchange.message (received_at desc, message_id) where state = 'dead';
  create index message_unannounced on exchange.message (message_id) where not announced;

  create table exchange.intervention (
    id bigint generated always as identity primary key,
    message_id text not null references exchange.message,
    kind text not null check (kind in ('replay', 'discard')),
    operator text not null,
    reason text not null,
    at timestamptz not null
  );`,
  `
  create index message_settled on exchange.message (settled_at) where state in ('taken', 'dead');
  create index intervention_of_message on exchange.intervention (message_id);`,
];

/** Creates the tables of the exchange. May run again at any time. */
export const migrateExchange = (pool: Pool): Promise<number> => migrateSchema(pool, 'exchange', changes);
