/** Schema names are written into SQL text, so only plain ones are taken. */
export const checkSchemaName = (schema: string): string => {
  if (!/^[a-z_][a-z0-9_]{0,40}$/.test(schema))
    throw new RangeError(`Not a plain schema name: ${JSON.stringify(schema)}`);
  return schema;
};

/** The changes that make the tables of the log, in order. A change that has been released is never edited. */
export const schemaChanges = (log: string): readonly string[] => [
  `
  create table ${log}.generations (
    generation integer primary key,
    -- of the cluster the generation was opened in: transaction ids mean nothing in another one
    cluster bigint not null,
    opened_at timestamptz not null default now()
  );
  insert into ${log}.generations (generation, cluster)
    select 1, system_identifier from pg_control_system();

  create table ${log}.events (
    generation integer not null,
    xid xid8 not null,
    ordinal integer not null,
    stream text collate "C" not null,
    version integer not null check (version > 0),
    id uuid not null,
    type text collate "C" not null,
    schema_version integer not null,
    -- json, not jsonb: the text is kept to the letter
    data json not null,
    metadata json not null,
    recorded_at text collate "C" not null,
    hash bytea not null,
    -- on the last event of an append: the command it came from, and how many events it had
    command_id text collate "C",
    command_events integer,
    fingerprint text,
    primary key (generation, xid, ordinal),
    constraint events_stream_version unique (stream, version),
    constraint events_id unique (id),
    constraint events_command unique (command_id),
    check ((command_id is null) = (command_events is null) and (command_id is null) = (fingerprint is null))
  );

  create table ${log}.streams (
    stream text collate "C" primary key,
    version integer not null,
    hash bytea not null,
    generation integer not null,
    xid xid8 not null,
    ordinal integer not null
  ) with (fillfactor = 70);

  create function ${log}.refuse_rewriting() returns trigger language plpgsql as $$
  begin
    raise exception 'stored events are never rewritten';
  end $$;
  create trigger events_are_kept before update or delete or truncate on ${log}.events
    for each statement execute function ${log}.refuse_rewriting();
  `,
  `
  -- One event at the end of a stream that exists, if it still ends there and its last event has an earlier transaction
  -- id; nothing otherwise. A function keeps the plans of its statements, which as one statement cost the server half again.
  create function ${log}.append_one(
    of_stream text, to_version integer, to_hash bytea, from_hash bytea, event_id uuid, event_type text,
    event_schema_version integer, event_data json, event_metadata json, event_recorded_at text,
    of_command text, command_fingerprint text
  ) returns text language plpgsql as $$
  declare
    here_generation integer := (select max(g.generation) from ${log}.generations g);
    here_xid xid8 := pg_current_xact_id();
  begin
    update ${log}.streams as s
    set version = to_version, hash = to_hash, generation = here_generation, xid = here_xid, ordinal = 1
    where s.stream = of_stream and s.hash = from_hash and (s.generation, s.xid) < (here_generation, here_xid);
    if not found then return null; end if;
    insert into ${log}.events (generation, xid, ordinal, stream, version, id, type, schema_version, data, metadata,
      recorded_at, hash, command_id, command_events, fingerprint)
    values (here_generation, here_xid, 1, of_stream, to_version, event_id, event_type, event_schema_version, event_data,
      event_metadata, event_recorded_at, to_hash, of_command, 1, command_fingerprint);
    return here_generation || ' ' || here_xid;
  end $$;
  `,
];
