import { z } from 'zod';
import { type Refusal, refuse } from '#kernel';
import { ruleSetName, withRuleEvent } from './rule-book.js';
import {
  type Calendar,
  type ClockRule,
  type Frozen,
  type RuleBook,
  type RuleSet,
  calendarYearSchema,
  clockRuleSchema,
  clockUnits,
  ruleSetSchema,
} from './types.js';

/** What is changed of one clock, under every rule set that holds it; what is left out stays. */
const clockChangeSchema = z
  .strictObject({
    amount: z.int().min(0).max(10_000).optional(),
    unit: z.enum(clockUnits).optional(),
    extensionToAmount: z.int().positive().max(10_000).optional(),
    /** Extensions that were granted count for nothing. */
    noExtension: z.literal(true).optional(),
  })
  .refine(({ extensionToAmount, noExtension }) => extensionToAmount === undefined || noExtension === undefined, {
    error: 'extension-both-changed-and-taken-away',
  });
type ClockChange = Frozen<z.infer<typeof clockChangeSchema>>;

/** Other rules than those in force, to see what they would have meant. They hold as if they had always been there. */
export const ruleChangeSchema = z
  .strictObject({
    calendarYears: z.array(calendarYearSchema).min(1).max(20).optional(),
    /** A rule set of a name that is in force stands in its place. */
    ruleSets: z.array(ruleSetSchema).min(1).max(6).optional(),
    clocks: z.record(z.string().max(60), clockChangeSchema).optional(),
    /** For every clock that counts in days or months. */
    rollsOverRestDay: z.boolean().optional(),
  })
  .refine((change) => Object.values(change).some((one) => one !== undefined), { error: 'change-says-nothing' });
export type RuleChange = Frozen<z.infer<typeof ruleChangeSchema>>;

export type RuleChangeRefusal =
  'clock-id-taken' | 'unknown-clock' | 'clock-change-not-valid' | 'clock-has-no-extension';

const withYears = (calendar: Calendar, years: RuleChange['calendarYears'] = []): Calendar => ({
  years: { ...calendar.years, ...Object.fromEntries(years.map((year) => [year.year, year])) },
});

/** With new rule sets; one of a name that is already there takes its place. */
const withRuleSets = (book: RuleBook, ruleSets: readonly RuleSet[] = []): RuleBook => {
  const names = new Set(ruleSets.map(ruleSetName));
  const others = { ...book, ruleSets: book.ruleSets.filter((one) => !names.has(ruleSetName(one))) };
  return ruleSets.reduce<RuleBook>((so, ruleSet) => withRuleEvent(so, { type: 'RuleSetPublished', ruleSet }), others);
};

/** A clock that rule sets of two jurisdictions hold. */
const takenTwice = ({ ruleSets }: RuleBook): string | undefined => {
  const holders = new Map<string, string>();
  for (const { id, clocks } of ruleSets)
    for (const { clock } of clocks) {
      if ((holders.get(clock) ?? id) !== id) return clock;
      holders.set(clock, id);
    }
  return undefined;
};

const changed = (
  rule: ClockRule,
  { amount = rule.amount, unit = rule.unit, extensionToAmount, noExtension }: ClockChange,
  rollsOver: boolean | undefined,
): ClockRule | Refusal<RuleChangeRefusal> => {
  const { extension, ...rest } = rule;
  if (extension === undefined && extensionToAmount !== undefined)
    return refuse('clock-has-no-extension', { clock: rule.clock });
  const longer = extension &&
    noExtension !== true && { ...extension, toAmount: extensionToAmount ?? extension.toAmount };
  const parsed = clockRuleSchema.safeParse({
    ...rest,
    amount,
    unit,
    // Hours run through rest days whatever is asked of the others.
    rollsOverRestDay: unit !== 'hours' && (rollsOver ?? rule.rollsOverRestDay),
    ...(longer ? { extension: longer } : {}),
  });
  return parsed.success ? parsed.data : refuse('clock-change-not-valid', { clock: rule.clock });
};

/**
 * The rule book as if the change had always been in force: also what was counted by a calendar since replaced is
 * counted by the changed one.
 * @returns a refusal that names the clock where a change of it does not fit
 */
export const withChange = (book: RuleBook, change: RuleChange): RuleBook | Refusal<RuleChangeRefusal> => {
  const base = withRuleSets(book, change.ruleSets);
  const taken = takenTwice(base);
  if (taken !== undefined) return refuse('clock-id-taken', { clock: taken });
  const held = new Set(base.ruleSets.flatMap(({ clocks }) => clocks.map(({ clock }) => clock)));
  const unknown = Object.keys(change.clocks ?? {}).find((clock) => !held.has(clock));
  if (unknown !== undefined) return refuse('unknown-clock', { clock: unknown });
  const ruleSets: RuleSet[] = [];
  for (const ruleSet of base.ruleSets) {
    const clocks: ClockRule[] = [];
    for (const rule of ruleSet.clocks) {
      const after = changed(rule, change.clocks?.[rule.clock] ?? {}, change.rollsOverRestDay);
      if ('refused' in after) return after;
      clocks.push(after);
    }
    ruleSets.push({ ...ruleSet, clocks });
  }
  return {
    ...base,
    ruleSets,
    calendar: withYears(base.calendar, change.calendarYears),
    replacedCalendars: (base.replacedCalendars ?? []).map(({ until, calendar }) => ({
      until,
      calendar: withYears(calendar, change.calendarYears),
    })),
  };
};
