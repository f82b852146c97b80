import type pg from 'pg';
import type { Appended } from '../port.js';
import { positionOf } from './position.js';

interface CommandRow {
  readonly commandId: string;
  readonly stream: string;
  readonly lastVersion: number;
  readonly events: number;
  readonly fingerprint: string;
  readonly generation: number;
  readonly xid: string;
  readonly ordinal: number;
}

const answerOf = (row: CommandRow): Appended => ({
  stream: row.stream,
  firstVersion: row.lastVersion - row.events + 1,
  lastVersion: row.lastVersion,
  position: positionOf(row),
  repeated: true,
  fingerprint: row.fingerprint,
});

/** The first answers to those of these commands that were ever taken. */
export const commandRows = async (
  connection: pg.Pool | pg.Client,
  schema: string,
  commandIds: readonly string[],
): Promise<ReadonlyMap<string, Appended>> => {
  const { rows } = await connection.query<CommandRow>({
    name: `commands ${schema}`,
    text: `select command_id as "commandId", stream, version as "lastVersion", command_events as events, fingerprint,
        generation, xid::text, ordinal
      from ${schema}.events where command_id = any($1)`,
    values: [commandIds],
  });
  return new Map(rows.map((row) => [row.commandId, answerOf(row)]));
};
