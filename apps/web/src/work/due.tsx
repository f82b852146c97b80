import { Tooltip } from 'antd';
import { useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { daysUntil } from '../format';
import { CountedFrom } from './counted-from';

export interface Deadline {
  readonly dueOn?: string | null | undefined;
  readonly overdue: boolean;
  readonly provisional?: boolean | undefined;
  readonly workingDaysLeft?: number | undefined;
}

const toneOf = (days: number, overdue: boolean): string => {
  if (overdue) return 'overdue';
  if (days <= 0) return 'today';
  return days <= 7 ? 'soon' : 'later';
};

export const Provisional = () => {
  const { t } = useTranslation();
  return (
    <Tooltip title={t('due.provisionalHint')}>
      <span className="mark" data-tone="amber" tabIndex={0}>
        {t('due.provisional')}
      </span>
    </Tooltip>
  );
};

/** The day a clock ends and how far it is; in words, not by colour alone. */
export const Due = ({ dueOn, overdue, provisional, workingDaysLeft }: Deadline) => {
  const { t } = useTranslation();
  const from = useContext(CountedFrom);
  if (dueOn === undefined || dueOn === null) return <span className="quiet">{t('due.none')}</span>;
  const days = daysUntil(dueOn, from);
  const text = overdue
    ? days < 0
      ? t('due.overdue', { count: -days })
      : t('due.overdueToday')
    : days <= 0
      ? t('due.today')
      : t('due.left', { count: days });
  return (
    <span className="due" data-tone={toneOf(days, overdue)}>
      <span className="nowrap">{text}</span>
      <span className="row-sub">
        {dueOn}
        {workingDaysLeft === undefined || overdue ? '' : ` ${t('due.workingLeft', { count: workingDaysLeft })}`}{' '}
        {provisional === true ? <Provisional /> : null}
      </span>
    </span>
  );
};
