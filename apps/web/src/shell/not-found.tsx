import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Heading } from './heading';

export const NotFound = () => {
  const { t } = useTranslation();
  return (
    <div className="panel state">
      <Heading title={t('notFound')} />
      <Link to="/work">{t('nav.work')}</Link>
    </div>
  );
};
