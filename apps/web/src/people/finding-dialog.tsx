import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PersonRow } from '../api/types';
import { PersonCard } from './person-card';
import { PersonSearchForm } from './person-search';
import { Registering } from './registering';

export interface FindingProps {
  readonly open: boolean;
  readonly excluded: readonly string[];
  readonly close: () => void;
  readonly choose: (person: PersonRow) => void;
}

export const FindingDialog = ({ open, excluded, close, choose }: FindingProps) => {
  const { t } = useTranslation();
  return (
    <Modal open={open} title={t('people.pick')} footer={null} onCancel={close} width={720} destroyOnHidden>
      <PersonSearchForm nobody={(typed) => <Registering known={typed} registered={choose} />}>
        {(people) => (
          <ul className="cards">
            {people.map((person) => (
              <PersonCard key={person.personId} person={person}>
                <Button
                  type="primary"
                  disabled={excluded.includes(person.personId) || person.deceasedOn !== undefined}
                  onClick={() => choose(person)}
                >
                  {t('people.choose')}
                </Button>
              </PersonCard>
            ))}
          </ul>
        )}
      </PersonSearchForm>
    </Modal>
  );
};
