import { AuditOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Console } from '../console';

const roles = ['auditor'];

export const auditing: Console = {
  pages: [
    { path: '/auditing', page: lazy(() => import('./past-cases-page')) },
    { path: '/auditing/cases/:caseId', page: lazy(() => import('./replay-page')) },
    { path: '/auditing/verification', page: lazy(() => import('./verification-page')) },
    { path: '/auditing/hand-out', page: lazy(() => import('./hand-out-page')) },
    { path: '/auditing/trail', page: lazy(() => import('./trail-page')) },
  ],
  places: [
    {
      to: '/auditing',
      label: { zh: '审计回放', en: 'Auditing' },
      icon: <AuditOutlined aria-hidden />,
      roles,
    },
  ],
  fromCase: [
    {
      to: (caseId) => `/auditing/cases/${caseId}`,
      label: { zh: '回放此案', en: 'Replay this case' },
      roles,
    },
  ],
};
