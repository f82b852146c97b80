import { useTranslation } from 'react-i18next';

/** `chongqing@2` in words. */
export const useRuleSetName = (): ((ruleSet: string | undefined) => string | undefined) => {
  const { t } = useTranslation();
  return (ruleSet) => {
    const [id = '', version] = ruleSet?.split('@') ?? [];
    return version === undefined ? ruleSet : t('ruleSet.version', { name: t(`ruleSet.${id}`, id), version });
  };
};
