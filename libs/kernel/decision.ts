import type { JsonObject } from './json.js';

/** An expected "no": a value, never an exception. `refused` is stable kebab-case. */
export interface Refusal<Reason extends string = string> {
  readonly refused: Reason;
  /** Figures and names the screen needs to explain the reason; never personal. */
  readonly detail?: JsonObject;
}

/** What happened, or why not. No events at all means that the command was already fulfilled. */
export type Decision<Event, Reason extends string = string> = readonly Event[] | Refusal<Reason>;

export const refuse = <Reason extends string>(refused: Reason, detail?: JsonObject): Refusal<Reason> =>
  detail === undefined ? { refused } : { refused, detail };

export const isRefusal = <Event, Reason extends string>(
  decision: Decision<Event, Reason>,
): decision is Refusal<Reason> => 'refused' in decision;
