import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useCaseType } from '../api/queries';
import type { BatchRefusal } from '../api/types';
import { shortNumber } from '../format';
import { useLabel } from '../i18n';

/** Cases of a batch that were not taken, each with its reason. */
export const Refusals = ({ refused }: { readonly refused: readonly BatchRefusal[] }) => {
  const { t } = useTranslation();
  const label = useLabel();
  const described = useCaseType('relief-application').data;
  if (refused.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={t('payments.refused', { count: refused.length })}
      description={
        <ul className="plain">
          {refused.map(({ caseId, reason }) => (
            <li key={caseId}>
              <Link to={`/cases/${caseId}`}>{shortNumber(caseId)}</Link>:
              {label(described?.refusals[reason], t(`problem.${reason}`, reason))}
            </li>
          ))}
        </ul>
      }
    />
  );
};
