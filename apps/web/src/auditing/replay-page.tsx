import { Tabs } from 'antd';
import { type ReactNode, Suspense, lazy, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useCase, useCaseType, useHistory } from '../api/queries';
import type { CaseFile, CaseTypeDescription, HistoryEvent } from '../api/types';
import { Clocks } from '../case/clocks';
import { useNameOf } from '../case/names';
import { SharedPanels } from '../case/shared-panels';
import { Stepper } from '../case/stepper';
import { dayOf, shortNumber, shownInstant, shownMoney } from '../format';
import { useLabel } from '../i18n';
import { useRuleSetName } from '../i18n/rule-set';
import { fileOf } from '../rooms/files';
import { Fact } from '../shell/fact';
import { LinkButton } from '../shell/link-button';
import { Loading } from '../shell/loading';
import { Panel } from '../shell/panel';
import { ProblemNote } from '../shell/problem-note';
import { useUrlState } from '../shell/url-state';
import { useSchemeName, useStageName } from '../work/case-row';
import { CountedFrom } from '../work/counted-from';
import type { FileThen, Moment } from './api';
import { Frame } from './frame';
import { useFileAt, useHistoryAt } from './queries';
import { ReplayModes, Scrubber, useStopName } from './scrubber';
import { useActorName } from './set-by';
import { type Stepping, type Stop, indexOf, steppings, stopsOf } from './stops';

const Differences = lazy(() => import('./differences').then((module) => ({ default: module.Differences })));
const ValuesPanel = lazy(() => import('./values-panel').then((module) => ({ default: module.ValuesPanel })));

interface ShownProps {
  readonly caseFile: CaseFile;
  readonly described: CaseTypeDescription;
}

/** Where the case stood then. */
const Standing = ({ caseFile, described }: ShownProps) => {
  const { t } = useTranslation();
  const label = useLabel();
  const stageName = useStageName(described);
  const schemeName = useSchemeName(described);
  const nextStep = caseFile.nextStep === undefined ? undefined : described.commands[caseFile.nextStep]?.label;
  return (
    <Panel
      title={t('auditing.replay.standing')}
      end={<span className="quiet small">{t('case.version', { version: caseFile.version })}</span>}
    >
      <dl className="facts">
        <Fact name={t('column.stage')}>{stageName(caseFile.stage)}</Fact>
        <Fact name={t('auditing.replay.scheme')}>{schemeName(caseFile.scheme)}</Fact>
        <Fact name={t('case.assignee')}>{caseFile.assignee?.name ?? t('case.unassigned')}</Fact>
        <Fact name={t('column.office')}>{label(caseFile.office.name)}</Fact>
        <Fact name={t('work.nextStep')}>{label(nextStep, caseFile.nextStep)}</Fact>
        <Fact name={t('auditing.replay.outcome')}>
          {caseFile.outcome === undefined ? undefined : label(described.values[caseFile.outcome], caseFile.outcome)}
        </Fact>
        <Fact name={t('case.amount')}>
          {caseFile.amountFen === undefined ? undefined : shownMoney(caseFile.amountFen)}
        </Fact>
      </dl>
    </Panel>
  );
};

/** The case page's own panels, with what was known then; nothing can be done on them. */
const PanelsThen = ({ caseFile, described, known }: ShownProps & { readonly known: readonly HistoryEvent[] }) => {
  const { t } = useTranslation();
  const nameOf = useNameOf(caseFile);
  const ruleSetName = useRuleSetName();
  const room = fileOf(caseFile.type);
  return (
    <>
      <Stepper caseFile={caseFile} described={described} known={known} />
      <div className="case-grid">
        <div>
          <Standing caseFile={caseFile} described={described} />
          <Panel title={t('case.summary')}>
            <dl className="facts">
              <room.facts caseFile={caseFile} described={described} nameOf={nameOf} />
              <Fact name={t('case.ruleSet')}>{ruleSetName(caseFile.ruleSet)}</Fact>
            </dl>
          </Panel>
          <room.panels caseFile={caseFile} described={described} nameOf={nameOf} />
          <SharedPanels caseFile={caseFile} described={described} nameOf={nameOf} />
        </div>
        <aside className="rail" aria-label={t('case.clocks')}>
          <Clocks clocks={caseFile.clocks} />
        </aside>
      </div>
    </>
  );
};

/** Says in which of the two senses the past is shown, and who led here. */
const ThenMark = ({ stop, by, isNow, described }: ThenProps) => {
  const { t } = useTranslation();
  const stopName = useStopName(described);
  const actorName = useActorName();
  const { event } = stop;
  return (
    <div className={isNow ? 'then-mark' : 'past-mark'} role="status">
      <span>
        <b>{isNow ? t('auditing.replay.now') : t(`auditing.replay.then.${by}`, { at: stopName(stop) })}</b>{' '}
        {event === undefined
          ? null
          : t('auditing.replay.event', {
              who: actorName(event),
              occurred: shownInstant(event.occurredAt),
              recorded: shownInstant(event.recordedAt),
            })}
      </span>
    </div>
  );
};

/** What the replay cannot show: what is gone for good, and what is not for the viewer. */
const NotShown = ({ erased, withheld }: Pick<FileThen, 'erased' | 'withheld'>) => {
  const { t } = useTranslation();
  if (erased.length + withheld.length === 0) return null;
  return (
    <p className="marks gap">
      {erased.length === 0 ? null : (
        <span className="mark" data-tone="amber">
          {t('auditing.replay.erased', { count: erased.length })}
        </span>
      )}
      {withheld.length === 0 ? null : (
        <span className="mark" data-tone="amber">
          {t('auditing.replay.withheld', { count: withheld.length })}
        </span>
      )}
    </p>
  );
};

interface ThenProps {
  readonly stop: Stop;
  readonly by: Moment['by'];
  readonly isNow: boolean;
  readonly described: CaseTypeDescription;
}

const views = ['file', 'step', 'compare', 'values'] as const;
const isOneOf = <Name extends string>(names: readonly Name[], given: string | undefined): given is Name =>
  names.some((name) => name === given);

const Replay = ({ newest, described }: { readonly newest: CaseFile; readonly described: CaseTypeDescription }) => {
  const { t } = useTranslation();
  const { caseId } = newest;
  const { filter, change } = useUrlState(['at', 'by', 'step', 'view', 'with']);
  const [now] = useState(() => new Date().toISOString());
  const by: Moment['by'] = filter.by === 'occurred' ? 'occurred' : 'recorded';
  const stepping: Stepping = isOneOf(steppings, filter.step) ? filter.step : 'event';
  const view = isOneOf(views, filter.view) ? filter.view : 'file';
  const history = useHistory(caseId);
  const events = history.data?.events;
  const stops = useMemo(() => stopsOf(events ?? [], { by, stepping, now }), [events, by, stepping, now]);
  const at = indexIn(events ?? [], stops, filter.at, by);
  const stop = stops[at];
  const moment: Moment = { at: stop?.at ?? String(newest.version), by };
  const file = useFileAt(caseId, moment);
  const known = useHistoryAt(caseId, moment);
  const nameOf = useNameOf(file.data ?? newest);
  const stopName = useStopName(described);
  if (history.error !== null) return <ProblemNote error={history.error} retry={() => void history.refetch()} />;
  if (stop === undefined) return <Loading />;
  const last = stops.length - 1;
  const withIndex = filter.with === undefined ? 0 : indexIn(events ?? [], stops, filter.with, by);
  const other = stops[withIndex] ?? stop;
  const shown = file.data;
  const before = stops[at - 1];
  const scrub = { stops, by, stepping, described };
  const withFile = (show: (caseFile: CaseFile) => ReactNode) => (
    <Suspense fallback={<Loading />}>{shown === undefined ? <Loading /> : show(shown)}</Suspense>
  );
  return (
    <>
      <section className="panel replay" aria-label={t('auditing.replay.nav')}>
        <ReplayModes
          by={by}
          stepping={stepping}
          setBy={(chosen) => change({ by: chosen === 'recorded' ? undefined : chosen, at: stop.instant })}
          setStepping={(chosen) => change({ step: chosen === 'event' ? undefined : chosen, at: stop.instant })}
        />
        {view === 'compare' ? (
          <Scrubber
            {...scrub}
            index={withIndex}
            name={t('auditing.compare.first')}
            isNamed
            go={(chosen) => change({ with: chosen.at })}
          />
        ) : null}
        <Scrubber
          {...scrub}
          index={at}
          name={view === 'compare' ? t('auditing.compare.second') : t('auditing.replay.slider')}
          isNamed={view === 'compare'}
          go={(chosen) => change({ at: chosen.at })}
        />
      </section>
      {view === 'compare' ? null : <ThenMark stop={stop} by={by} isNow={at === last} described={described} />}
      <ProblemNote error={file.error} retry={() => void file.refetch()} />
      {shown === undefined ? null : <NotShown erased={shown.erased} withheld={shown.withheld} />}
      <Tabs
        activeKey={view}
        onChange={(chosen) => change({ view: chosen === 'file' ? undefined : chosen })}
        destroyOnHidden
        items={[
          {
            key: 'file',
            label: t('auditing.replay.view.file'),
            children: withFile((caseFile) => (
              <CountedFrom value={at === last ? undefined : dayOf(stop.instant)}>
                <div aria-busy={file.isFetching} className={at === last ? undefined : 'as-then'}>
                  <PanelsThen caseFile={caseFile} described={described} known={known.data?.events ?? []} />
                </div>
              </CountedFrom>
            )),
          },
          {
            key: 'step',
            label: t('auditing.replay.view.step'),
            children: withFile((caseFile) => (
              <Panel title={t('auditing.replay.changed')}>
                <Differences
                  caseFile={caseFile}
                  described={described}
                  nameOf={nameOf}
                  from={before?.at}
                  to={stop.at}
                  by={by}
                  sides={[t('history.before'), t('history.after')]}
                />
              </Panel>
            )),
          },
          {
            key: 'compare',
            label: t('auditing.replay.view.compare'),
            children: withFile((caseFile) => (
              <Panel title={t('auditing.compare.title')}>
                <Differences
                  key={`${other.at}-${stop.at}`}
                  caseFile={caseFile}
                  described={described}
                  nameOf={nameOf}
                  from={other.at}
                  to={stop.at}
                  by={by}
                  sides={[stopName(other), stopName(stop)]}
                />
              </Panel>
            )),
          },
          {
            key: 'values',
            label: t('auditing.replay.view.values'),
            children: withFile((caseFile) => (
              <ValuesPanel caseFile={caseFile} described={described} nameOf={nameOf} moment={moment} />
            )),
          },
        ]}
      />
    </>
  );
};

/** A version or an instant of the address among the stops, also of another stride or of the other time. */
const indexIn = (
  events: readonly HistoryEvent[],
  stops: readonly Stop[],
  at: string | undefined,
  by: Moment['by'],
): number => {
  const event = events.find(({ version, ofClock }) => ofClock !== true && String(version) === at);
  const instant = event === undefined ? at : by === 'recorded' ? event.recordedAt : event.occurredAt;
  return indexOf(stops, at, instant);
};

/** A case as it was at any moment of its history. */
export default function ReplayPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const { caseId = '' } = useParams();
  const newest = useCase(caseId);
  const described = useCaseType(newest.data?.type).data;
  const kind = newest.data?.title ?? label(described?.label);
  return (
    <Frame
      title={t('auditing.replay.title', { case: kind, number: shortNumber(caseId) })}
      end={
        <>
          <LinkButton to={`/auditing/verification?caseId=${caseId}`}>{t('auditing.replay.verify')}</LinkButton>
          <LinkButton to={`/auditing/hand-out?caseId=${caseId}`}>{t('auditing.replay.bundle')}</LinkButton>
          <Link to={`/cases/${caseId}`}>{t('auditing.replay.open')}</Link>
        </>
      }
    >
      <ProblemNote error={newest.error} retry={() => void newest.refetch()} />
      {newest.isPending ? <Loading /> : null}
      {newest.data === undefined || described === undefined ? null : (
        <Replay newest={newest.data} described={described} />
      )}
    </Frame>
  );
}
