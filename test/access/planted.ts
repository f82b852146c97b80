import { randomUUID } from 'node:crypto';
import { streamOf } from '#case-desk';
import { type AnyCaseType, type JsonObject, personalPaths } from '#kernel';
import type { Happened } from '#kernel/testing/given.js';
import type { TestApp } from '../app.js';

export type Walk = readonly Happened<{ readonly type: string }>[];

/** The state that a walk leaves. */
export const stateAfter = (room: AnyCaseType, walk: Walk): unknown =>
  walk.reduce<unknown>((state, { event, stamp }) => room.evolve(state, event, stamp), room.initial);

/**
 * The shortest beginnings of the walks that lead to the command: one for every list of roles that a stage gives it,
 * so that no row of the stage table which differs from the others is left out.
 */
export const beginnings = (room: AnyCaseType, walks: readonly Walk[], command: string): readonly Walk[] => {
  const found = new Map<string, Walk>();
  for (const walk of walks) {
    let state: unknown = room.initial;
    for (const [index, { event, stamp }] of walk.entries()) {
      state = room.evolve(state, event, stamp);
      const allowed = room.stages[room.stageOf(state)]?.commands[command];
      const rows = allowed?.toSorted().join();
      if (rows !== undefined && index + 1 < (found.get(rows)?.length ?? Infinity))
        found.set(rows, walk.slice(0, index + 1));
    }
  }
  return [...found.values()];
};

/** Puts a case as the walk left it into the log, as the desk would have stored it. @returns its id */
export const plant = async ({ system }: TestApp, room: AnyCaseType, walk: Walk): Promise<string> => {
  const caseId = randomUUID();
  const sealed = await system.personal.seal(
    walk.map(({ event: { type, ...data } }) => ({
      data: JSON.parse(JSON.stringify(data)) as JsonObject,
      paths: personalPaths(schemaOf(room, type)),
      subject: `case-${caseId}`,
    })),
  );
  const commandId = randomUUID();
  await system.store.append(
    streamOf(room.type, caseId),
    'none',
    walk.map(({ event: { type }, stamp }, index) => ({
      type,
      schemaVersion: room.history.versions[type] ?? 1,
      data: sealed[index] ?? {},
      metadata: { actor: { ...stamp.actor }, occurredAt: stamp.occurredAt, commandId, correlationId: commandId },
    })),
    { commandId },
  );
  return caseId;
};

export const schemaOf = ({ events, type: room }: AnyCaseType, type: string): AnyCaseType['events'][string] => {
  const schema = events[type];
  if (schema === undefined) throw new Error(`${room} has no event ${type}`);
  return schema;
};
