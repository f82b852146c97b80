import type { CaseFile } from '../case-queries.js';
import { stampOf } from '../case-reader.js';

/** The stage that each event of the case left it in, in the order of the events. */
export const stagesAlong = ({ room, events }: Pick<CaseFile, 'room' | 'events'>): readonly string[] => {
  let state: unknown = room.initial;
  return events.map(({ event, stored }) => {
    state = room.evolve(state, event, stampOf(stored));
    return room.stageOf(state);
  });
};
