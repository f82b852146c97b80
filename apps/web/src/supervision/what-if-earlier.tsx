import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { shownInstant } from '../format';
import { Panel } from '../shell/panel';
import { ProblemNote } from '../shell/problem-note';
import type { AskedWhatIf, WhatIfQuestion } from './api';
import { useWhatIfs } from './queries';
import { Asked } from './what-if-asked';

const stateTones = { running: 'amber', done: 'green', cancelled: undefined, failed: 'red' } as const;

const EarlierRow = ({ asked: { jobId, question, startedAt, state } }: { readonly asked: AskedWhatIf }) => {
  const { t } = useTranslation();
  return (
    <tr>
      <th scope="row" className="lead">
        <Link to={`/supervision/what-if/${jobId}`} className="number">
          {shownInstant(startedAt)}
        </Link>
      </th>
      <td data-label={t('supervision.whatIf.question')}>
        <Asked question={question as WhatIfQuestion} />
      </td>
      <td data-label={t('supervision.whatIf.stateOf')}>
        <span className="mark" data-tone={stateTones[state]}>
          {t(`supervision.whatIf.state.${state}`)}
        </span>
      </td>
    </tr>
  );
};

/** What the viewer asked before, the newest first; nothing where that was nothing yet. */
export const Earlier = () => {
  const { t } = useTranslation();
  const { data, error, refetch } = useWhatIfs();
  const rows = data?.rows ?? [];
  return (
    <>
      <ProblemNote error={error} retry={() => void refetch()} />
      {rows.length === 0 ? null : (
        <div className="gap-top">
          <Panel title={t('supervision.whatIf.earlier')}>
            <p className="muted">{t('supervision.whatIf.earlierHint')}</p>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t('supervision.whatIf.askedAt')}</th>
                  <th scope="col">{t('supervision.whatIf.question')}</th>
                  <th scope="col">{t('supervision.whatIf.stateOf')}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((asked) => (
                  <EarlierRow key={asked.jobId} asked={asked} />
                ))}
              </tbody>
            </table>
          </Panel>
        </div>
      )}
    </>
  );
};
