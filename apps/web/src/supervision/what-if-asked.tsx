import { useTranslation } from 'react-i18next';
import { useCaseTypes, useOffices } from '../api/queries';
import { useLabel } from '../i18n';
import { useRuleSetName } from '../i18n/rule-set';
import { Fact } from '../shell/fact';
import type { WhatIfQuestion } from './api';
import { useClockRules } from './steps';
import { draftOf } from './what-if-draft';

/** What was asked: the span, the scope and every rule that is another. */
export const Asked = ({ question }: { readonly question: WhatIfQuestion }) => {
  const { t } = useTranslation();
  const label = useLabel();
  const types = useCaseTypes();
  const ruleSetName = useRuleSetName();
  const rules = useClockRules();
  const offices = useOffices().data?.rows ?? [];
  const draft = draftOf(question);
  const joined = (words: readonly string[]): string => words.join(t('separator'));
  return (
    <dl className="facts">
      <Fact name={t('supervision.whatIf.span')}>
        <span className="number">
          {draft.from} – {draft.to}
        </span>
      </Fact>
      <Fact name={t('filter.type')}>
        {draft.caseTypes.length === 0
          ? t('all')
          : joined(draft.caseTypes.map((type) => label(types[type]?.label, type)))}
      </Fact>
      <Fact name={t('filter.office')}>
        {draft.offices.length === 0
          ? t('all')
          : joined(draft.offices.map((id) => label(offices.find(({ officeId }) => officeId === id)?.name, id)))}
      </Fact>
      {draft.clocks.map(({ clock = '', amount, unit, extension, extensionTo }) => {
        const rule = rules.find((one) => one.clock === clock);
        const unitName = t(`supervision.whatIf.units.${unit ?? rule?.unit ?? 'days'}`);
        const parts = [
          amount === undefined && unit === undefined ? undefined : `${amount ?? rule?.amount ?? ''} ${unitName}`,
          extension === 'none' ? t('supervision.whatIf.extensions.none') : undefined,
          extension === 'to' ? `${t('supervision.whatIf.extensions.to')} ${extensionTo ?? ''} ${unitName}` : undefined,
        ];
        return (
          <Fact key={clock} name={label(rule?.label, clock)}>
            {joined(parts.filter((part) => part !== undefined))}
          </Fact>
        );
      })}
      {draft.years.map(({ year, restDays, workDays }) => (
        <Fact key={year} name={t('supervision.whatIf.calendarOf', { year })}>
          {t('supervision.whatIf.daysOf', { rest: restDays.length, work: workDays.length })}
        </Fact>
      ))}
      {draft.ruleSets.map(({ id, version, source }) => (
        <Fact key={id} name={t('supervision.whatIf.inPlaceOf', { name: ruleSetName(`${id}@${version}`) })}>
          {source}
        </Fact>
      ))}
      {draft.rollsOver === undefined ? null : (
        <Fact name={t('supervision.whatIf.rollsOver')}>{t(`supervision.whatIf.rolling.${draft.rollsOver}`)}</Fact>
      )}
    </dl>
  );
};
