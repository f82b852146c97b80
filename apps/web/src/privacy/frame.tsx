import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Heading } from '../shell/heading';
import { Parts } from '../shell/parts';
import '../shell/lists.css';
import './privacy.css';
import './text';

const parts = [
  { to: '/privacy', text: 'requests' },
  { to: '/privacy/retention', text: 'retention' },
] as const;

/** A page about what is kept of persons: its name, the way to the others, and what it shows. */
export const Frame = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => {
  const { t } = useTranslation();
  return (
    <>
      <Parts
        name={t('privacy.parts')}
        parts={parts.map(({ to, text }) => ({ to, text: t(`privacy.${text}.nav`), isFirst: to === '/privacy' }))}
      />
      <div className="page-head">
        <Heading title={title} />
      </div>
      {children}
    </>
  );
};
