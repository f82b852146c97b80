import type { Label } from '#kernel';
import type { ClockRule, EventPattern } from '../types.js';

export type Escalation = ClockRule['onBreach']['escalation'];

/** What one clock says of itself; the rest is what most clocks of its case type have. */
export type GivenClock = Pick<
  ClockRule,
  'clock' | 'label' | 'source' | 'evidence' | 'unit' | 'amount' | 'start' | 'stops'
> &
  Partial<ClockRule>;

export interface ClockDefaults {
  readonly caseType: string;
  /** Events that make a clock pointless. */
  readonly ends: readonly EventPattern[];
  readonly consequence: Label;
  readonly escalation: Escalation;
}

const officeMeasure: Label = { zh: '计入单位时限统计', en: 'Counts in the figures of the office' };

/** Makes the clocks of one case type: pinned at acceptance, statutory, rolling over rest days, unless said otherwise. */
export const clocksFor =
  (defaults: ClockDefaults) =>
  (given: GivenClock): ClockRule => {
    const nature = given.nature ?? 'statutory';
    return {
      caseType: defaults.caseType,
      ends: defaults.ends,
      rollsOverRestDay: given.unit !== 'hours',
      onBreach: {
        consequence: nature === 'internal' ? officeMeasure : defaults.consequence,
        escalation: nature === 'right' ? [] : defaults.escalation,
      },
      pinnedAt: 'case',
      ...given,
      nature,
    };
  };
