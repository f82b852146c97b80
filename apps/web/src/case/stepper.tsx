import { CheckOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { CaseTypeDescription } from '../api/types';
import { useLabel } from '../i18n';
import type { Step } from '../rooms/room';
import { useStageName } from '../work/case-row';

/** Where the case is, what comes, and what was skipped and why. */
export const Stepper = ({
  steps,
  described,
}: {
  readonly steps: readonly Step[];
  readonly described: CaseTypeDescription;
}) => {
  const { t } = useTranslation();
  const label = useLabel();
  const stageName = useStageName(described);
  return (
    <ol className="panel stepper" aria-label={t('case.steps')}>
      {steps.map(({ stage, state, why }, index) => (
        <li
          key={`${stage}-${index}`}
          className="step"
          data-state={state}
          aria-current={state === 'current' ? 'step' : undefined}
        >
          <span className="step-dot" aria-hidden>
            {state === 'passed' ? <CheckOutlined /> : state === 'skipped' ? '–' : index + 1}
          </span>
          <span className="step-label">{stageName(stage)}</span>
          {state === 'skipped' ? <small>{`${t('case.skipped')}:${label(why)}`}</small> : null}
        </li>
      ))}
    </ol>
  );
};
