import { useSearchParams } from 'react-router';
import { isUuid } from '../format';

/** The query that keeps the case from which another is opened, over the pages in between. */
export const fromQuery = (caseId: string | undefined): string => (caseId === undefined ? '' : `?from=${caseId}`);

/** The case from which this one is opened; nothing when it stands alone. */
export const useFrom = (): string | undefined => {
  const from = useSearchParams()[0].get('from');
  return from !== null && isUuid(from) ? from : undefined;
};
