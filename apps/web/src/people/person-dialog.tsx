import { Button, Collapse, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PersonRow } from '../api/types';
import { PersonCard } from './person-card';
import { PersonSearchForm } from './person-search';
import { RegisterForm } from './register-form';

/** Finds somebody in the registry, or registers them, without leaving the form behind it. */
export const PersonDialog = ({
  open,
  excluded,
  close,
  choose,
}: {
  readonly open: boolean;
  readonly excluded: readonly string[];
  readonly close: () => void;
  readonly choose: (person: PersonRow) => void;
}) => {
  const { t } = useTranslation();
  return (
    <Modal open={open} title={t('people.pick')} footer={null} onCancel={close} width={720} destroyOnHidden>
      <PersonSearchForm
        nobody={(typed) => (
          <Collapse
            className="gap-top"
            items={[
              {
                key: 'register',
                label: t('people.register'),
                children: <RegisterForm known={typed} registered={choose} />,
              },
            ]}
          />
        )}
      >
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
