import { z } from 'zod';

const article = z.string().min(1);
const perGround = <Schema extends z.ZodRawShape>(shape: Schema) =>
  z.record(z.string().min(1), z.strictObject({ article, ...shape }));

/** What the guardianship room takes from the rules: numbers, ages, articles, and which facts have which consequence. */
export const guardianshipParametersSchema = z.strictObject({
  /** Why data of the child may be processed at all; a guardian under suspicion is never asked for consent. */
  processingBasis: article,
  /** Whom the law obliges to report (强制报告). */
  mandatoryReporters: z.strictObject({ kinds: z.array(z.string()), article }),
  /** Matters that are told to the police at once. */
  policeMatters: z.array(z.string()),
  /** Matters that say the guardian did wrong; without one there is no warning letter and no revocation. */
  faultMatters: z.array(z.string()),
  /** 临时监护: the grounds of §92. `suddenEvent`: nobody is to blame, care ends when the guardian is fit again. */
  temporaryGrounds: perGround({ suddenEvent: z.boolean() }),
  /** 长期监护: the grounds of §94. `byJudgment`: only a court opens it. */
  longTermGrounds: perGround({ byJudgment: z.boolean() }),
  /** 撤销监护人资格: how long duty was refused, or how many warnings came before, where the ground asks for it. */
  revocationGrounds: perGround({
    refusedMonths: z.int().positive().optional(),
    beggingWarnings: z.int().positive().optional(),
  }),
  assessment: z.strictObject({
    teamSize: z.int().positive(),
    /** Members with a mid-level title or higher. */
    midLevelTitles: z.int().min(0),
    /** Grades with which a child may go back. */
    positiveGrades: z.array(z.string()).min(1),
    article,
  }),
  /** From this age the child's view must be on record before return, restoration or adoption. */
  heardFrom: z.strictObject({ age: z.int().positive(), article }),
  majorityAge: z.int().positive(),
  protectionOrder: z.strictObject({ maxMonths: z.int().positive(), article }),
  revocation: z.strictObject({
    /** Days in which others may sue before the bureau must. */
    othersDays: z.int().positive(),
    /** Why revoked parents keep paying. */
    supportDuty: article,
    article,
  }),
  /** Months after revocation between which a parent usually asks for restoration. */
  restoration: z.strictObject({ fromMonths: z.int().min(0), toMonths: z.int().positive(), article }),
  return: z.strictObject({ article }),
  /** 回访: months after the child went to a guardian. */
  followUpMonths: z.array(z.int().positive()).min(1),
});
