import type pg from 'pg';
import type { Appended } from '../port.js';
import { commandRows } from './commands.js';
import type { Head } from '../arranging.js';
import type { PreparedAppend } from '../prepare.js';

/** What is stored already of a list of appends. */
export interface Stored {
  readonly heads: ReadonlyMap<string, Head>;
  /** Answers to those commands that were taken before. */
  readonly commands: ReadonlyMap<string, Appended>;
  /** Those of the ids given by the callers that are stored. */
  readonly ids: ReadonlySet<string>;
}

/** Where these streams end now; streams that do not exist are left out. */
export const readHeads = async (
  client: pg.Client,
  schema: string,
  streams: readonly string[],
): Promise<ReadonlyMap<string, Head>> => {
  const { rows } = await client.query<{ stream: string; version: number; hash: string }>({
    name: `heads ${schema}`,
    text: `select stream, version, encode(hash, 'hex') as hash from ${schema}.streams where stream = any($1)`,
    values: [streams],
  });
  return new Map(rows.map(({ stream, version, hash }) => [stream, { version, hash }]));
};

/** Looks at the streams first and at the commands after: a command that brought a stream where it is cannot be missed. */
export const lookAt = async (
  client: pg.Client,
  schema: string,
  appends: readonly PreparedAppend[],
): Promise<Stored> => {
  const heads = await readHeads(client, schema, [...new Set(appends.map(({ stream }) => stream))]);
  const commands = await commandRows(
    client,
    schema,
    appends.map(({ commandId }) => commandId),
  );
  const given = appends.flatMap(({ events }) => events.filter(({ givenId }) => givenId).map(({ id }) => id));
  const ids = await client.query<{ id: string }>({
    name: `ids ${schema}`,
    text: `select id from ${schema}.events where id = any($1::uuid[])`,
    values: [given],
  });
  return { heads, commands, ids: new Set(ids.rows.map(({ id }) => id)) };
};
