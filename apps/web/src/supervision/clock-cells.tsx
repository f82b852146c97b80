import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf, daysUntil } from '../format';
import { useLabel } from '../i18n';
import { Provisional } from '../work/due';
import type { Clock } from './api';

const tones: Readonly<Partial<Record<Clock['state'], string>>> = {
  approaching: 'amber',
  overdue: 'red',
  late: 'red',
  met: 'green',
};

export const StateMark = ({ state }: Pick<Clock, 'state'>) => {
  const { t } = useTranslation();
  return (
    <span className="mark" data-tone={tones[state]}>
      {t(`supervision.state.${state}`)}
    </span>
  );
};

/** How far the last day is from the day looked at; in words, not by colour alone. */
const Distance = ({ row, day }: { readonly row: Clock; readonly day: string }) => {
  const { t } = useTranslation();
  if (row.stoppedAt !== undefined) return <>{t('supervision.clocks.stopped', { day: dayOf(row.stoppedAt) })}</>;
  if (row.state === 'paused') return <>{t('supervision.clocks.moves')}</>;
  const days = daysUntil(row.dueOn, day);
  if (row.state === 'overdue') return <>{days < 0 ? t('due.overdue', { count: -days }) : t('due.overdueToday')}</>;
  return <>{days <= 0 ? t('due.today') : t('due.left', { count: days })}</>;
};

/** One clock with its own last day; no other time is mixed into it. */
export const DueCell = ({ row, day }: { readonly row: Clock; readonly day: string }) => {
  const { t } = useTranslation();
  const label = useLabel();
  return (
    <td data-label={t('supervision.clocks.clock')}>
      <span>
        {label(row.label, row.clock)} <StateMark state={row.state} />
        <span className="row-sub">
          {t(`clock.${row.nature}`)} · <span className="number">{t('clock.due', { day: row.dueOn })}</span> ·{' '}
          <Distance row={row} day={day} /> {row.provisional ? <Provisional /> : null}
        </span>
        {row.breach === undefined ? null : (
          <span className="row-sub">
            {t('supervision.clocks.breachRecorded', { day: dayOf(row.breach.recordedAt) })}
          </span>
        )}
      </span>
    </td>
  );
};

/** Calendar days from a day to the one looked at. */
export const SinceCell = ({
  name,
  since,
  day,
  text,
}: {
  readonly name: string;
  readonly since: string;
  readonly day: string;
  readonly text?: ReactNode;
}) => {
  const { t } = useTranslation();
  const from = since.length === 10 ? since : dayOf(since);
  return (
    <td className="right" data-label={name}>
      <span>
        {t('supervision.days', { count: Math.max(0, daysUntil(day, from)) })}
        <span className="row-sub">{text ?? from}</span>
      </span>
    </td>
  );
};

type Pause = Clock['pauses'][number];

/** Days left out so far, the first and the last included. */
const pausedDays = ({ from, until }: Pause, day: string): number =>
  Math.max(0, daysUntil(until === undefined || until > day ? day : until, from) + 1);

/** Time that the clock leaves out, each pause with its cause. */
export const PausedCell = ({ row, day }: { readonly row: Clock; readonly day: string }) => {
  const { t } = useTranslation();
  const label = useLabel();
  return (
    <td data-label={t('supervision.clocks.paused')}>
      {row.pauses.length === 0 ? (
        <span className="quiet">{t('none')}</span>
      ) : (
        <ul>
          {row.pauses.map((pause) => (
            <li key={`${pause.from}/${pause.why.zh}`}>
              {t('supervision.days', { count: pausedDays(pause, day) })} {label(pause.why)}
              <span className="row-sub">
                {pause.from} – {pause.until ?? t('supervision.clocks.goingOn')}
              </span>
            </li>
          ))}
        </ul>
      )}
    </td>
  );
};
