import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useLabel } from '../i18n';
import { Menu } from '../shell/menu';
import { useOpenings } from './openings';

/** Opens what begins without a person of the registry; nothing where the viewer opens no such case. */
export const NewCase = () => {
  const { t } = useTranslation();
  const label = useLabel();
  const navigate = useNavigate();
  const openings = useOpenings().filter(({ serves }) => serves !== 'always');
  const ways = new Map(
    openings.map(({ described, command }) => [`/open/${described.type}/${command}`, { described, command }]),
  );
  if (ways.size === 0) return null;
  return (
    <Menu
      menu={{
        items: [...ways].map(([path, { described, command }]) => ({
          key: path,
          label: label(described.commands[command]?.label, label(described.label)),
          onClick: () => void navigate(path),
        })),
      }}
    >
      <Button type="primary" icon={<PlusOutlined />}>
        {t('opening.new')}
      </Button>
    </Menu>
  );
};
