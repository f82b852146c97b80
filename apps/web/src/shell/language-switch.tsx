import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, useLanguage } from '../i18n';

export const LanguageSwitch = () => {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <Button
      type="text"
      size="small"
      lang={language === 'zh' ? 'en' : 'zh-CN'}
      onClick={() => chooseLanguage(language === 'zh' ? 'en' : 'zh')}
    >
      {t('nav.language')}
    </Button>
  );
};
