import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Heading } from '../shell/heading';
import { Parts } from '../shell/parts';
import '../shell/lists.css';
import './auditing.css';
import './text';

const parts = [
  { to: '/auditing', text: 'past', details: '/auditing/cases' },
  { to: '/auditing/verification', text: 'verify' },
  { to: '/auditing/hand-out', text: 'handOut' },
  { to: '/auditing/trail', text: 'trail' },
] as const;

/** A page of the auditor's field: its name, the way to the others, and what it shows. */
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
  return (
    <>
      <Parts
        name={t('auditing.parts')}
        parts={parts.map(({ to, text, ...more }) => ({
          to,
          text: t(`auditing.${text}.nav`),
          isFirst: to === '/auditing',
          ...more,
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
