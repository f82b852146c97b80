import { dayOf, today } from '../format';
import type { Rules, WhatIfQuestion } from './api';

type Change = WhatIfQuestion['change'];
type ClockChange = NonNullable<Change['clocks']>[string];
export type RuleSet = NonNullable<Change['ruleSets']>[number];
export type CalendarYear = NonNullable<Change['calendarYears']>[number];
export type Unit = NonNullable<ClockChange['unit']>;

export const units: readonly Unit[] = ['hours', 'days', 'workingDays', 'months'];
export const extensions = ['same', 'none', 'to'] as const;

/** What is asked of one clock; empty fields stay as they are. */
export interface ClockDraft {
  readonly clock: string | undefined;
  readonly amount: number | undefined;
  readonly unit: Unit | undefined;
  readonly extension: (typeof extensions)[number];
  readonly extensionTo: number | undefined;
}

/** A question as it is being put together. */
export interface Draft {
  readonly from: string;
  readonly to: string;
  readonly caseTypes: readonly string[];
  readonly offices: readonly string[];
  readonly clocks: readonly ClockDraft[];
  readonly years: readonly CalendarYear[];
  readonly ruleSets: readonly RuleSet[];
  readonly rollsOver: boolean | undefined;
}

export const newClock: ClockDraft = {
  clock: undefined,
  amount: undefined,
  unit: undefined,
  extension: 'same',
  extensionTo: undefined,
};

const halfAYear = 182 * 86_400_000;

export const newDraft = (): Draft => ({
  from: dayOf(Date.now() - halfAYear),
  to: today(),
  caseTypes: [],
  offices: [],
  clocks: [newClock],
  years: [],
  ruleSets: [],
  rollsOver: undefined,
});

const changeOf = ({ amount, unit, extension, extensionTo }: ClockDraft): ClockChange => ({
  ...(amount === undefined ? {} : { amount }),
  ...(unit === undefined ? {} : { unit }),
  ...(extension === 'none' ? { noExtension: true as const } : {}),
  ...(extension === 'to' && extensionTo !== undefined ? { extensionToAmount: extensionTo } : {}),
});

const clockChanges = (clocks: Draft['clocks']): Readonly<Record<string, ClockChange>> =>
  Object.fromEntries(
    clocks.flatMap((draft) => {
      const change = changeOf(draft);
      return draft.clock === undefined || Object.keys(change).length === 0 ? [] : [[draft.clock, change] as const];
    }),
  );

export const questionOf = (draft: Draft): WhatIfQuestion => {
  const clocks = clockChanges(draft.clocks);
  return {
    from: draft.from,
    to: draft.to,
    ...(draft.caseTypes.length === 0 ? {} : { caseTypes: [...draft.caseTypes] }),
    ...(draft.offices.length === 0 ? {} : { offices: [...draft.offices] }),
    change: {
      ...(Object.keys(clocks).length === 0 ? {} : { clocks }),
      ...(draft.years.length === 0 ? {} : { calendarYears: [...draft.years] }),
      ...(draft.ruleSets.length === 0 ? {} : { ruleSets: [...draft.ruleSets] }),
      ...(draft.rollsOver === undefined ? {} : { rollsOverRestDay: draft.rollsOver }),
    },
  };
};

const extensionOf = ({ noExtension, extensionToAmount }: ClockChange): ClockDraft['extension'] => {
  if (noExtension === true) return 'none';
  return extensionToAmount === undefined ? 'same' : 'to';
};

/** The draft of a question that was asked before. */
export const draftOf = ({ change, ...question }: WhatIfQuestion): Draft => ({
  from: question.from,
  to: question.to,
  caseTypes: question.caseTypes ?? [],
  offices: question.offices ?? [],
  clocks: Object.entries(change.clocks ?? {}).map(([clock, asked]) => ({
    clock,
    amount: asked.amount,
    unit: asked.unit,
    extension: extensionOf(asked),
    extensionTo: asked.extensionToAmount,
  })),
  years: change.calendarYears ?? [],
  ruleSets: change.ruleSets ?? [],
  rollsOver: change.rollsOverRestDay,
});

/** A published version in the place of the one in force, as if it had always been there. */
export const inPlaceOfPresent = (rules: Rules, chosen: RuleSet): RuleSet => {
  const present = rules.ruleSets.find(({ inForce, ruleSet }) => inForce && ruleSet.id === chosen.id)?.ruleSet;
  return present === undefined ? chosen : { ...chosen, version: present.version, effectiveFrom: present.effectiveFrom };
};
