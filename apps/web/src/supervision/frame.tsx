import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../session/signed-in';
import { Heading } from '../shell/heading';
import { Parts } from '../shell/parts';
import '../shell/lists.css';
import './supervision.css';
import './text';

/** Who may ask what other rules would have meant. */
const askers = ['supervisor', 'bureauLeader', 'auditor', 'administrator'];

const parts = [
  { to: '/supervision', text: 'board', details: '/supervision/clocks' },
  { to: '/supervision/tasks', text: 'tasks' },
  { to: '/supervision/stuck', text: 'stuck' },
  { to: '/supervision/alerts', text: 'alerts' },
  { to: '/supervision/timelines', text: 'timelines', details: '/supervision/steps' },
  { to: '/supervision/what-if', text: 'whatIf', roles: askers },
  { to: '/supervision/return-rate', text: 'returnRate' },
] as const;

/** A page of the supervisor's field: its name, the way to the others, and what it shows. */
export const Frame = ({
  title,
  end,
  children,
}: {
  readonly title: string;
  readonly end?: ReactNode;
  readonly children: ReactNode;
}) => {
  const { t } = useTranslation();
  const me = useSignedIn();
  const shown = parts.filter((part) => !('roles' in part) || part.roles.some((role) => me.roles.includes(role)));
  return (
    <>
      <Parts
        name={t('supervision.parts')}
        parts={shown.map((part) => ({
          to: part.to,
          text: t(`supervision.${part.text}.nav`),
          isFirst: part.to === '/supervision',
          ...('details' in part ? { details: part.details } : {}),
        }))}
      />
      <div className="page-head">
        <Heading title={title} />
        {end === undefined ? null : <div className="page-end">{end}</div>}
      </div>
      {children}
    </>
  );
};
