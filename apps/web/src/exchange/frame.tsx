import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { useSignedIn } from '../session/signed-in';
import './exchange.css';
import './text';

/** Who may look into matters shared with other regions. */
const threadReaders = ['auditor', 'supervisor', 'bureauLeader', 'bureauOfficer'];

/** A page about the exchange: its name, the way to the others, and what it shows. */
export const Frame = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => {
  const { t } = useTranslation();
  const readsThreads = useSignedIn().roles.some((role) => threadReaders.includes(role));
  return (
    <>
      {readsThreads ? (
        <nav className="parts" aria-label={t('exchange.parts')}>
          <NavLink to="/exchange" end>
            {t('exchange.standing.nav')}
          </NavLink>
          <NavLink to="/exchange/threads">{t('exchange.threads.nav')}</NavLink>
        </nav>
      ) : null}
      <div className="page-head">
        <h1>{title}</h1>
      </div>
      {children}
    </>
  );
};
