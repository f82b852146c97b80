import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { useSignedIn } from '../session/signed-in';
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
  const { pathname } = useLocation();
  const isHere = (part: (typeof parts)[number]): boolean =>
    pathname === part.to ||
    ('details' in part && pathname === part.details) ||
    (part.to !== '/supervision' && pathname.startsWith(`${part.to}/`));
  const shown = parts.filter((part) => !('roles' in part) || part.roles.some((role) => me.roles.includes(role)));
  return (
    <>
      <nav className="parts" aria-label={t('supervision.parts')}>
        {shown.map((part) => (
          <Link key={part.to} to={part.to} aria-current={isHere(part) ? 'page' : undefined}>
            {t(`supervision.${part.text}.nav`)}
          </Link>
        ))}
      </nav>
      <div className="page-head">
        <h1>{title}</h1>
        {end === undefined ? null : <div className="page-end">{end}</div>}
      </div>
      {children}
    </>
  );
};
