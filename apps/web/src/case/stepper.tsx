import { CheckOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { useHistory } from '../api/queries';
import type { CaseFile, CaseTypeDescription, HistoryEvent } from '../api/types';
import { dayOf } from '../format';
import { useLabel } from '../i18n';
import { roomOf } from '../rooms';
import { useStageName } from '../work/case-row';
import { stepsOf } from './steps';

/** Where the case is, what comes, and what was skipped and why. */
export const Stepper = ({
  caseFile,
  described,
  known,
}: {
  readonly caseFile: CaseFile;
  readonly described: CaseTypeDescription;
  /** What had happened, where the case is shown as it once was. */
  readonly known?: readonly HistoryEvent[] | undefined;
}) => {
  const { t } = useTranslation();
  const label = useLabel();
  const stageName = useStageName(described);
  const newest = useHistory(caseFile.caseId, known === undefined).data?.events;
  const events = known ?? newest ?? [];
  const { whySkipped } = roomOf(caseFile.type);
  const steps = stepsOf({ caseFile, described, events, whySkipped: (stage) => whySkipped?.(stage, caseFile) });
  return (
    <ol className="panel stepper" aria-label={t('case.steps')}>
      {steps.map(({ stage, state, since, why }, index) => (
        <li key={stage} className="step" data-state={state} aria-current={state === 'current' ? 'step' : undefined}>
          <span className="step-dot" aria-hidden>
            {state === 'passed' ? <CheckOutlined /> : state === 'skipped' ? '–' : index + 1}
          </span>
          <span className="step-label">{stageName(stage)}</span>
          {since === undefined ? null : <small className="number">{dayOf(since)}</small>}
          {state === 'skipped' ? <small>{`${t('case.skipped')}:${label(why)}`}</small> : null}
        </li>
      ))}
    </ol>
  );
};
