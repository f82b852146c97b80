import { useTranslation } from 'react-i18next';
import { shortNumber } from '../format';
import { usePerson } from './queries';

/** The person by name where the viewer may know it, else by the number of the entry. */
export const PersonName = ({ personId }: { readonly personId: string }) => {
  const { t } = useTranslation();
  const person = usePerson(personId).data;
  if (person?.erased === true)
    return (
      <>
        <span className="mark">{t('privacy.erased')}</span> <span className="number">{shortNumber(personId)}</span>
      </>
    );
  return <>{person?.name ?? person?.alias ?? <span className="number">{shortNumber(personId)}</span>}</>;
};
