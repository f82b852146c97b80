import { SafetyCertificateOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Console } from '../console';

export const privacy: Console = {
  pages: [
    { path: '/privacy', page: lazy(() => import('./requests-page')) },
    { path: '/privacy/retention', page: lazy(() => import('./retention-page')) },
    { path: '/privacy/people/:personId', page: lazy(() => import('./person-page')) },
    { path: '/privacy/people/:personId/copy', page: lazy(() => import('./copy-page')) },
  ],
  places: [
    {
      to: '/privacy',
      label: { zh: '个人信息', en: 'Privacy' },
      icon: <SafetyCertificateOutlined aria-hidden />,
      roles: ['bureauOfficer', 'bureauLeader', 'auditor'],
    },
  ],
};
