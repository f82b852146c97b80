import { type Decision, type Desk, refuse } from '#kernel';
import { type RuleBook, type RuleSet, addDays, addMonths, ageOn, dayOf, inForce, ruleSetName } from '#rules';
import type { GuardianshipEvent } from '../events.js';
import { inStateCare, runningPeriod } from '../periods.js';
import type { GuardianshipRefusal } from '../refusals.js';
import { type Guardianship, runningPlacement } from '../state.js';

export type Outcome = Decision<GuardianshipEvent, GuardianshipRefusal>;
export type GuardianshipDesk = Desk<RuleBook>;
type Parameters = NonNullable<RuleSet['guardianship']>;

/** The rules in force on the day of the act. */
export interface RulesInForce extends Parameters {
  /** `national@1`, as decisions cite it. */
  readonly name: string;
}

/** Everything a decision of this room looks at. */
export interface Sitting {
  readonly guardianship: Guardianship;
  readonly desk: GuardianshipDesk;
  readonly rules: RulesInForce;
}

export const rulesInForce = (desk: GuardianshipDesk): RulesInForce | undefined => {
  const ruleSet = inForce(desk.rules, 'national', desk.today);
  return ruleSet?.guardianship === undefined ? undefined : { ...ruleSet.guardianship, name: ruleSetName(ruleSet) };
};

export const inFuture = (day: string, desk: GuardianshipDesk): Outcome | undefined =>
  day > desk.today ? refuse('occurred-in-future', { day }) : undefined;

/** What a decision keeps of who took it, under which rules and on which law. */
export const decided = ({ desk, rules }: Sitting, basis: string, decidingBody: 'bureau' | 'court' = 'bureau') => ({
  decidedOn: desk.today,
  decidingBody,
  office: desk.actor.office,
  ruleSet: rules.name,
  basis,
});

/** Whether the child's view must be on record. A child whose age nobody knows is heard. */
export const mustBeHeard = ({ guardianship, desk, rules }: Sitting): boolean => {
  const { bornOn } = desk.facts.persons[guardianship.opened?.child.personId ?? ''] ?? {};
  return bornOn === undefined || ageOn(bornOn, desk.today) >= rules.heardFrom.age;
};

/** The child was heard about the change that is to come, and not about an earlier one. */
export const unheard = (sitting: Sitting): boolean =>
  mustBeHeard(sitting) && sitting.guardianship.childView === undefined;

/** Why the guardianship cannot change at this instant: it is over, or the act lies before what is already recorded. */
export const changeRefused = ({ guardianship, desk }: Sitting): Outcome | undefined => {
  const running = runningPeriod(guardianship.periods);
  if (running === undefined) return refuse('guardianship-ended');
  const latest = [running.from, runningPlacement(guardianship)?.from].reduce<string>(
    (last, instant) => (instant !== undefined && instant > last ? instant : last),
    '',
  );
  return desk.occurredAt < latest ? refuse('before-the-last-change', { from: latest }) : undefined;
};

/** The day on which the running guardianship began; undefined for the one the case found. */
export const guardedSince = ({ guardianship }: Sitting): string | undefined => {
  const from = runningPeriod(guardianship.periods)?.from;
  return from === undefined ? undefined : dayOf(from);
};

/** The placement that runs ends with the care of the State. */
export const placementOver = ({ guardianship, desk }: Sitting): readonly GuardianshipEvent[] => {
  const placement = runningPlacement(guardianship);
  return placement === undefined || !inStateCare(guardianship.periods)
    ? []
    : [{ type: 'PlacementEnded', placementId: placement.placementId, to: desk.occurredAt }];
};

/** 回访: the visits that follow when a child lives with a guardian again. */
export const followUps = ({ guardianship, desk, rules }: Sitting): readonly GuardianshipEvent[] =>
  rules.followUpMonths.map((months, index) => ({
    type: 'FollowUpScheduled',
    followUpId: `follow-up-${guardianship.trail.length}-${index + 1}`,
    dueOn: addMonths(desk.today, months),
  }));

/** The last day of a time given in days. */
export const daysFrom = (desk: GuardianshipDesk, days: number): string => addDays(desk.today, days);
