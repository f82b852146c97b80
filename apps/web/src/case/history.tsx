import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useHistory } from '../api/queries';
import type { CaseTypeDescription, HistoryEvent } from '../api/types';
import { shownInstant } from '../format';
import { useLabel } from '../i18n';
import { useRuleSetName } from '../i18n/rule-set';
import { Fact } from '../shell/fact';
import { Loading } from '../shell/loading';
import { Panel } from '../shell/panel';
import { ProblemNote } from '../shell/problem-note';
import { Changes } from './changes';
import { type NameOf, ValueTree } from './values';

interface EventProps {
  readonly caseId: string;
  readonly event: HistoryEvent;
  readonly described: CaseTypeDescription;
  readonly nameOf: NameOf;
}

/** An act entered an hour or more after it happened. */
const isLate = ({ occurredAt, recordedAt, ofClock }: HistoryEvent): boolean =>
  ofClock !== true && Date.parse(recordedAt) - Date.parse(occurredAt) >= 3_600_000;

const EventBody = ({ caseId, event, described, nameOf }: EventProps) => {
  const { t } = useTranslation();
  const label = useLabel();
  const ruleSetName = useRuleSetName();
  const { actor, erased = [], withheld = [] } = event;
  return (
    <div className="event-body">
      {Object.keys(event.data).length === 0 ? (
        <p className="quiet">{t('history.noFields')}</p>
      ) : (
        <ValueTree fields={event.data} described={described} nameOf={nameOf} />
      )}
      {withheld.length === 0 ? null : (
        <p className="mark" data-tone="amber">
          {t('history.withheld')}
        </p>
      )}
      {erased.length === 0 ? null : (
        <p className="mark" data-tone="amber">
          {t('history.erased')}
        </p>
      )}
      {event.ofClock === true || event.version === 1 ? null : (
        <>
          <h3>{t('history.changed')}</h3>
          <Changes caseId={caseId} described={described} nameOf={nameOf} from={event.version - 1} to={event.version} />
        </>
      )}
      <dl className="facts small">
        <Fact name={t('history.actor')}>
          {actor.role === 'system'
            ? t('roles.system')
            : t('history.by', { name: actor.name, role: t(`roles.${actor.role}`, actor.role) })}
        </Fact>
        <Fact name={t('column.office')}>{label(actor.officeName)}</Fact>
        <Fact name={t('history.occurred')}>{shownInstant(event.occurredAt)}</Fact>
        <Fact name={t('history.recorded')}>{shownInstant(event.recordedAt)}</Fact>
        <Fact name={t('history.entry')}>{event.version}</Fact>
        <Fact name={t('case.ruleSet')}>{ruleSetName(event.ruleSet)}</Fact>
        <Fact name={t('history.hash')} wide>
          <code className="hash">{event.hash}</code>
        </Fact>
      </dl>
    </div>
  );
};

export const HistoryEntry = (props: EventProps) => {
  const { event, described } = props;
  const { t } = useTranslation();
  const label = useLabel();
  const [open, setOpen] = useState(false);
  const { actor } = event;
  return (
    <li className="event" data-milestone={event.milestone}>
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <b>{label(described.events[event.type]?.label, event.type)}</b>
        <span className="number quiet">{shownInstant(event.occurredAt)}</span>
        <span className="quiet">
          {actor.role === 'system'
            ? t('roles.system')
            : t('history.by', { name: actor.name, role: t(`roles.${actor.role}`, actor.role) })}
        </span>
        {isLate(event) ? <span className="mark">{t('history.lateEntry')}</span> : null}
      </button>
      {open ? <EventBody {...props} /> : null}
    </li>
  );
};

/** What happened, newest first: milestones, or every event. */
export const History = ({
  caseId,
  described,
  nameOf,
}: {
  readonly caseId: string;
  readonly described: CaseTypeDescription;
  readonly nameOf: NameOf;
}) => {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const density = params.get('density') === 'every' ? 'every' : 'milestones';
  const setDensity = (chosen: string) =>
    setParams(
      (now) => {
        if (chosen === 'every') now.set('density', chosen);
        else now.delete('density');
        return now;
      },
      { replace: true },
    );
  const history = useHistory(caseId);
  const events = history.data?.events ?? [];
  const shown = density === 'every' ? events : events.filter(({ milestone }) => milestone);
  return (
    <Panel
      title={t('case.tabs.history')}
      end={
        <Segmented
          aria-label={t('history.density')}
          value={density}
          onChange={setDensity}
          options={[
            { value: 'milestones', label: t('history.milestones') },
            { value: 'every', label: `${t('history.every')} ${events.length}` },
          ]}
        />
      }
    >
      <ProblemNote error={history.error} retry={() => void history.refetch()} />
      {history.isPending ? <Loading /> : null}
      <ol className="timeline">
        {[...shown].reverse().map((event) => (
          <HistoryEntry key={event.position} caseId={caseId} event={event} described={described} nameOf={nameOf} />
        ))}
      </ol>
    </Panel>
  );
};
