import { useTranslation } from 'react-i18next';
import { useCaseTypes } from '../api/queries';
import { useLabel } from '../i18n';
import type { Rules } from './api';
import { useRules } from './queries';

type ClockRule = Rules['ruleSets'][number]['ruleSet']['clocks'][number];

export interface StepGroup {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** Clocks of the rule sets in force, of one case type or of all, each once. */
export const useClockRules = (type?: string): readonly ClockRule[] => {
  const { data } = useRules();
  const clocks = (data?.ruleSets ?? [])
    .filter(({ inForce }) => inForce)
    .flatMap(({ ruleSet }) => ruleSet.clocks)
    .filter(({ caseType }) => type === undefined || caseType === type);
  return [...new Map(clocks.map((rule) => [rule.clock, rule])).values()];
};

/** What of a case type can be measured: the whole case, stages, clocks, and pauses of clocks, each by itself. */
export const useSteps = (type: string | undefined): readonly StepGroup[] => {
  const { t } = useTranslation();
  const label = useLabel();
  const described = useCaseTypes()[type ?? ''];
  const clocks = useClockRules(type);
  const named = (kind: 'clock' | 'pause', rules: readonly ClockRule[]) =>
    rules.map((rule) => ({ value: `${kind}:${rule.clock}`, label: label(rule.label, rule.clock) }));
  const groups: readonly StepGroup[] = [
    { label: t('supervision.step.whole'), options: [{ value: 'case', label: t('supervision.step.case') }] },
    {
      label: t('supervision.step.stages'),
      options: (described?.stages ?? [])
        .filter(({ stage, closed }) => stage !== 'unopened' && !closed)
        .map(({ stage, label: name }) => ({ value: `stage:${stage}`, label: label(name, stage) })),
    },
    { label: t('supervision.step.clocks'), options: named('clock', clocks) },
    {
      label: t('supervision.step.pauses'),
      options: named(
        'pause',
        clocks.filter(({ excludes }) => (excludes ?? []).length > 0),
      ),
    },
  ];
  return groups.filter(({ options }) => options.length > 0);
};

/** The name of a step among those that can be measured. */
export const stepName = (groups: readonly StepGroup[], step: string): string => {
  const group = groups.find(({ options }) => options.some(({ value }) => value === step));
  const option = group?.options.find(({ value }) => value === step);
  return option === undefined || group === undefined ? step : `${group.label} · ${option.label}`;
};
