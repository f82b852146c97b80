import type { EventHistory } from '#kernel';

/** Every event is still in its first version. A later version adds its number here and the upcast from the one before. */
export const history: EventHistory = { versions: {}, upcasts: {} };
