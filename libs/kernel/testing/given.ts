import type { CaseType, Message } from '../case-type.js';
import { isRefusal } from '../decision.js';
import type { Desk, Stamp } from '../desk.js';

/** An event together with when it happened; the day is counted in Asia/Shanghai by the caller. */
export interface Happened<Event> {
  readonly event: Event;
  readonly stamp: Stamp;
}

/**
 * A decision as a caseworker would tell it:
 * `given(...).when(command, desk).then([...])` or `.thenRefuses('home-visit-needs-two-officers')`.
 */
export const scenario = <
  Command extends Message,
  Event extends Message,
  State,
  Stage extends string,
  Reason extends string,
  Rules,
>(
  room: Pick<CaseType<Command, Event, State, Stage, Reason, Rules>, 'initial' | 'evolve' | 'decide'>,
) => ({
  given: (events: readonly Happened<Event>[]) => {
    const state = events.reduce((folded, { event, stamp }) => room.evolve(folded, event, stamp), room.initial);
    return {
      state,
      when: (command: Command, desk: Desk<Rules>) => {
        const decision = room.decide(command, state, desk);
        return {
          decision,
          then: (expected: readonly Event[]) => expect(decision).toEqual(expected),
          thenMatches: (expected: readonly object[]) => expect(decision).toMatchObject(expected),
          thenRefuses: (reason: Reason) => expect(isRefusal(decision) ? decision.refused : decision).toBe(reason),
          thenNothing: () => expect(decision).toEqual([]),
        };
      },
    };
  },
});
