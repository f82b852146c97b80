import { z } from 'zod';
import type { Day, Instant } from '#kernel';
import {
  benefitStandardSchema,
  calendarYearSchema,
  delegationSchema,
  governingSchema,
  jurisdictions,
  ruleSetSchema,
  type BenefitStandard,
  type Calendar,
  type DecidingLevel,
  type Delegation,
  type Frozen,
  type Jurisdiction,
  type ReliefScheme,
  type RuleBook,
  type RuleSet,
} from './types.js';

/** Events of the rules' own stream: which rule was in force is answered by the log. */
export const ruleEventSchemas = {
  RuleSetPublished: z.object({ type: z.literal('RuleSetPublished'), ruleSet: ruleSetSchema }),
  CalendarPublished: z.object({ type: z.literal('CalendarPublished'), calendarYear: calendarYearSchema }),
  BenefitStandardPublished: z.object({ type: z.literal('BenefitStandardPublished'), standard: benefitStandardSchema }),
  DelegationPublished: z.object({ type: z.literal('DelegationPublished'), delegation: delegationSchema }),
  GoverningRulesChosen: z.object({ type: z.literal('GoverningRulesChosen'), governing: governingSchema }),
} as const;

type RuleEventSchemas = typeof ruleEventSchemas;
export type RuleEvent = Frozen<
  {
    [Name in keyof RuleEventSchemas]: z.infer<RuleEventSchemas[Name]>;
  }[keyof RuleEventSchemas]
>;

/** Nothing published yet; the national rules govern until something else is chosen. */
export const emptyRuleBook: RuleBook = {
  ruleSets: [],
  governing: { jurisdiction: 'national' },
  calendar: { years: {} },
  standards: [],
  delegations: [],
};

const replaced = <Entry>(entries: readonly Entry[], entry: Entry, key: (one: Entry) => string): readonly Entry[] => [
  ...entries.filter((one) => key(one) !== key(entry)),
  entry,
];

/**
 * The rule book after one more event. `publishedAt` is given for what is published while the bureau is at work: clocks
 * that closed before keep the calendar they were counted by.
 */
export const withRuleEvent = (book: RuleBook, event: RuleEvent, publishedAt?: Instant): RuleBook => {
  switch (event.type) {
    case 'RuleSetPublished':
      // A version that cases may have pinned never changes: a second publication of it is ignored.
      return pinned(book, ruleSetName(event.ruleSet)) !== undefined
        ? book
        : { ...book, ruleSets: [...book.ruleSets, event.ruleSet] };
    case 'CalendarPublished':
      return {
        ...book,
        ...(publishedAt === undefined
          ? {}
          : {
              replacedCalendars: [...(book.replacedCalendars ?? []), { until: publishedAt, calendar: book.calendar }],
            }),
        calendar: {
          years: {
            ...book.calendar.years,
            [event.calendarYear.year]: event.calendarYear,
          },
        },
      };
    case 'BenefitStandardPublished':
      return { ...book, standards: replaced(book.standards, event.standard, (one) => one.standardId) };
    case 'DelegationPublished':
      return { ...book, delegations: replaced(book.delegations, event.delegation, (one) => one.delegationId) };
    case 'GoverningRulesChosen':
      return { ...book, governing: event.governing };
    default:
      return event satisfies never;
  }
};

/** The rule book after these events. The later publication of a year, standard or delegation replaces the earlier. */
export const foldRuleBook = (events: Iterable<RuleEvent>, start: RuleBook = emptyRuleBook): RuleBook => {
  let book = start;
  for (const event of events) book = withRuleEvent(book, event);
  return book;
};

/** The calendar by which a clock that closed then was counted; the present one for a clock that is open. */
export const calendarAt = (book: RuleBook, closedAt: Instant | undefined): Calendar =>
  (closedAt === undefined ? undefined : book.replacedCalendars?.find(({ until }) => closedAt < until))?.calendar ??
  book.calendar;

/** `chongqing@1`, the form in which decisions and letters cite a rule set. */
export const ruleSetName = (ruleSet: Pick<RuleSet, 'id' | 'version'>): string => `${ruleSet.id}@${ruleSet.version}`;

const newest = <Entry extends { readonly effectiveFrom: Day }>(entries: readonly Entry[]): Entry | undefined =>
  entries.reduce<Entry | undefined>(
    (latest, entry) => (latest === undefined || entry.effectiveFrom >= latest.effectiveFrom ? entry : latest),
    undefined,
  );

/** The jurisdiction's rule set in force on the day; undefined before its first one. */
export const inForce = (book: RuleBook, jurisdiction: Jurisdiction, day: Day): RuleSet | undefined =>
  newest(book.ruleSets.filter((ruleSet) => ruleSet.id === jurisdiction && ruleSet.effectiveFrom <= day));

/** The jurisdiction's rule sets that were in force on some day from the first to the last. */
export const inForceWithin = (
  book: RuleBook,
  jurisdiction: Jurisdiction,
  { first, last }: { readonly first: Day; readonly last: Day },
): readonly RuleSet[] => {
  const own = book.ruleSets.filter((ruleSet) => ruleSet.id === jurisdiction && ruleSet.effectiveFrom <= last);
  return own.filter(
    ({ effectiveFrom }) =>
      effectiveFrom >= first ||
      !own.some((other) => other.effectiveFrom > effectiveFrom && other.effectiveFrom <= first),
  );
};

/** The rule set of this name (`chongqing@1`), whether still in force or not. */
export const pinned = (book: RuleBook, name: string): RuleSet | undefined =>
  book.ruleSets.find((ruleSet) => ruleSetName(ruleSet) === name);

/** The jurisdiction whose parameters decide for the scheme. */
export const governingJurisdiction = (book: RuleBook, scheme: ReliefScheme): Jurisdiction =>
  book.governing.schemes?.[scheme] ?? book.governing.jurisdiction;

/** The rule set that decides parameters for the scheme on the day; for a case: the day of acceptance. */
export const governingRuleSet = (book: RuleBook, scheme: ReliefScheme, day: Day): RuleSet | undefined =>
  inForce(book, governingJurisdiction(book, scheme), day);

/**
 * The rule set under which a case accepted on `acceptedOn` runs on `day`: the one of its acceptance, until a later
 * version says that open cases move.
 */
export const ruleSetOfCase = (
  book: RuleBook,
  jurisdiction: Jurisdiction,
  acceptedOn: Day,
  day: Day,
): RuleSet | undefined =>
  newest(
    book.ruleSets.filter(
      (ruleSet) =>
        ruleSet.id === jurisdiction &&
        ruleSet.effectiveFrom <= day &&
        ruleSet.effectiveFrom > acceptedOn &&
        ruleSet.transition.openCases === 'move',
    ),
  ) ?? inForce(book, jurisdiction, acceptedOn);

/** Names of all rule sets that run side by side on a case accepted that day. */
export const ruleSetsOfCase = (book: RuleBook, acceptedOn: Day): readonly string[] =>
  jurisdictions.flatMap((jurisdiction) => {
    const ruleSet = inForce(book, jurisdiction, acceptedOn);
    return ruleSet === undefined ? [] : [ruleSetName(ruleSet)];
  });

const schemesWithDibaoStandard: readonly ReliefScheme[] = ['temporaryRelief', 'nearThreshold', 'rigidExpenditure'];

/** The standard in force for the scheme on the day. Schemes without one of their own are measured by the dibao standard. */
export const standardFor = (
  book: RuleBook,
  scheme: ReliefScheme,
  day: Day,
  area: 'urban' | 'rural' = 'urban',
): BenefitStandard | undefined => {
  const measuredBy = schemesWithDibaoStandard.includes(scheme) ? 'dibao' : scheme;
  return newest(
    book.standards.filter(
      (standard) =>
        standard.scheme === measuredBy &&
        (standard.area === 'all' || standard.area === area) &&
        standard.effectiveFrom <= day,
    ),
  );
};

export interface DecisionAtStake {
  readonly scheme: ReliefScheme;
  readonly amountFen: number;
  readonly kind?: Delegation['kind'];
  readonly day: Day;
}

export interface Decider {
  readonly level: DecidingLevel;
  /** Absent where the bureau decides by law. */
  readonly delegationId: string | undefined;
}

const inRegister = (book: RuleBook, { scheme, kind, day }: DecisionAtStake): readonly Delegation[] => {
  const open = book.delegations.filter(
    (delegation) =>
      delegation.scheme === scheme &&
      delegation.effectiveFrom <= day &&
      (delegation.effectiveTo === undefined || day <= delegation.effectiveTo),
  );
  const named = open.filter((delegation) => delegation.kind !== undefined && delegation.kind === kind);
  return named.length > 0 ? named : open.filter((delegation) => delegation.kind === undefined);
};

/**
 * Who decides: the lowest level that the delegation register allows on the day, otherwise the bureau (649号令 §11).
 * An entry that names the kind of decision goes before the entries for the whole scheme.
 */
export const decidingLevel = (book: RuleBook, atStake: DecisionAtStake): Decider => {
  const matching = inRegister(book, atStake).filter(
    ({ maxAmountFen }) => maxAmountFen === undefined || atStake.amountFen <= maxAmountFen,
  );
  const delegation = newest(matching.filter((one) => one.level === 'townOffice')) ?? newest(matching);
  return delegation === undefined
    ? { level: 'bureau', delegationId: undefined }
    : { level: delegation.level, delegationId: delegation.delegationId };
};
