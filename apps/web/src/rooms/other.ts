import type { RoomScreen } from './room';

const nothing = () => null;

/** A case type whose room brings no screen of its own: forms come from the schemas alone. */
export const otherRoom: RoomScreen = {
  persons: () => [],
  steps: ({ stage }) => [{ stage, state: 'current' }],
  choices: () => ({}),
  freshIds: {},
  ownFields: {},
  fields: {},
  initial: () => ({}),
  facts: nothing,
  panels: nothing,
  Annex: nothing,
};
