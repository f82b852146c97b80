import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { shortNumber } from '../format';
import { useLabel } from '../i18n';
import { problems } from '../i18n/problems';
import type { Obstacle } from './api';
import { useUnsettledName } from './unsettled';

const textOf = (detail: Obstacle['detail'], name: string): string | undefined => {
  const value = detail?.[name];
  return typeof value === 'string' ? value : undefined;
};

const ObstacleLine = ({ obstacle: { reason, detail } }: { readonly obstacle: Obstacle }) => {
  const { t } = useTranslation();
  const label = useLabel();
  const unsettledName = useUnsettledName();
  const [caseId, until] = ['caseId', 'until'].map((name) => textOf(detail, name));
  const { unsettled } = detail ?? {};
  return (
    <li>
      <b>{label(problems[reason], reason)}</b>
      <span className="row-sub">
        {caseId === undefined ? null : (
          <>
            <Link to={`/cases/${caseId}`} className="number">
              {t('case.number')} {shortNumber(caseId)}
            </Link>{' '}
          </>
        )}
        {until === undefined ? null : t('privacy.obstacles.until', { day: until })}
        {Array.isArray(unsettled)
          ? [...new Set(unsettled.map((one) => unsettledName(String(one))))].join(t('separator'))
          : null}
      </span>
    </li>
  );
};

/** Every reason for which the person cannot be erased today. */
export const Obstacles = ({ obstacles }: { readonly obstacles: readonly Obstacle[] }) => {
  const { t } = useTranslation();
  if (obstacles.length === 0) return <p>{t('privacy.obstacles.none')}</p>;
  return (
    <>
      <p className="quiet">{t('privacy.obstacles.some', { count: obstacles.length })}</p>
      <ul className="value-list">
        {obstacles.map((obstacle, index) => (
          <ObstacleLine key={`${obstacle.reason}-${index}`} obstacle={obstacle} />
        ))}
      </ul>
    </>
  );
};
