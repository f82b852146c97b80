import type { EventHistory, JsonObject } from '#kernel';
import type { StoredEvent } from './port.js';

/** A stored event of a version that the code does not know. Names the event, never its data. */
export class UnknownEventVersion extends Error {
  constructor(
    readonly event: Pick<StoredEvent, 'stream' | 'version' | 'id' | 'type' | 'schemaVersion'>,
    readonly known: number,
  ) {
    super(
      `${event.type} in version ${event.schemaVersion} cannot be read, version ${known} is known ` +
        `(event ${event.id}, number ${event.version} of ${event.stream})`,
    );
    this.name = 'UnknownEventVersion';
  }
}

/**
 * The data of a stored event in the version that is written today; what is stored stays as it is.
 * Works on sealed data as well as on opened.
 * @throws UnknownEventVersion when the event is newer than the code, or a step up to today's version is missing
 */
export const upcast = (
  history: EventHistory,
  event: Pick<StoredEvent, 'stream' | 'version' | 'id' | 'type' | 'schemaVersion' | 'data'>,
): JsonObject => {
  const current = history.versions[event.type] ?? 1;
  if (event.schemaVersion < 1 || event.schemaVersion > current) throw new UnknownEventVersion(event, current);
  let data = event.data;
  for (let version = event.schemaVersion; version < current; version += 1) {
    const step = history.upcasts[event.type]?.[version];
    if (step === undefined) throw new UnknownEventVersion(event, current);
    data = step(data);
  }
  return data;
};
