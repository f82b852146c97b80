import { useTranslation } from 'react-i18next';

/** What is still under way in a case, in words: a clock that runs, money that is owed, a hold. */
export const useUnsettledName = (): ((name: string) => string) => {
  const { t } = useTranslation();
  return (name) => t(`privacy.unsettled.${name}`, t('privacy.unsettled.clock'));
};
