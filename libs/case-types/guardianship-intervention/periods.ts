import type { Instant } from '#kernel';

export type PeriodKind = 'parental' | 'temporary' | 'longTerm' | 'appointed' | 'adoptive';

/** One time of guardianship. `to` is the instant at which the next one begins. */
export interface Period {
  readonly kind: PeriodKind;
  readonly holder: 'parents' | 'otherGuardian' | 'bureau' | 'committee' | 'person' | 'adopters';
  readonly ground?: string;
  readonly suddenEvent?: boolean;
  /** Absent for the guardianship the case found. */
  readonly from?: Instant;
  readonly to?: Instant;
}

type Periods = readonly Period[];

/** The guardianship that runs now; none after the child came of age or died. */
export const runningPeriod = (periods: Periods): Period | undefined => {
  const last = periods.at(-1);
  return last?.to === undefined ? last : undefined;
};

const isStateCare = ({ kind }: Period): boolean => kind === 'temporary' || kind === 'longTerm';

export const inStateCare = (periods: Periods): boolean => {
  const running = runningPeriod(periods);
  return running !== undefined && isStateCare(running);
};

/** Ends the guardianship that runs. */
export const endPeriod = (periods: Periods, at: Instant): Periods => {
  const running = runningPeriod(periods);
  return running === undefined ? periods : [...periods.slice(0, -1), { ...running, to: at }];
};

/** The next guardianship begins at the very instant at which the one before ends. */
export const passTo = (periods: Periods, next: Period & { readonly from: Instant }): Periods => [
  ...endPeriod(periods, next.from),
  next,
];
