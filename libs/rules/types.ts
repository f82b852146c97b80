import { z } from 'zod';
import { roles } from '#kernel';
import { isDay } from './days.js';
import { guardianshipParametersSchema } from './guardianship.js';
import { outreachParametersSchema } from './outreach.js';
import { transientParametersSchema } from './transient.js';

/*
 * The vocabulary of rules as data. A schema is the single source: what is published as an event, what the room reads
 * and what a form asks for are the same shape.
 */

/** The same type, read-only all the way down. */
export type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T;

/** A day as people enter it, from 1900 to 2199: far enough from the ends of the calendar to count from. */
export const daySchema = z.iso.date().refine(isDay, 'day-out-of-range');
export const monthSchema = z.string().regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/);

/** An amount of money in 分, never negative. At most 100 million CNY, so that sums stay exact. */
export const fenSchema = z.int().min(0).max(10_000_000_000);

export const labelSchema = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

/** How well founded a figure is: a text says so, well known, or to be settled by the bureau. */
export const evidenceSchema = z.enum(['cited', 'known', 'uncertain']);
export type Evidence = z.infer<typeof evidenceSchema>;

export const reliefSchemes = [
  'dibao',
  'destituteSupport',
  'temporaryRelief',
  'nearThreshold',
  'rigidExpenditure',
  'disabilityAllowance',
  'childBenefit',
] as const;
export const reliefSchemeSchema = z.enum(reliefSchemes);
export type ReliefScheme = z.infer<typeof reliefSchemeSchema>;

export const temporaryReliefKindSchema = z.enum(['emergency', 'expenditure']);
export type TemporaryReliefKind = z.infer<typeof temporaryReliefKindSchema>;

// Calendar

/** One year of the State Council's holiday arrangement. */
export const calendarYearSchema = z
  .strictObject({
    year: z.int().min(1990).max(2200),
    source: z.string().min(1),
    /** Mondays to Fridays off. */
    restDays: z.array(daySchema),
    /** Saturdays and Sundays worked (调休工作日). */
    workDays: z.array(daySchema),
  })
  .refine((calendarYear) =>
    [...calendarYear.restDays, ...calendarYear.workDays].every((day) => day.startsWith(`${calendarYear.year}-`)),
  );
export type CalendarYear = Frozen<z.infer<typeof calendarYearSchema>>;

export interface Calendar {
  readonly years: Readonly<Record<number, CalendarYear>>;
}

// Clocks

export const clockUnits = ['hours', 'days', 'workingDays', 'months'] as const;
export type ClockUnit = (typeof clockUnits)[number];

/** An event type, or an event type whose data has one of the listed values in each of the listed fields. */
export const eventPatternSchema = z.union([
  z.string().min(1),
  z.strictObject({
    type: z.string().min(1),
    where: z.record(z.string(), z.array(z.union([z.string(), z.number(), z.boolean()])).min(1)),
  }),
]);
export type EventPattern = Frozen<z.infer<typeof eventPatternSchema>>;

export const durationSchema = z.strictObject({ amount: z.int().min(0).max(10_000), unit: z.enum(clockUnits) });
export type Duration = Frozen<z.infer<typeof durationSchema>>;

export const clockRuleSchema = z
  .strictObject({
    /** Unique over all rule sets, so that two rule sets can run on one case. */
    clock: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
    label: labelSchema,
    /** The article, or the district parameter it follows. */
    source: z.string().min(1),
    evidence: evidenceSchema,
    /**
     * `internal`: a measure of the office, not a duty towards the applicant. `right`: a time in which the applicant
     * may act; when it runs out the clock ends as lapsed and nobody is in breach.
     */
    nature: z.enum(['statutory', 'local', 'internal', 'right']),
    caseType: z.string().min(1),
    /** Absent: every scheme. */
    schemes: z.array(z.string()).min(1).optional(),
    ...durationSchema.shape,
    start: z.array(eventPatternSchema).min(1),
    /** Events that fulfil the clock. */
    stops: z.array(eventPatternSchema),
    /** Events that end it without being met: withdrawal, death, a step that makes it pointless. */
    ends: z.array(eventPatternSchema),
    /** Field of the data that ties a stop or end to its start, e.g. `noticeId`. Absent: it closes every open one. */
    pairBy: z.string().optional(),
    /** Field of the start's data with the day to count from, instead of the day of the event. */
    countFrom: z.string().optional(),
    /** Days between two events that do not count. The day of `from` still counts, the day of `to` does not. */
    excludes: z
      .array(
        z.strictObject({
          from: z.array(eventPatternSchema).min(1),
          to: z.array(eventPatternSchema).min(1),
          why: labelSchema,
          /** Whose time it is; the procedure's own unless said. */
          responsible: z.enum(['applicant', 'otherDepartment', 'procedure']).optional(),
        }),
      )
      .optional(),
    /** A last day that is a rest day moves to the next working day (民法典 §203). */
    rollsOverRestDay: z.boolean(),
    extension: z
      .strictObject({
        /** In the clock's own unit, counted from its start. */
        toAmount: z.int().positive(),
        approvers: z.array(z.enum(roles)).min(1),
        needsReason: z.boolean(),
        /** Only before the clock has run out. */
        beforeDue: z.boolean(),
      })
      .optional(),
    /** How long before the end people are reminded. */
    warnBefore: z.array(durationSchema).optional(),
    onBreach: z.strictObject({
      consequence: labelSchema,
      /** Who is alerted, and how many working days after the breach; 0 is at once. */
      escalation: z.array(z.strictObject({ afterWorkingDays: z.int().min(0), roles: z.array(z.enum(roles)).min(1) })),
    }),
    /** `case`: the rule set the case was accepted under. `start`: the one in force when this clock starts. */
    pinnedAt: z.enum(['case', 'start']),
  })
  .refine((rule) => rule.amount > 0 || rule.countFrom !== undefined, { error: 'a clock of length 0 needs countFrom' })
  .refine((rule) => rule.excludes === undefined || rule.unit === 'days' || rule.unit === 'workingDays', {
    error: 'only days can be excluded',
  })
  .refine((rule) => rule.unit !== 'hours' || !rule.rollsOverRestDay, { error: 'hours run through rest days' })
  .refine((rule) => rule.extension === undefined || rule.extension.toAmount > rule.amount, {
    error: 'an extension must be longer',
  })
  .refine((rule) => rule.unit !== 'hours' || rule.countFrom === undefined, { error: 'hours count from the event' });
export type ClockRule = Frozen<z.infer<typeof clockRuleSchema>>;

/** What a clock may know of an event of the case, in the order of the stream. */
export interface TrailEvent {
  readonly type: string;
  /** UTC instant. */
  readonly occurredAt: string;
  readonly data?: object;
}

// Relief parameters

export const specialGroups = [
  'severelyDisabled', // 重度残疾人
  'seriouslyIll', // 重病患者
  'elderly70', // 70周岁以上老年人
  'minor', // 未成年人
  'pregnant', // 孕期、哺乳期妇女
  'singleParent', // 单亲抚养
  'onlyChildLost', // 失独
  'preferentialTreatment', // 优抚对象
  'destitute', // 特困人员
  'dibaoMember', // 低保对象
  'nearThresholdMember', // 低保边缘家庭成员
  'prisoner', // 服刑、强制戒毒人员
] as const;
export const specialGroupSchema = z.enum(specialGroups);
export type SpecialGroup = z.infer<typeof specialGroupSchema>;

/** 孤儿、事实无人抚养儿童: what is established of a parent. */
export const parentCircumstances = [
  'ableToCare', // 能履行抚养义务
  'dead', // 死亡
  'notFound', // 查找不到
  'missing', // 失联六个月以上或宣告失踪
  'severelyDisabled', // 重残
  'seriouslyIll', // 重病
  'imprisoned', // 服刑在押六个月以上
  'compulsoryRehab', // 强制隔离戒毒
  'restrained', // 被执行其他限制人身自由的措施
  'guardianshipRevoked', // 被撤销监护资格
  'deported', // 被遣送(驱逐)出境
] as const;
const parentCircumstanceSchema = z.enum(parentCircumstances);
export type ParentCircumstance = z.infer<typeof parentCircumstanceSchema>;

export const firstPayMonths = [
  'monthOfConfirmation',
  'monthAfterConfirmation',
  'monthOfApplication',
  'once',
  'none',
] as const;
export type FirstPayMonth = (typeof firstPayMonths)[number];

const percent = z.int().min(0).max(1000);
const article = z.string().min(1);
// Rule sets published before a scheme came in do not name it.
const perScheme = <Schema extends z.ZodType>(schema: Schema) => z.partialRecord(reliefSchemeSchema, schema);

export const reliefParametersSchema = z.strictObject({
  /** 公示. `renoticeDays`: the notice after an objection. */
  publicNotice: z.strictObject({
    days: z.int().positive(),
    renoticeDays: z.int().positive(),
    /** false: a notice is not closed before the next working day. */
    mayEndOnRestDay: z.boolean(),
    schemes: z.array(reliefSchemeSchema),
    /** A notice about a minor is never made. */
    minors: z.literal(false),
    article,
  }),
  /** 一次性告知: how often the applicant may be sent back for more papers. */
  supplementNotices: z.int().min(1),
  homeVisitOfficers: z.int().min(1),
  /** 近亲属备案: a relative of staff is only decided after registration and a visit by the bureau. */
  relativesNeedBureauVisit: z.boolean(),
  firstPayMonth: perScheme(z.enum(firstPayMonths)),
  /** 渐退期: income above the standard but below the ceiling keeps the benefit for some months. */
  phaseOut: z.strictObject({
    months: z.int().min(0),
    ceilingPercent: percent,
    /** What is paid in these months, as a share of the last amount. */
    payPercentOfLast: percent,
    article,
  }),
  /** 就业后不计收入: months, the month of the first working day being the first of them. */
  jobDisregard: z.strictObject({ months: z.int().min(0), article }),
  /** 就业成本扣减: share of the wage, at most this share of the standard for each earner. */
  employmentDeduction: z.strictObject({ percentOfWage: percent, maxPercentOfStandard: percent, article }),
  /** 长期刚性支出扣减: share of what the household pays itself for the listed kinds of spending. */
  rigidExpenseDeduction: z.strictObject({ percent, kinds: z.array(z.string()), article }),
  /** 特殊群体供养费用豁免: support from a payer of these groups is not counted. */
  supportExemption: z.strictObject({ payerGroups: z.array(specialGroupSchema), article }),
  /** 增发: extra for members of special groups, as a share of the standard; the highest one counts. */
  topUps: z.array(z.strictObject({ group: specialGroupSchema, percentOfStandard: percent, article })),
  /** 单人保: household income below the ceiling, and the member's disability or illness. */
  singlePerson: z.strictObject({
    ceilingPercent: percent,
    disabilityLevels: z.array(z.int().min(1).max(4)),
    /** Kinds of disability that also count at `otherLevels`. */
    otherKinds: z.array(z.string()),
    otherLevels: z.array(z.int().min(1).max(4)),
    article,
  }),
  /** 分档: bands of per-capita income in percent of the standard; empty: exact top-up to the standard. */
  bands: z.array(z.strictObject({ band: z.string(), belowPercent: percent, payPercent: percent })),
  /** Amounts are rounded up to a whole multiple of this many fen; 1 keeps the exact amount. */
  roundUpToFen: z.int().min(1),
  nearThreshold: z.strictObject({ ceilingPercent: percent, article }),
  rigidExpenditure: z.strictObject({
    /** Monthly per-capita disposable income of last year, the ceiling for income. */
    incomeCeilingFen: fenSchema,
    /** Rigid spending of 12 months above this share of the household's income. */
    spendingPercentOfIncome: percent,
    validMonths: z.int().positive().max(12),
    article,
  }),
  destituteSupport: z.strictObject({
    /** Failed items of the self-care test from which a person counts as half or fully dependent. */
    halfCareFrom: z.int().min(1),
    fullCareFrom: z.int().min(1),
    article,
  }),
  temporaryRelief: z.strictObject({
    /** Ceiling for one grant, in percent of the monthly dibao standard. */
    maxPercentOfStandard: z.int().min(0).max(10_000),
    /** Emergency: percent of the monthly standard for each person. */
    emergencyPercentPerPerson: z.int().min(0).max(10_000),
    /** Expenditure: share of necessary spending, by what the household's income is of the standard. */
    expenditureGrades: z.array(
      z.strictObject({ grade: z.string(), belowIncomePercent: z.int().positive(), payPercent: percent }),
    ),
    article,
  }),
  /** 先行救助. */
  firstRelief: z.strictObject({
    limitFen: fenSchema,
    payHours: z.int().positive(),
    paperWorkingDays: z.int().positive(),
    deferred: z.array(z.enum(['meansTest', 'communityAppraisal', 'publicNotice'])),
    article,
  }),
  disabilityAllowance: z.strictObject({
    /** Levels that get the living allowance (needs a low income) and the care allowance. */
    livingLevels: z.array(z.int().min(1).max(4)),
    careLevels: z.array(z.int().min(1).max(4)),
    /** Kinds of disability that also get care allowance at `otherLevels`. */
    otherKinds: z.array(z.string()),
    otherLevels: z.array(z.int().min(1).max(4)),
    article,
  }),
  /** 孤儿、事实无人抚养儿童基本生活补贴. */
  childBenefit: z
    .strictObject({
      /** How a hukou of this district is written; a child of any other hukou is decided at the hukou office. */
      localHukou: z.array(z.string().min(1)).min(1),
      untilAge: z.int().positive(),
      /** Both parents so: an orphan. */
      orphanWhen: z.array(parentCircumstanceSchema),
      /** Both parents so, or one an orphan's: a de facto unattended child. */
      unattendedWhen: z.array(parentCircumstanceSchema),
      article,
    })
    .optional(),
  /** Suitable jobs refused without reason before the share is reduced or stopped. */
  jobRefusalsBeforeReduction: z.int().positive(),
  /** Fine for fraud, in multiples of the overpayment, only through a separate penalty case. */
  penalty: z.strictObject({ minTimes: z.int().min(0), maxTimes: z.int().min(0), article }),
});
export type ReliefParameters = Frozen<z.infer<typeof reliefParametersSchema>>;

// Rule sets and the rule book

export const jurisdictions = ['national', 'chongqing'] as const;
export const jurisdictionSchema = z.enum(jurisdictions);
export type Jurisdiction = z.infer<typeof jurisdictionSchema>;

export const ruleSetSchema = z.strictObject({
  id: jurisdictionSchema,
  version: z.int().positive(),
  effectiveFrom: daySchema,
  label: labelSchema,
  source: z.string().min(1),
  clocks: z.array(clockRuleSchema),
  relief: reliefParametersSchema,
  guardianship: guardianshipParametersSchema.optional(),
  transient: transientParametersSchema.optional(),
  outreach: outreachParametersSchema.optional(),
  /** What happens to a case accepted under the version before: keep it, or move from the effective day on. */
  transition: z.strictObject({ openCases: z.enum(['keep', 'move']), source: z.string().min(1) }),
});
export type RuleSet = Frozen<z.infer<typeof ruleSetSchema>>;

export const benefitStandardSchema = z.strictObject({
  standardId: z.string().min(1),
  scheme: reliefSchemeSchema,
  /** 城乡: `all` where town and country have one standard. */
  area: z.enum(['all', 'urban', 'rural']),
  effectiveFrom: daySchema,
  /** The monthly standard for one person. */
  monthlyFen: fenSchema,
  /** Further monthly amounts: `careSelf`, `careHalf`, `careFull`; `living`, `careLevel1`, `careLevel2`. */
  items: z.record(z.string(), fenSchema).optional(),
  source: z.string().min(1),
  evidence: evidenceSchema,
});
export type BenefitStandard = Frozen<z.infer<typeof benefitStandardSchema>>;

export const decidingLevels = ['townOffice', 'bureau'] as const;
export type DecidingLevel = (typeof decidingLevels)[number];

export const delegationSchema = z.strictObject({
  delegationId: z.string().min(1),
  scheme: reliefSchemeSchema,
  /** Absent: every kind. `firstRelief` is relief before paperwork. */
  kind: z.enum(['emergency', 'expenditure', 'firstRelief']).optional(),
  level: z.enum(decidingLevels),
  /** Up to and including; absent: any amount. */
  maxAmountFen: fenSchema.optional(),
  effectiveFrom: daySchema,
  /** The last day. */
  effectiveTo: daySchema.optional(),
  source: z.string().min(1),
  evidence: evidenceSchema,
});
export type Delegation = Frozen<z.infer<typeof delegationSchema>>;

export const governingSchema = z.strictObject({
  jurisdiction: jurisdictionSchema,
  /** Schemes for which another jurisdiction governs. */
  schemes: z.partialRecord(reliefSchemeSchema, jurisdictionSchema).optional(),
});
export type Governing = Frozen<z.infer<typeof governingSchema>>;

/** Everything a decision needs to know about the rules: plain data, folded from the log. */
export interface RuleBook {
  readonly ruleSets: readonly RuleSet[];
  readonly governing: Governing;
  readonly calendar: Calendar;
  /** Calendars that were replaced while the bureau was at work, the oldest first: what closed before keeps its own. */
  readonly replacedCalendars?: readonly { readonly until: string; readonly calendar: Calendar }[];
  readonly standards: readonly BenefitStandard[];
  readonly delegations: readonly Delegation[];
}
