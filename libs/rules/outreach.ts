import { z } from 'zod';
import type { Day } from '#kernel';
import { ageOn } from './days.js';

const points = z.int().min(0).max(100);
const article = z.string().min(1);

export const outreachParametersSchema = z.strictObject({
  /** 易走失人员名单: the month in which the list of each half-year is compiled and sent. */
  wanderList: z.strictObject({
    firstHalfMonth: z.int().min(1).max(12),
    secondHalfMonth: z.int().min(1).max(12),
    article,
  }),
  /** Comparison of unidentified persons with listed ones. */
  wanderMatch: z.strictObject({
    /** Most points for each likeness; together at most 100. */
    points: z.strictObject({ name: points, features: points, age: points, place: points, sex: points }),
    /** Years by which an estimated age may be wrong. */
    ageToleranceYears: z.int().min(0).max(30),
    /** Fewer points than this are no proposal. */
    proposeFrom: points,
    maxProposals: z.int().positive(),
    article,
  }),
});
export type OutreachParameters = z.infer<typeof outreachParametersSchema>;

/** `2026-H2` as the first day of the month in which its list is compiled. */
export const listMonthStart = (halfYear: string, { wanderList }: OutreachParameters): Day => {
  const month = halfYear.endsWith('H1') ? wanderList.firstHalfMonth : wanderList.secondHalfMonth;
  return `${halfYear.slice(0, 4)}-${String(month).padStart(2, '0')}-01`;
};

/** What is known of somebody who cannot say who he or she is. */
export interface UnidentifiedPerson {
  readonly sex?: 'male' | 'female';
  /** As estimated, in full years. */
  readonly age?: { readonly from: number; readonly to: number };
  readonly alias?: string;
  /** Looks, clothes, speech, habits, in free words. */
  readonly description?: string;
  readonly foundAt?: string;
}

/** A person of some town office's list of persons prone to wander. */
export interface ListedPerson {
  readonly personId: string;
  readonly name: string;
  readonly sex?: 'male' | 'female';
  readonly bornOn?: Day;
  readonly features?: string;
  readonly lastSeenAround?: string;
}

export const matchLikenesses = ['name', 'features', 'age', 'place', 'sex'] as const;
export type MatchLikeness = (typeof matchLikenesses)[number];

/** Why points were given; `shared` are the words both sides have, personal as the words themselves. */
export interface MatchReason {
  readonly likeness: MatchLikeness;
  readonly points: number;
  readonly shared: readonly string[];
}

/** A listed person who may be the unidentified one. Somebody has to find out; the score decides nothing. */
export interface MatchProposal {
  readonly personId: string;
  /** 0 to 100. */
  readonly score: number;
  readonly reasons: readonly MatchReason[];
}

const shortestSharedWord = 2;

/** What people say in place of a name; left out on both sides. */
const familiar = /[老小阿大爷伯叔婆奶姨嫂哥姐妹弟婶娃某]/gu;

const written = (text: string): string => text.replaceAll(/[^\p{Letter}\p{Number}]/gu, '');

/** The longest words of `left` that `right` has too, from left to right. Chinese is written without spaces. */
const sharedWords = (left: string, right: string): readonly string[] => {
  const words: string[] = [];
  for (let start = 0; start < left.length;) {
    let end = start;
    while (end < left.length && right.includes(left.slice(start, end + 1))) end += 1;
    if (end - start >= shortestSharedWord) words.push(left.slice(start, end));
    start = Math.max(end, start + 1);
  }
  return words;
};

const reason = (
  likeness: MatchLikeness,
  share: number,
  most: number,
  shared: readonly string[] = [],
): readonly MatchReason[] => {
  const given = Math.round(Math.min(share, 1) * most);
  return given === 0 ? [] : [{ likeness, points: given, shared }];
};

/** The share of the shorter text that the other one has too. */
const likeWords = (
  likeness: MatchLikeness,
  left: string | undefined,
  right: string | undefined,
  most: number,
): readonly MatchReason[] => {
  const [one, other] = [written(left ?? ''), written(right ?? '')];
  const shared = sharedWords(one, other);
  const shorter = Math.min(one.length, other.length);
  return shorter === 0 ? [] : reason(likeness, shared.join('').length / shorter, most, shared);
};

const nameCharacters = (text: string): readonly string[] => [...new Set(written(text).replaceAll(familiar, ''))];

/** Surname or given name is enough for a part of the points: an alias is seldom a whole name. */
const likeName = (alias: string | undefined, name: string, most: number): readonly MatchReason[] => {
  const [known, listed] = [nameCharacters(alias ?? ''), nameCharacters(name)];
  const shared = known.filter((character) => listed.includes(character));
  const longer = Math.max(known.length, listed.length);
  return longer === 0 ? [] : reason('name', shared.length / longer, most, shared);
};

/** Years by which the age on that day lies outside the estimate; 0 within it. */
const yearsOff = (age: { readonly from: number; readonly to: number }, bornOn: Day, on: Day): number => {
  const years = ageOn(bornOn, on);
  return Math.max(age.from - years, years - age.to, 0);
};

const proposalFor = (
  person: UnidentifiedPerson,
  listed: ListedPerson,
  { points: most, ageToleranceYears }: OutreachParameters['wanderMatch'],
  on: Day,
): MatchProposal | undefined => {
  if (person.sex !== undefined && listed.sex !== undefined && person.sex !== listed.sex) return undefined;
  const off =
    person.age === undefined || listed.bornOn === undefined ? undefined : yearsOff(person.age, listed.bornOn, on);
  if (off !== undefined && off > 2 * ageToleranceYears) return undefined;
  const reasons = [
    ...likeName(person.alias, listed.name, most.name),
    ...likeWords('features', person.description, listed.features, most.features),
    ...(off === undefined ? [] : reason('age', off <= ageToleranceYears ? 1 : 0.5, most.age)),
    ...likeWords('place', person.foundAt, listed.lastSeenAround, most.place),
    ...(person.sex === undefined || listed.sex === undefined ? [] : reason('sex', 1, most.sex)),
  ];
  return { personId: listed.personId, score: reasons.reduce((sum, one) => sum + one.points, 0), reasons };
};

/**
 * Listed persons who may be the unidentified one, the likeliest first, each with the reasons of its score.
 * Another sex, or an age further off than twice the tolerance, rules somebody out. `on` is the day the age was estimated.
 */
export const proposeMatches = (
  person: UnidentifiedPerson,
  listed: readonly ListedPerson[],
  { wanderMatch }: OutreachParameters,
  on: Day,
): readonly MatchProposal[] =>
  listed
    .flatMap((one) => proposalFor(person, one, wanderMatch, on) ?? [])
    .filter(({ score }) => score >= wanderMatch.proposeFrom)
    .sort((one, other) => other.score - one.score || (one.personId < other.personId ? -1 : 1))
    .slice(0, wanderMatch.maxProposals);
