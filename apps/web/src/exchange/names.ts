import { useTranslation } from 'react-i18next';

/** Names of kinds and reasons; what has no name of its own is shown as it is. */
export const useNames = () => {
  const { t } = useTranslation();
  return {
    // A dot in a key means a step inwards.
    kind: (kind: string): string =>
      t(`exchange.kind.${kind.replaceAll('.', ':')}`, { defaultValue: kind, nsSeparator: false }),
    reason: (reason: string): string => t(`exchange.reason.${reason}`, { defaultValue: reason }),
  };
};
