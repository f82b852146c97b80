import { useCaseType } from '../api/queries';
import { useLabel } from '../i18n';

/** Names of the relief schemes. */
export const useSchemeNames = (): ((scheme: string) => string) => {
  const label = useLabel();
  const relief = useCaseType('relief-application').data;
  return (scheme) => label(relief?.values[scheme], scheme);
};
