import type pg from 'pg';
import { AppendsOfRows, Ends, type StoredAppend } from '../moving.js';
import type { Position } from '../port.js';
import { hashArray, integerArray, jsonArray, textArray, uuidArray } from './binary-array.js';
import { reaching } from './connection.js';
import { readHeads } from './look.js';
import { placeOf, startOfLog } from './position.js';
import { readHorizon } from './read-all.js';
import { eventColumns, eventOf, type EventRow } from './rows.js';

const rowsPerRead = 1_000;

type MovedEventRow = [...event: EventRow, commandId: string | null, fingerprint: string | null];

const movedOf = ([...columns]: MovedEventRow) => {
  const [commandId, fingerprint] = [columns[12], columns[13]];
  const [a, b, c, d, e, f, g, h, i, j, k, l] = columns;
  const event = eventOf([a, b, c, d, e, f, g, h, i, j, k, l]);
  return { event, command: commandId === null ? undefined : { id: commandId, fingerprint: fingerprint ?? '' } };
};

/** Every append after a place, whole, in the order of the log. */
export async function* appendsOf(
  pool: pg.Pool,
  schema: string,
  after: Position = startOfLog,
): AsyncGenerator<readonly StoredAppend[]> {
  const to = placeOf(await readHorizon(pool, schema));
  const assembled = new AppendsOfRows();
  const text = `select ${eventColumns}, command_id, fingerprint from ${schema}.events
    where (events.generation, events.xid, events.ordinal) > ($1, $2::xid8, $3)
      and (events.generation, events.xid) < ($4, $5::xid8)
    order by events.generation, events.xid, events.ordinal limit ${rowsPerRead}`;
  for (let from = placeOf(after); ;) {
    const values = [from.generation, from.xid, from.ordinal, to.generation, to.xid];
    const { rows } = await reaching(() => pool.query<MovedEventRow>({ text, values, rowMode: 'array' }));
    const moved = rows.map(movedOf);
    yield moved.flatMap((row) => assembled.take(row) ?? []);
    const last = moved.at(-1)?.event.position;
    if (last === undefined || rows.length < rowsPerRead) return;
    from = placeOf(last);
  }
}

const adoptStatement = (log: string): string => `
with here as materialized (
  select (select max(generation) from ${log}.generations) as generation, pg_current_xact_id() as xid
), put as (
  insert into ${log}.events (generation, xid, ordinal, stream, version, id, type, schema_version, data, metadata,
    recorded_at, hash, command_id, command_events, fingerprint)
  select here.generation, here.xid, e.ordinal, e.stream, e.version, e.id, e.type, e.schema_version, e.data, e.metadata,
    e.recorded_at, e.hash, e.command_id, nullif(e.command_events, 0), e.fingerprint
  from unnest($1::text[], $2::int[], $3::uuid[], $4::text[], $5::int[], $6::json[], $7::json[], $8::text[], $9::bytea[],
      $10::text[], $11::int[], $12::text[])
    with ordinality as e(stream, version, id, type, schema_version, data, metadata, recorded_at, hash,
      command_id, command_events, fingerprint, ordinal) cross join here
)
insert into ${log}.streams (stream, version, hash, generation, xid, ordinal)
select u.stream, u.version, u.hash, here.generation, here.xid, u.ordinal
from here, unnest($13::text[], $14::int[], $15::bytea[], $16::int[]) as u(stream, version, hash, ordinal)
on conflict (stream) do update set version = excluded.version, hash = excluded.hash,
  generation = excluded.generation, xid = excluded.xid, ordinal = excluded.ordinal`;

/**
 * Stores appends of another log as they are, all of them in one transaction.
 * @throws ChainBroken when an event does not follow on what its stream holds here
 */
export const adoptAppends = (pool: pg.Pool, schema: string, appends: readonly StoredAppend[]): Promise<void> =>
  reaching(async () => {
    if (appends.length === 0) return;
    const client = await pool.connect();
    try {
      await client.query('begin');
      await client.query(`lock table ${schema}.events in share row exclusive mode`);
      const streams = [...new Set(appends.map(({ stream }) => stream))];
      const ends = new Ends();
      for (const [stream, head] of await readHeads(client, schema, streams)) ends.begin(stream, head);
      const ordinals = new Map<string, number>();
      const events = appends.flatMap((append) => append.events);
      for (const [index, event] of events.entries()) {
        ends.follow(event);
        ordinals.set(event.stream, index + 1);
      }
      const onLast = <Value>(value: (append: StoredAppend) => Value, otherwise: Value): Value[] =>
        appends.flatMap((append) =>
          append.events.map((_, at) => (at === append.events.length - 1 ? value(append) : otherwise)),
        );
      await client.query(adoptStatement(schema), [
        textArray(events.map(({ stream }) => stream)),
        integerArray(events.map(({ version }) => version)),
        uuidArray(events.map(({ id }) => id)),
        textArray(events.map(({ type }) => type)),
        integerArray(events.map(({ schemaVersion }) => schemaVersion)),
        jsonArray(events.map(({ data }) => JSON.stringify(data))),
        jsonArray(events.map(({ metadata }) => JSON.stringify(metadata))),
        textArray(events.map(({ recordedAt }) => recordedAt)),
        hashArray(events.map(({ hash }) => hash)),
        textArray(onLast<string | undefined>(({ commandId }) => commandId, undefined)),
        integerArray(onLast((append) => append.events.length, 0)),
        textArray(onLast<string | undefined>(({ fingerprint }) => fingerprint, undefined)),
        textArray(streams),
        integerArray(streams.map((stream) => ends.of(stream).version)),
        hashArray(streams.map((stream) => ends.of(stream).hash)),
        integerArray(streams.map((stream) => ordinals.get(stream) ?? 0)),
      ]);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  });
