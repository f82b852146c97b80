import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../session/signed-in';
import { Heading } from '../shell/heading';
import { Parts } from '../shell/parts';
import '../shell/lists.css';
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
        <Parts
          name={t('exchange.parts')}
          parts={[
            { to: '/exchange', text: t('exchange.standing.nav'), isFirst: true },
            { to: '/exchange/threads', text: t('exchange.threads.nav') },
          ]}
        />
      ) : null}
      <div className="page-head">
        <Heading title={title} />
      </div>
      {children}
    </>
  );
};
