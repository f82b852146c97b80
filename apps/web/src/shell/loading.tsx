import { Spin } from 'antd';
import { useTranslation } from 'react-i18next';

export const Loading = () => {
  const { t } = useTranslation();
  return (
    <div className="state" role="status">
      <Spin /> <span>{t('loading')}</span>
    </div>
  );
};
