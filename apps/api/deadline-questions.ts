import { z } from 'zod';
import { type Instant, isSharedCommand } from '#kernel';
import {
  type AsOf,
  type DeadEnd,
  type DeadlineFilter,
  type MeasuredStep,
  clockNatures,
  deadlineStates,
  durationKeys,
  summaryKeys,
} from '#read-models';
import { daySchema, endOfDay, startOfDay } from '#rules';
import type { System } from '#system';
import { Problem } from './problem.js';

const word = z.string().trim().min(1).max(100);
const split = (given: string | readonly string[]): readonly string[] =>
  typeof given === 'string' ? given.split(',') : given;
const words = z.union([word, z.array(word).max(50)]).transform(split);
const flag = z.enum(['true', 'false']).transform((given) => given === 'true');
export const oneOrMore = <Value extends string>(values: readonly [Value, ...Value[]]) =>
  z
    .union([word, z.array(word).max(20)])
    .transform(split)
    .pipe(z.array(z.enum(values)));
const offset = z.coerce.number().int().min(0).max(1_000_000).default(0);
const limit = z.coerce.number().int().min(1).max(200).default(50);
const after = z.string().max(100).optional();
const format = z.enum(['csv', 'json']).optional();

const filter = {
  type: words.optional(),
  scheme: words.optional(),
  stage: words.optional(),
  office: word.optional(),
  /** `false`: this office alone. */
  subtree: flag.optional(),
  /** `none`: cases that nobody has. */
  assignee: word.optional(),
  clock: words.optional(),
  state: oneOrMore(deadlineStates).optional(),
  nature: oneOrMore(clockNatures).optional(),
  dueFrom: daySchema.optional(),
  dueTo: daySchema.optional(),
  breached: flag.optional(),
  /** An instant, or a day: its end. */
  asOf: z.union([daySchema, z.iso.datetime({ offset: true })]).optional(),
  after,
  format,
};

export const deadlinesQuery = z.strictObject({ ...filter, cursor: z.string().max(500).optional(), limit });
export const summaryQuery = z.strictObject({ ...filter, by: z.enum(summaryKeys).default('type') });

const step = z
  .string()
  .max(100)
  .regex(/^(?:case|(?:stage|clock|pause):[A-Za-z][A-Za-z0-9]*)$/)
  .transform((text): MeasuredStep => {
    const [kind, name] = text.split(':');
    if (name === undefined) return { kind: 'case' };
    if (kind === 'stage') return { kind, stage: name };
    return { kind: kind === 'clock' ? 'clock' : 'pause', clock: name };
  });

const timelines = {
  from: daySchema,
  to: daySchema,
  step,
  type: words.optional(),
  office: word.optional(),
  subtree: flag.optional(),
  after,
  format,
};
export const timelinesQuery = z.strictObject({ ...timelines, by: z.enum(durationKeys).default('office') });
export const finishedStepsQuery = z.strictObject({
  ...timelines,
  month: word.optional(),
  cause: word.optional(),
  atLeast: z.coerce.number().min(0).optional(),
  below: z.coerce.number().min(0).optional(),
  cursor: offset,
  limit,
});

export const stuckQuery = z.strictObject({
  days: z.coerce.number().int().min(1).max(3_650).default(30),
  /** `true`: leaves out cases in which nobody is to act now. */
  stepExpected: flag.optional(),
  type: words.optional(),
  office: word.optional(),
  cursor: offset,
  limit,
  after,
  format,
});

/** The moment asked about; a day is asked about as it ended, today as it is. */
export const momentOf = (asOf: string | undefined, now: Instant): AsOf => {
  if (asOf === undefined) return { at: now, live: true };
  const isDay = asOf.length === 10;
  const lastOf = (day: string): Instant => new Date(Date.parse(endOfDay(day)) - 1).toISOString();
  const at = isDay ? lastOf(asOf) : new Date(asOf).toISOString();
  if (isDay && startOfDay(asOf) <= now && now <= at) return { at: now, live: true };
  if (at > now) throw new Problem(422, 'as-of-in-the-future');
  return { at, live: false };
};

export const filterOf = (
  system: System,
  asked: z.infer<typeof summaryQuery | typeof deadlinesQuery>,
): DeadlineFilter => ({
  ...(asked.type === undefined ? {} : { types: asked.type }),
  ...(asked.scheme === undefined ? {} : { schemes: asked.scheme }),
  ...(asked.stage === undefined ? {} : { stages: asked.stage }),
  ...officesOf(system, asked),
  ...(asked.assignee === undefined ? {} : { assignee: asked.assignee === 'none' ? null : asked.assignee }),
  ...(asked.clock === undefined ? {} : { clocks: asked.clock }),
  ...(asked.state === undefined ? {} : { states: asked.state }),
  ...(asked.nature === undefined ? {} : { natures: asked.nature }),
  ...(asked.dueFrom === undefined ? {} : { dueFrom: asked.dueFrom }),
  ...(asked.dueTo === undefined ? {} : { dueTo: asked.dueTo }),
  ...(asked.breached === undefined ? {} : { breached: asked.breached }),
});

/** The office with everything under it, or alone. */
export const officesOf = (
  { organisation }: System,
  { office, subtree = true }: { readonly office?: string | undefined; readonly subtree?: boolean | undefined },
): Pick<DeadlineFilter, 'offices' | 'officesAlone'> => {
  if (office === undefined) return {};
  return subtree ? { offices: organisation.subtree(office) } : { offices: [office], officesAlone: true };
};

/** Stages of open cases in which nobody may do anything but what every case allows. */
export const deadEndsOf = ({ desks }: System): readonly DeadEnd[] =>
  desks.all().flatMap(({ room: { type, stages } }) =>
    Object.entries(stages)
      .filter(([, { closed }]) => closed !== true)
      .filter(
        ([, { commands }]) =>
          !Object.entries(commands).some(
            ([command, roles]) => !isSharedCommand({ type: command }) && (roles ?? []).length > 0,
          ),
      )
      .map(([stage]) => ({ type, stage })),
  );
