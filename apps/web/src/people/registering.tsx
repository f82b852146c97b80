import { Collapse } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PersonRow, PersonSearch } from '../api/types';
import { FoundPersonForm } from './found-person-form';
import { RegisterForm } from './register-form';

/** Registers somebody whom the search did not find: by their ID number, or without knowing who it is. */
export const Registering = ({
  known,
  registered,
}: {
  readonly known: PersonSearch;
  readonly registered: (person: PersonRow) => void;
}) => {
  const { t } = useTranslation();
  return (
    <Collapse
      className="gap-top"
      items={[
        {
          key: 'identified',
          label: t('people.register'),
          children: <RegisterForm known={known} registered={registered} />,
        },
        {
          key: 'unidentified',
          label: t('people.registerFound'),
          children: <FoundPersonForm registered={registered} />,
        },
      ]}
    />
  );
};
