import { SettingOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Console } from '../console';

export const administration: Console = {
  pages: [
    { path: '/administration', page: lazy(() => import('./offices-page')) },
    { path: '/administration/users', page: lazy(() => import('./users-page')) },
    { path: '/administration/rules', page: lazy(() => import('./rules-page')) },
    { path: '/administration/standards', page: lazy(() => import('./standards-page')) },
    { path: '/administration/delegations', page: lazy(() => import('./delegations-page')) },
    { path: '/administration/history', page: lazy(() => import('./history-page')) },
  ],
  places: [
    {
      to: '/administration',
      label: { zh: '系统管理', en: 'Administration' },
      icon: <SettingOutlined aria-hidden />,
      roles: ['administrator'],
    },
  ],
};
