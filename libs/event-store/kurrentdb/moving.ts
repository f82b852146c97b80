import { AppendsOfRows, ChainBroken, Ends, type StoredAppend } from '../moving.js';
import type { Position } from '../port.js';
import { eventIdOf } from '../prepare.js';
import { sessionOf } from './appends.js';
import type { Connection } from './connection.js';
import { Overtaken } from './failures.js';
import { readEnd, readLast, readRecords } from './reading.js';

const recordsPerRead = 1_000;

/** Every append after a place, whole, in the order of the log. */
export async function* appendsOf(connection: Connection, start?: Position): AsyncGenerator<readonly StoredAppend[]> {
  const end = await readEnd(connection);
  const assembled = new AppendsOfRows();
  for (let after = start; ;) {
    const { records, through, caughtUp } = await readRecords(connection, { after, limit: recordsPerRead });
    yield records.flatMap((record) => assembled.take(record) ?? []);
    if (caughtUp || through >= end) return;
    after = through;
  }
}

/**
 * Stores appends of another log as they are, one session each, so that their order stays.
 * @throws ChainBroken when an event does not follow on what its stream holds here
 */
export const adoptAppends = async (connection: Connection, appends: readonly StoredAppend[]): Promise<void> => {
  const ends = new Ends();
  for (const { stream, commandId, fingerprint, events } of appends) {
    const [first] = events;
    if (first === undefined) continue;
    if (ends.of(stream).version === 0 && first.version > 1) {
      const last = await readLast(connection, stream);
      if (last !== undefined) ends.begin(stream, last);
    }
    for (const event of events) ends.follow(event);
    const given = events.flatMap(({ id }, index) => (id === eventIdOf(commandId, index) ? [] : [id]));
    const session = sessionOf(stream, first.version, events, { id: commandId, fingerprint }, given);
    try {
      await connection.use((client) => client.multiStreamAppend(session));
    } catch (error) {
      throw error instanceof Overtaken ? new ChainBroken(first) : error;
    }
  }
};
