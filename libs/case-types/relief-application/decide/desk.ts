import type { Decision, Desk, SharedEvent } from '#kernel';
import { type BenefitCalculation, type RuleBook, type RuleSet, decidingLevel, governingRuleSet, pinned } from '#rules';
import type { ReliefEvent } from '../events.js';
import type { ReliefRefusal } from '../refusals.js';
import { type Relief, kindOf, schemeOf } from '../state.js';

/** The room raises and clears flags of its own: the acts that every case shares are among its events. */
export type ReliefDecision = readonly (ReliefEvent | SharedEvent)[];
export type Outcome = Decision<ReliefEvent | SharedEvent, ReliefRefusal>;
export type ReliefDesk = Desk<RuleBook>;

/** The rule set that decides parameters: pinned at acceptance, before it the one in force today. */
export const rulesFor = (relief: Relief, desk: ReliefDesk): RuleSet | undefined =>
  (relief.ruleSet === undefined ? undefined : pinned(desk.rules, relief.ruleSet)) ??
  governingRuleSet(desk.rules, schemeOf(relief), desk.today);

export const isEmergency = (relief: Relief): boolean => kindOf(relief) === 'emergency';

export const distinct = (officers: readonly string[]): number => new Set(officers).size;

export const isRelated = (relief: Relief, officer: string): boolean =>
  relief.staffRelations.some((relation) => relation.officer === officer);

export const levelFor = (relief: Relief, desk: ReliefDesk, amountFen: number) => {
  const kind = kindOf(relief);
  return decidingLevel(desk.rules, { scheme: schemeOf(relief), amountFen, kind, day: desk.today });
};

export const bodyOf = (desk: ReliefDesk): 'townOffice' | 'bureau' =>
  desk.actor.role === 'bureauLeader' || desk.actor.role === 'bureauOfficer' ? 'bureau' : 'townOffice';

/** Stored events are plain mutable data by their schema; the arithmetic answers read-only data. */
export const storedCalculation = (calculation: BenefitCalculation): CalculatedEvent['calculation'] => ({
  ...calculation,
  lines: calculation.lines.map((line) => ({ ...line, note: { ...line.note } })),
});
type CalculatedEvent = Extract<ReliefEvent, { type: 'BenefitCalculated' }>;
