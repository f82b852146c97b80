import type { ClockView, Instant, Label } from '#kernel';
import { type RuleBook, breachedAt, dayOf } from '#rules';

/** Deadlines by how they stand: met in time, met too late, open and past due, ended without being met, still running. */
export interface Standings {
  readonly met: number;
  readonly late: number;
  readonly overdue: number;
  readonly ended: number;
  readonly running: number;
}

/** One clock in one office under the real rules and under the others. */
export interface Comparison {
  readonly office: string;
  readonly clock: string;
  readonly label: Label;
  readonly total: number;
  readonly real: Standings;
  readonly whatIf: Standings;
  readonly changed: { readonly nowMissed: number; readonly nowMet: number };
}

export interface Seen {
  readonly ruleSet: string;
  readonly dueAt: Instant;
  readonly dueOn: string;
  readonly state: ClockView['state'];
}

/** A clock that stands otherwise; one side is absent where only the other rules know it. */
export interface ChangedClock {
  readonly caseId: string;
  readonly type: string;
  readonly office: string;
  readonly clock: string;
  readonly startedAt: Instant;
  readonly real: Seen | undefined;
  readonly whatIf: Seen | undefined;
  /** Whether it would newly have been missed, or newly been met; absent where only its day or state differs. */
  readonly effect: 'nowMissed' | 'nowMet' | undefined;
}

export interface WhatIfResult {
  readonly rows: readonly Comparison[];
  readonly changed: readonly ChangedClock[];
  /** How many changed, also those beyond the list's end. */
  readonly changedCount: number;
}

export interface TalliedCase {
  readonly caseId: string;
  readonly type: string;
  readonly office: string;
  readonly state: unknown;
  readonly clocks: (state: unknown, book: RuleBook, now: Instant) => readonly ClockView[];
}

export interface Replay {
  readonly real: RuleBook;
  readonly whatIf: RuleBook;
  readonly now: Instant;
  /** Days in which a clock must have started. */
  readonly from: string;
  readonly to: string;
}

const longestList = 1_000;

type Counts = { -readonly [Standing in keyof Standings]: number };

interface Row {
  readonly office: string;
  readonly clock: string;
  readonly label: Label;
  total: number;
  readonly real: Counts;
  readonly whatIf: Counts;
  readonly changed: { nowMissed: number; nowMet: number };
}

const nothing = (): Counts => ({ met: 0, late: 0, overdue: 0, ended: 0, running: 0 });

const standing = ({ state }: ClockView): keyof Standings => (state === 'paused' ? 'running' : state);

const seen = (view: ClockView | undefined): Seen | undefined =>
  view && { ruleSet: view.ruleSet, dueAt: view.dueAt, dueOn: view.dueOn, state: view.state };

/** `decision#2` is the second time of the clock `decision`. */
const clockName = ({ clock }: ClockView): string => clock.split('#')[0] ?? clock;

const effectOf = (wasMissed: boolean, isMissed: boolean): ChangedClock['effect'] => {
  if (wasMissed === isMissed) return undefined;
  return isMissed ? 'nowMissed' : 'nowMet';
};

/** Counts clock by clock what other rules would have meant; holds no more than the figures and a bounded list. */
export class Tally {
  private readonly rows = new Map<string, Row>();
  private readonly changed: ChangedClock[] = [];
  private changedCount = 0;

  constructor(private readonly replay: Replay) {}

  /** Takes in one case. A time limit of the applicant is no duty of an office and counts for nothing. */
  take(one: TalliedCase): void {
    const { real, whatIf, now } = this.replay;
    const reals = this.inSpan(one.clocks(one.state, real, now));
    const others = this.inSpan(one.clocks(one.state, whatIf, now));
    for (const key of new Set([...reals.keys(), ...others.keys()])) this.count(one, reals.get(key), others.get(key));
  }

  result(): WhatIfResult {
    const rows = [...this.rows.values()].sort(
      (one, other) => compare(one.office, other.office) || compare(one.clock, other.clock),
    );
    return { rows, changed: this.changed, changedCount: this.changedCount };
  }

  private inSpan(views: readonly ClockView[]): ReadonlyMap<string, ClockView> {
    const { from, to } = this.replay;
    return new Map(
      views
        .filter(({ nature, startedAt }) => nature !== 'right' && from <= dayOf(startedAt) && dayOf(startedAt) <= to)
        .map((view) => [`${view.clock}/${view.startedAt}`, view]),
    );
  }

  private count(one: TalliedCase, real: ClockView | undefined, whatIf: ClockView | undefined): void {
    const view = real ?? whatIf;
    if (view === undefined) return;
    const row = this.rowOf(one.office, view);
    row.total += 1;
    if (real !== undefined) row.real[standing(real)] += 1;
    if (whatIf !== undefined) row.whatIf[standing(whatIf)] += 1;
    const { now } = this.replay;
    const [was, is] = [real && breachedAt(real, now), whatIf && breachedAt(whatIf, now)];
    const effect = effectOf(was !== undefined, is !== undefined);
    if (effect !== undefined) row.changed[effect] += 1;
    if (real?.dueAt === whatIf?.dueAt && real?.state === whatIf?.state) return;
    this.changedCount += 1;
    if (this.changed.length < longestList)
      this.changed.push({
        caseId: one.caseId,
        type: one.type,
        office: one.office,
        clock: view.clock,
        startedAt: view.startedAt,
        real: seen(real),
        whatIf: seen(whatIf),
        effect,
      });
  }

  private rowOf(office: string, view: ClockView): Row {
    const clock = clockName(view);
    const key = `${office}/${clock}`;
    const known = this.rows.get(key);
    if (known !== undefined) return known;
    const changed = { nowMissed: 0, nowMet: 0 };
    const row = { office, clock, label: view.label, total: 0, real: nothing(), whatIf: nothing(), changed };
    this.rows.set(key, row);
    return row;
  }
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
