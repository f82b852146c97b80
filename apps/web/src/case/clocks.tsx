import { useTranslation } from 'react-i18next';
import type { ClockView } from '../api/types';
import { dayOf } from '../format';
import { useLabel } from '../i18n';
import { useRuleSetName } from '../i18n/rule-set';
import { Panel } from '../shell/panel';
import { Due, Provisional } from '../work/due';

const endedTone = { met: 'green', late: 'red', ended: undefined } as const;

const Nature = ({ nature }: Pick<ClockView, 'nature'>) => {
  const { t } = useTranslation();
  return nature === undefined ? null : <>{t(`clock.${nature}`)} · </>;
};

const Running = ({ clock }: { readonly clock: ClockView }) => {
  const { t } = useTranslation();
  const label = useLabel();
  const ruleSetName = useRuleSetName();
  const { extension } = clock;
  return (
    <li className="clock">
      <div className="clock-line">
        <b>{label(clock.label, clock.clock)}</b>
        {clock.state === 'paused' ? <span className="mark">{t('clock.paused')}</span> : null}
        {extension?.extended === true ? (
          <span className="mark" data-tone="blue">
            {t('clock.extended')}
          </span>
        ) : null}
      </div>
      <Due
        dueOn={clock.dueOn}
        overdue={clock.state === 'overdue'}
        provisional={clock.provisional}
        workingDaysLeft={clock.workingDaysLeft}
      />
      <small>
        <Nature nature={clock.nature} />
        {t('clock.source', { source: clock.source })} · {ruleSetName(clock.ruleSet)}
      </small>
    </li>
  );
};

const Ended = ({ clock }: { readonly clock: ClockView }) => {
  const { t } = useTranslation();
  const label = useLabel();
  const state = clock.state === 'met' || clock.state === 'late' ? clock.state : 'ended';
  return (
    <li className="clock">
      <div className="clock-line">
        <span>{label(clock.label, clock.clock)}</span>
        <span className="mark" data-tone={endedTone[state]}>
          {t(clock.nature === 'right' && state === 'ended' ? 'clock.lapsed' : `clock.${state}`)}
        </span>
      </div>
      <small>
        {dayOf(clock.startedAt)} → {clock.stoppedAt === undefined ? clock.dueOn : dayOf(clock.stoppedAt)} ·{' '}
        {t('clock.due', { day: clock.dueOn })} {clock.provisional ? <Provisional /> : null}
      </small>
    </li>
  );
};

const isRunning = ({ state }: ClockView): boolean => state === 'running' || state === 'paused' || state === 'overdue';

/** The clocks of a case, the most urgent first; those that have ended are folded away. */
export const Clocks = ({ clocks }: { readonly clocks: readonly ClockView[] }) => {
  const { t } = useTranslation();
  const running = clocks.filter(isRunning).sort((one, other) => one.dueAt.localeCompare(other.dueAt));
  const ended = clocks.filter((clock) => !isRunning(clock));
  return (
    <Panel title={t('case.clocks')}>
      {running.length === 0 ? <p className="quiet">{t('clock.noneRunning')}</p> : null}
      <ul>
        {running.map((clock) => (
          <Running key={`${clock.clock}-${clock.startedAt}`} clock={clock} />
        ))}
      </ul>
      {ended.length === 0 ? null : (
        <details>
          <summary>{t('clock.done', { count: ended.length })}</summary>
          <ul>
            {ended.map((clock) => (
              <Ended key={`${clock.clock}-${clock.startedAt}`} clock={clock} />
            ))}
          </ul>
        </details>
      )}
    </Panel>
  );
};
