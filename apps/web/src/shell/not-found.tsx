import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

export const NotFound = () => {
  const { t } = useTranslation();
  return (
    <div className="panel state">
      <h1>{t('notFound')}</h1>
      <Link to="/work">{t('nav.work')}</Link>
    </div>
  );
};
