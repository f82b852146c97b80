import { SwapOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Console } from '../console';

export const exchange: Console = {
  pages: [
    { path: '/exchange', page: lazy(() => import('./standing-page')) },
    { path: '/exchange/threads', page: lazy(() => import('./thread-page')) },
  ],
  places: [
    {
      to: '/exchange',
      label: { zh: '部门交换', en: 'Exchange' },
      icon: <SwapOutlined aria-hidden />,
      roles: ['administrator', 'bureauOfficer', 'bureauLeader', 'supervisor', 'auditor'],
    },
  ],
};
