import type pg from 'pg';
import type { Instant } from '#kernel';
import type { ChainedAppend, StreamUnit } from '../arranging.js';
import type { PreparedAppend, PreparedEvent } from '../prepare.js';
import { hashArray, integerArray, jsonArray, textArray, uuidArray } from './binary-array.js';

/** What became of a batch: the transaction it was written in, and the streams that were not as believed. */
export interface Written {
  readonly generation: number;
  readonly xid: string;
  readonly stale: ReadonlySet<string>;
}

/**
 * The one statement of an append transaction. Each stream is taken only if it still ends where it is believed to end,
 * and if its last event has an earlier transaction id than this one: a reader would else see the two in the wrong
 * order. Streams come sorted, so that two processes cannot block each other. A command or event id stored before
 * violates its constraint and undoes the batch.
 */
const appendStatement = (log: string): string => `
with here as materialized (
  select (select max(generation) from ${log}.generations) as generation, pg_current_xact_id() as xid
), moved as (
  update ${log}.streams as s
  set version = u.version, hash = u.hash, generation = here.generation, xid = here.xid, ordinal = u.ordinal
  from here, unnest($1::text[], $2::int[], $3::bytea[], $4::bytea[], $5::int[]) as u(stream, version, previous, hash, ordinal)
  where s.stream = u.stream and s.hash = u.previous and (s.generation, s.xid) < (here.generation, here.xid)
  returning s.stream
), opened as (
  insert into ${log}.streams (stream, version, hash, generation, xid, ordinal)
  select u.stream, u.version, u.hash, here.generation, here.xid, u.ordinal
  from here, unnest($6::text[], $7::int[], $8::bytea[], $9::int[]) as u(stream, version, hash, ordinal)
  on conflict (stream) do nothing
  returning stream
), taken as materialized (
  select stream from moved union all select stream from opened
), put as (
  insert into ${log}.events (generation, xid, ordinal, stream, version, id, type, schema_version, data, metadata,
    recorded_at, hash, command_id, command_events, fingerprint)
  select here.generation, here.xid, e.ordinal, e.stream, e.version, e.id, e.type, e.schema_version, e.data, e.metadata,
    $10, e.hash, e.command_id, nullif(e.command_events, 0), e.fingerprint
  from unnest($11::text[], $12::int[], $13::uuid[], $14::text[], $15::int[], $16::json[], $17::json[], $18::bytea[],
      $19::text[], $20::int[], $21::text[])
    with ordinality as e(stream, version, id, type, schema_version, data, metadata, hash,
      command_id, command_events, fingerprint, ordinal)
  join taken using (stream) cross join here
)
select generation, xid::text,
  case when (select count(*) from taken) < $22::int then array(select stream from taken) end as taken
from here`;

/** The same for one event on a stream that exists: by far the most frequent append, and half the work for the server. */
const singleStatement = (log: string): string =>
  `select ${log}.append_one($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;

type WrittenRow = [generation: number, xid: string, taken: string[] | null];

interface UnitRows {
  readonly streams: string[];
  readonly versions: number[];
  readonly previous: string[];
  readonly hashes: string[];
  readonly ordinals: number[];
}

const noRows = (): UnitRows => ({ streams: [], versions: [], previous: [], hashes: [], ordinals: [] });

const parametersOf = (units: readonly StreamUnit[], recordedAt: Instant): unknown[] => {
  const moved = noRows();
  const opened = noRows();
  for (const { stream, base, end, lastOrdinal } of units) {
    const rows = base.version === 0 ? opened : moved;
    rows.streams.push(stream);
    rows.versions.push(end.version);
    rows.previous.push(base.hash);
    rows.hashes.push(end.hash);
    rows.ordinals.push(lastOrdinal);
  }
  const appends = units.flatMap(({ chained }) => chained);
  const events = appends.flatMap(({ events }) => events);
  const onLast = <Value>(value: (one: ChainedAppend) => Value, otherwise: Value): Value[] =>
    appends.flatMap((one) => one.events.map((_, index) => (index === one.events.length - 1 ? value(one) : otherwise)));
  return [
    textArray(moved.streams),
    integerArray(moved.versions),
    hashArray(moved.previous),
    hashArray(moved.hashes),
    integerArray(moved.ordinals),
    textArray(opened.streams),
    integerArray(opened.versions),
    hashArray(opened.hashes),
    integerArray(opened.ordinals),
    recordedAt,
    textArray(appends.flatMap(({ append, events }) => events.map(() => append.stream))),
    integerArray(events.map(({ version }) => version)),
    uuidArray(events.map(({ prepared }) => prepared.id)),
    textArray(events.map(({ prepared }) => prepared.event.type)),
    integerArray(events.map(({ prepared }) => prepared.event.schemaVersion)),
    jsonArray(events.map(({ prepared }) => prepared.data)),
    jsonArray(events.map(({ prepared }) => prepared.metadata)),
    hashArray(events.map(({ hash }) => hash)),
    textArray(onLast<string | undefined>(({ append }) => append.commandId, undefined)),
    integerArray(onLast(({ events }) => events.length, 0)),
    textArray(onLast<string | undefined>(({ append }) => append.fingerprint, undefined)),
    units.length,
  ];
};

interface Single {
  readonly unit: StreamUnit;
  readonly append: PreparedAppend;
  readonly event: PreparedEvent;
}

/** The one event of the batch, where it is one on a stream that exists. */
const singleOf = ([unit, ...others]: readonly StreamUnit[]): Single | undefined => {
  const [only, ...further] = unit?.chained ?? [];
  const [chained, ...more] = only?.events ?? [];
  if (unit === undefined || only === undefined || chained === undefined || unit.base.version === 0) return undefined;
  if (others.length + further.length + more.length > 0) return undefined;
  return { unit, append: only.append, event: chained.prepared };
};

const putSingle = async (
  client: pg.Client,
  schema: string,
  { unit: { stream, base, end }, append, event }: Single,
  recordedAt: Instant,
): Promise<Written> => {
  const { rows } = await client.query<[place: string | null]>({
    name: `append one ${schema}`,
    text: singleStatement(schema),
    values: [
      stream,
      end.version,
      Buffer.from(end.hash, 'hex'),
      Buffer.from(base.hash, 'hex'),
      event.id,
      event.event.type,
      event.event.schemaVersion,
      event.data,
      event.metadata,
      recordedAt,
      append.commandId,
      append.fingerprint,
    ],
    rowMode: 'array',
  });
  const place = rows[0]?.[0] ?? undefined;
  if (place === undefined) return { generation: 0, xid: '0', stale: new Set([stream]) };
  const [generation = '', xid = ''] = place.split(' ');
  return { generation: Number(generation), xid, stale: new Set() };
};

/** Puts all units to the store in one transaction. */
export const putUnits = async (
  client: pg.Client,
  schema: string,
  units: readonly StreamUnit[],
  recordedAt: Instant,
): Promise<Written> => {
  const single = singleOf(units);
  if (single !== undefined) return putSingle(client, schema, single, recordedAt);
  const { rows } = await client.query<WrittenRow>({
    name: `append ${schema}`,
    text: appendStatement(schema),
    values: parametersOf(units, recordedAt),
    rowMode: 'array',
  });
  const row = rows[0];
  if (row === undefined) throw new Error('The append statement gave no answer');
  const [generation, xid, taken] = row;
  const kept = new Set(taken);
  const stale = taken === null ? [] : units.map(({ stream }) => stream).filter((stream) => !kept.has(stream));
  return { generation, xid, stale: new Set(stale) };
};
