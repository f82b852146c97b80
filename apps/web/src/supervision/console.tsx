import { FieldTimeOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { Console } from '../console';

/** Whoever answers for the work of others. */
const overseers = ['supervisor', 'townLeader', 'bureauLeader', 'stationLeader', 'auditor'];

export const supervision: Console = {
  pages: [
    { path: '/supervision', page: lazy(() => import('./board-page')) },
    { path: '/supervision/clocks', page: lazy(() => import('./clocks-page')) },
    { path: '/supervision/tasks', page: lazy(() => import('./tasks-page')) },
    { path: '/supervision/stuck', page: lazy(() => import('./stuck-page')) },
    { path: '/supervision/alerts', page: lazy(() => import('./alerts-page')) },
    { path: '/supervision/timelines', page: lazy(() => import('./timelines-page')) },
    { path: '/supervision/steps', page: lazy(() => import('./steps-page')) },
    { path: '/supervision/what-if', page: lazy(() => import('./what-if-page')) },
    { path: '/supervision/what-if/:jobId', page: lazy(() => import('./what-if-answer-page')) },
    { path: '/supervision/return-rate', page: lazy(() => import('./return-rate-page')) },
  ],
  places: [
    {
      to: '/supervision',
      label: { zh: '时限督办', en: 'Supervision' },
      icon: <FieldTimeOutlined aria-hidden />,
      roles: overseers,
    },
  ],
};
