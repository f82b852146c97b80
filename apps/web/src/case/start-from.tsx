import { LinkOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { CaseFile } from '../api/types';
import { useLabel } from '../i18n';
import { fromQuery } from '../opening/from';
import { useOpenings } from '../opening/openings';
import { roomOf } from '../rooms';
import { Menu } from '../shell/menu';

/** Opens another case that belongs to this one: for somebody of this case, for somebody else, or for nobody known. */
export const StartFrom = ({ caseFile }: { readonly caseFile: CaseFile }) => {
  const { t } = useTranslation();
  const label = useLabel();
  const navigate = useNavigate();
  const openings = useOpenings();
  if (openings.length === 0) return null;
  const from = fromQuery(caseFile.caseId);
  const forPeople = openings.some(({ serves }) => serves !== 'never');
  const persons = forPeople ? roomOf(caseFile.type).persons(caseFile) : [];
  const forNobody = new Map(
    openings
      .filter(({ serves }) => serves !== 'always')
      .map(({ described, command }) => [
        `/open/${described.type}/${command}`,
        label(described.commands[command]?.label, label(described.label)),
      ]),
  );
  const items = [
    ...persons.map(({ personId, name }) => ({
      key: `/people/${personId}/apply`,
      label: t('opening.forPerson', { name }),
    })),
    ...(forPeople ? [{ key: '/people', label: t('opening.forOther') }] : []),
    ...[...forNobody].map(([path, name]) => ({ key: path, label: name })),
  ];
  return (
    <Menu menu={{ items, onClick: ({ key }) => void navigate(`${key}${from}`) }}>
      <Button block icon={<LinkOutlined aria-hidden />}>
        {t('opening.startFrom')}
      </Button>
    </Menu>
  );
};
