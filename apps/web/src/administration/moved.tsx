import { useTranslation } from 'react-i18next';
import { useLabel } from '../i18n';
import { useRuleSetName } from '../i18n/rule-set';
import { ProblemNote } from '../shell/problem-note';
import { useMovedCounts, useRules } from './api';

/** How many due dates a publication moved, by office and clock; no case is named. */
export const Moved = ({ rulesVersion }: { readonly rulesVersion: number }) => {
  const { t } = useTranslation();
  const label = useLabel();
  const ruleSetName = useRuleSetName();
  const moved = useMovedCounts(rulesVersion);
  const clocks = new Map(
    (useRules().data?.ruleSets ?? []).flatMap(({ ruleSet }) =>
      ruleSet.clocks.map(({ clock, label: name }) => [clock, name] as const),
    ),
  );
  const because = (cause: string): string =>
    cause.startsWith('calendar ')
      ? t('administration.rule.calendarOf', { year: cause.slice('calendar '.length) })
      : (ruleSetName(cause) ?? cause);
  const rows = moved.data?.rows ?? [];
  return (
    <section className="gap-top" aria-label={t('administration.rule.moved')}>
      <h3>
        {t('administration.rule.moved')}{' '}
        <span className="quiet small">{t('administration.rule.movedOf', { version: rulesVersion })}</span>
      </h3>
      <ProblemNote error={moved.error} />
      <p className="quiet small" role="status">
        {moved.data === undefined || moved.data.complete
          ? rows.length === 0 && moved.isSuccess
            ? t('administration.rule.movedNone')
            : null
          : t('administration.rule.movedPending')}
      </p>
      {rows.length === 0 ? null : (
        <table className="table">
          <thead>
            <tr>
              <th>{t('column.office')}</th>
              <th>{t('administration.rule.clock')}</th>
              <th>{t('administration.rule.because')}</th>
              <th className="right">{t('administration.rule.earlier')}</th>
              <th className="right">{t('administration.rule.later')}</th>
              <th className="right">{t('administration.rule.sameDay')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ office, clock, becauseOf, earlier, later, sameDay }) => (
              <tr key={`${office.officeId}-${clock}-${becauseOf}`}>
                <td className="lead">{label(office.name)}</td>
                <td data-label={t('administration.rule.clock')}>{label(clocks.get(clock), clock)}</td>
                <td data-label={t('administration.rule.because')}>{because(becauseOf)}</td>
                <td className="right" data-label={t('administration.rule.earlier')}>
                  {earlier}
                </td>
                <td className="right" data-label={t('administration.rule.later')}>
                  {later}
                </td>
                <td className="right" data-label={t('administration.rule.sameDay')}>
                  {sameDay}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
};
