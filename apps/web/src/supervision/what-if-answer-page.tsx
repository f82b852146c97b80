import { Button, Checkbox, Empty, Progress } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { dayOf } from '../format';
import { useLabel } from '../i18n';
import { useRuleSetName } from '../i18n/rule-set';
import { CsvLink } from '../shell/filters';
import { LinkButton } from '../shell/link-button';
import { Loading } from '../shell/loading';
import { Panel } from '../shell/panel';
import { ProblemNote } from '../shell/problem-note';
import { type WhatIf, type WhatIfQuestion, type WhatIfResult, whatIfPath } from './api';
import { CaseCell } from './cells';
import { Frame } from './frame';
import { useCancelWhatIf, useWhatIf } from './queries';
import { useUrlState } from '../shell/url-state';
import { Asked } from './what-if-asked';

const standings = ['met', 'late', 'overdue', 'ended', 'running'] as const;
const effects = ['nowMissed', 'nowMet'] as const;
const effectTones = { nowMissed: 'red', nowMet: 'green' } as const;

type Row = WhatIfResult['rows'][number];
type Changed = WhatIfResult['changed'][number];
type Seen = NonNullable<Changed['real']>;

interface Answered {
  readonly jobId: string;
  readonly result: WhatIfResult;
}

const clockName = (clock: string): string => clock.split('#')[0] ?? clock;

const Running = ({ job }: { readonly job: WhatIf }) => {
  const { t } = useTranslation();
  const cancel = useCancelWhatIf(job.jobId);
  const { done, of } = job.progress;
  return (
    <Panel title={t('supervision.whatIf.state.running')}>
      <Progress percent={of === 0 ? 0 : Math.floor((done / of) * 100)} aria-label={t('supervision.whatIf.progress')} />
      <p role="status">{t('supervision.whatIf.done', { done, of })}</p>
      <ProblemNote error={cancel.error} />
      <Button loading={cancel.isPending} onClick={() => cancel.mutate()}>
        {t('supervision.whatIf.cancel')}
      </Button>
    </Panel>
  );
};

/** The real count and the other one; told apart by words where they differ. */
const Pair = ({ name, real, whatIf }: { readonly name: string; readonly real: number; readonly whatIf: number }) => (
  <td className="right" data-label={name}>
    {real === whatIf ? (
      <span>{real}</span>
    ) : (
      <span>
        {real} → <b>{whatIf}</b>
      </span>
    )}
  </td>
);

const differs = ({ real, whatIf, changed }: Row): boolean =>
  changed.nowMissed + changed.nowMet > 0 || standings.some((standing) => real[standing] !== whatIf[standing]);

const Rows = ({ jobId, result }: Answered) => {
  const { t } = useTranslation();
  const label = useLabel();
  const { filter, change } = useUrlState(['rows']);
  const all = filter.rows === 'all';
  const shown = all ? result.rows : result.rows.filter(differs);
  const drill = (row: Row, effect: (typeof effects)[number]) => {
    const n = row.changed[effect];
    const name = t(`supervision.whatIf.${effect}`);
    const query = new URLSearchParams({
      ...(all ? { rows: 'all' } : {}),
      office: row.office.officeId,
      clock: row.clock,
      effect,
    }).toString();
    return (
      <td key={effect} className="right" data-label={name}>
        {n === 0 ? (
          <span className="quiet">0</span>
        ) : (
          <Link
            to={`?${query}#changed`}
            className="mark"
            data-tone={effectTones[effect]}
            aria-label={`${label(row.office.name)} ${label(row.label, row.clock)} ${name} ${n}`}
          >
            {n}
          </Link>
        )}
      </td>
    );
  };
  const sum = (of: (row: Row) => number): number => result.rows.reduce((total, row) => total + of(row), 0);
  return (
    <Panel
      title={t('supervision.whatIf.result')}
      end={
        <span className="form-foot">
          <Checkbox checked={all} onChange={({ target }) => change({ rows: target.checked ? 'all' : undefined })}>
            {t('supervision.whatIf.allRows', { count: result.rows.length })}
          </Checkbox>
          <CsvLink path={whatIfPath(jobId)} query={{ table: 'comparison' }} />
        </span>
      }
    >
      <p className="muted">{t('supervision.whatIf.resultHint')}</p>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('column.office')}</th>
            <th scope="col">{t('supervision.clocks.clock')}</th>
            <th scope="col" className="right">
              {t('supervision.whatIf.total')}
            </th>
            {standings.map((standing) => (
              <th key={standing} scope="col" className="right">
                {t(`supervision.whatIf.standing.${standing}`)}
              </th>
            ))}
            {effects.map((effect) => (
              <th key={effect} scope="col" className="right">
                {t(`supervision.whatIf.${effect}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={`${row.office.officeId}/${row.clock}`}>
              <th scope="row" className="lead">
                {label(row.office.name)}
              </th>
              <td data-label={t('supervision.clocks.clock')}>{label(row.label, row.clock)}</td>
              <td className="right" data-label={t('supervision.whatIf.total')}>
                {row.total}
              </td>
              {standings.map((standing) => (
                <Pair
                  key={standing}
                  name={t(`supervision.whatIf.standing.${standing}`)}
                  real={row.real[standing]}
                  whatIf={row.whatIf[standing]}
                />
              ))}
              {effects.map((effect) => drill(row, effect))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" className="lead">
              {t('supervision.board.all')}
            </th>
            <td />
            <td className="right" data-label={t('supervision.whatIf.total')}>
              {sum(({ total }) => total)}
            </td>
            {standings.map((standing) => (
              <Pair
                key={standing}
                name={t(`supervision.whatIf.standing.${standing}`)}
                real={sum(({ real }) => real[standing])}
                whatIf={sum(({ whatIf }) => whatIf[standing])}
              />
            ))}
            {effects.map((effect) => (
              <td key={effect} className="right" data-label={t(`supervision.whatIf.${effect}`)}>
                {sum(({ changed }) => changed[effect])}
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </Panel>
  );
};

const Side = ({ name, seen }: { readonly name: string; readonly seen: Seen | undefined }) => {
  const { t } = useTranslation();
  const ruleSetName = useRuleSetName();
  return (
    <td data-label={name}>
      {seen === undefined ? (
        <span className="quiet">{t('supervision.whatIf.notThere')}</span>
      ) : (
        <span>
          {t(`supervision.state.${seen.state}`)}
          <span className="row-sub number">
            {t('clock.due', { day: seen.dueOn })} · {ruleSetName(seen.ruleSet)}
          </span>
        </span>
      )}
    </td>
  );
};

const rowsAtOnce = 50;

const ChangedClocks = ({ jobId, result }: Answered) => {
  const { t } = useTranslation();
  const label = useLabel();
  const [shownRows, setShownRows] = useState(rowsAtOnce);
  const { filter, change } = useUrlState(['office', 'clock', 'effect']);
  const shown = result.changed.filter(
    ({ office, clock, effect }) =>
      (filter.office === undefined || office.officeId === filter.office) &&
      (filter.clock === undefined || clockName(clock) === filter.clock) &&
      (filter.effect === undefined || effect === filter.effect),
  );
  const rowOf = ({ office, clock }: Changed): Row | undefined =>
    result.rows.find((row) => row.office.officeId === office.officeId && row.clock === clockName(clock));
  const isLimited = Object.values(filter).some((value) => value !== undefined);
  return (
    <section className="panel" aria-labelledby="changed">
      <div className="panel-head">
        <h2 id="changed">
          {t('supervision.whatIf.changed', { count: isLimited ? shown.length : result.changedCount })}
        </h2>
        {isLimited ? (
          <Button size="small" onClick={() => change({ office: undefined, clock: undefined, effect: undefined })}>
            {t('supervision.whatIf.showAll')}
          </Button>
        ) : null}
        {result.changed.length === 0 ? null : <CsvLink path={whatIfPath(jobId)} query={{ table: 'changed' }} />}
      </div>
      <div className="panel-body">
        {result.changedCount > result.changed.length ? (
          <p className="muted">{t('supervision.whatIf.cut', { count: result.changed.length })}</p>
        ) : null}
        {shown.length === 0 ? <Empty description={t('supervision.whatIf.noneChanged')} /> : null}
        {shown.length === 0 ? null : (
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('column.case')}</th>
                <th scope="col">{t('supervision.clocks.clock')}</th>
                <th scope="col">{t('supervision.whatIf.real')}</th>
                <th scope="col">{t('supervision.whatIf.other')}</th>
                <th scope="col">{t('supervision.whatIf.effect')}</th>
                <th scope="col">{t('column.office')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.slice(0, shownRows).map((row) => (
                <tr key={`${row.caseId}/${row.clock}/${row.startedAt}`}>
                  <CaseCell row={row} />
                  <td data-label={t('supervision.clocks.clock')}>
                    <span>
                      {label(rowOf(row)?.label, row.clock)}
                      <span className="row-sub number">
                        {t('supervision.whatIf.startedOn', { day: dayOf(row.startedAt) })}
                      </span>
                    </span>
                  </td>
                  <Side name={t('supervision.whatIf.real')} seen={row.real} />
                  <Side name={t('supervision.whatIf.other')} seen={row.whatIf} />
                  <td data-label={t('supervision.whatIf.effect')}>
                    {row.effect === undefined ? (
                      <span className="quiet">{t('supervision.whatIf.sameEnd')}</span>
                    ) : (
                      <span className="mark" data-tone={effectTones[row.effect]}>
                        {t(`supervision.whatIf.${row.effect}`)}
                      </span>
                    )}
                  </td>
                  <td data-label={t('column.office')}>{label(row.office.name)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {shown.length > shownRows ? (
          <Button block onClick={() => setShownRows(shownRows + rowsAtOnce)}>
            {t('more')}
          </Button>
        ) : null}
      </div>
    </section>
  );
};

const Ended = ({ job }: { readonly job: WhatIf }) => {
  const { t } = useTranslation();
  if (job.result === undefined)
    return (
      <Panel title={t(`supervision.whatIf.state.${job.state}`)}>
        <p role="status">{t(`supervision.whatIf.ended.${job.state}`)}</p>
      </Panel>
    );
  if (job.result.rows.length === 0)
    return <Empty className="state" description={t('supervision.whatIf.nothingInSpan')} />;
  return (
    <>
      <Rows jobId={job.jobId} result={job.result} />
      <ChangedClocks jobId={job.jobId} result={job.result} />
    </>
  );
};

/** One question to other rules: how far it is, and what it came to. */
export default function WhatIfAnswerPage() {
  const { t } = useTranslation();
  const { jobId = '' } = useParams();
  const job = useWhatIf(jobId);
  const { data } = job;
  return (
    <Frame
      title={t('supervision.whatIf.answer')}
      end={<LinkButton to={`/supervision/what-if?like=${jobId}`}>{t('supervision.whatIf.again')}</LinkButton>}
    >
      <ProblemNote error={job.error} retry={() => void job.refetch()} />
      {job.isPending ? <Loading /> : null}
      {data === undefined ? null : (
        <>
          <Panel title={t('supervision.whatIf.question')}>
            <Asked question={data.question as WhatIfQuestion} />
          </Panel>
          {data.state === 'running' ? <Running job={data} /> : <Ended job={data} />}
        </>
      )}
    </Frame>
  );
}
