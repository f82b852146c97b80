import { type Day, type Decision, type Desk, type Refusal, type SharedEvent, refuse } from '#kernel';
import { type RuleBook, type RuleSet, ageOn, inForce, pinned } from '#rules';
import type { TransientEvent } from '../events.js';
import type { TransientRefusal } from '../refusals.js';
import { type AgeGroup, type Transient, isLinked, isMinor, personOf } from '../state.js';

export type Outcome = Decision<TransientEvent | SharedEvent, TransientRefusal>;
export type Refused = Refusal<TransientRefusal> | undefined;
export type TransientDesk = Desk<RuleBook>;
export type Parameters = NonNullable<RuleSet['transient']>;

/** The rule set of the case: pinned at entry, before it the one in force today. */
export const ruleSetFor = (transient: Transient, desk: TransientDesk): RuleSet | undefined =>
  (transient.ruleSet === undefined ? undefined : pinned(desk.rules, transient.ruleSet)) ??
  inForce(desk.rules, 'national', desk.today);

export const notAfterToday = (day: Day, desk: TransientDesk): Refused =>
  day > desk.today ? refuse('occurred-in-future', { day }) : undefined;

export const ageGroupAt = (age: number, { minors, collected, elderly }: Parameters): AgeGroup => {
  if (age < collected.belowAge) return 'child';
  if (age < minors.belowAge) return 'youth';
  return age >= elderly.fromAge ? 'elderly' : 'adult';
};

/** By the day of birth where the registry knows it, by appearance where not; nothing when neither is known. */
export const ageGroupOf = (
  personId: string,
  apparentAge: number | undefined,
  rules: Parameters,
  desk: TransientDesk,
): AgeGroup | undefined => {
  const bornOn = desk.facts.persons[personId]?.bornOn;
  const age = bornOn === undefined ? apparentAge : ageOn(bornOn, desk.today);
  return age === undefined ? undefined : ageGroupAt(age, rules);
};

/** How old the person is today, as far as known: a youth may have come of age in the station. */
export const ageGroupNow = (transient: Transient, rules: Parameters, desk: TransientDesk): AgeGroup =>
  ageGroupOf(personOf(transient) ?? '', undefined, rules, desk) ?? transient.ageGroup;

/** A minor is shown by the family name only. */
export const titleFor = (name: string, ageGroup: AgeGroup): string =>
  isMinor(ageGroup) ? `${[...name][0] ?? ''}某` : name;

export interface Entry {
  readonly capacity: Transient['capacity'];
  readonly consent: boolean;
  readonly escortGround?: 'minor' | 'incapable' | undefined;
}

/** Help is voluntary: nobody is brought in without consent or a ground of the law (国务院令第381号 §3, §5). */
export const entryRefusal = ({ capacity, consent, escortGround }: Entry, ageGroup: AgeGroup): Refused => {
  if (escortGround === 'minor' && !isMinor(ageGroup)) return refuse('ground-does-not-fit');
  if (escortGround === 'incapable' && capacity === 'full') return refuse('ground-does-not-fit');
  return consent || escortGround !== undefined ? undefined : refuse('consent-needed');
};

/** What must be settled before a minor leaves the station's care, on whatever path. */
export const minorRefusal = (transient: Transient, ageGroup: AgeGroup): Refused => {
  if (!isMinor(ageGroup)) return undefined;
  if (!isLinked(transient, 'guardianship')) return refuse('guardianship-case-not-linked');
  const told = transient.policeReports.some(({ ground }) => ground === 'trafficking' || !transient.separatedCompanion);
  return told ? undefined : refuse('police-not-informed');
};

/** Who may not go alone: minors, and adults who cannot look after themselves. */
export const aloneRefusal = (transient: Transient, ageGroup: AgeGroup): Refused => {
  if (isMinor(ageGroup)) return refuse('minor-never-alone');
  return transient.capacity === 'full' ? undefined : refuse('incapable-never-alone');
};
