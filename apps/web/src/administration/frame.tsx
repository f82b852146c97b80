import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Heading } from '../shell/heading';
import { Parts } from '../shell/parts';
import './administration.css';
import './text';

const parts = ['offices', 'users', 'rules', 'standards', 'delegations', 'history'] as const;

const pathOf = (part: (typeof parts)[number]): string =>
  part === 'offices' ? '/administration' : `/administration/${part}`;

/** A page of the administrator's field: the way to the others, its name, its main act. */
export const Frame = ({
  title,
  intro,
  end,
  children,
}: {
  readonly title: string;
  readonly intro?: string;
  readonly end?: ReactNode;
  readonly children: ReactNode;
}) => {
  const { t } = useTranslation();
  return (
    <>
      <Parts
        name={t('administration.parts')}
        parts={parts.map((part) => ({
          to: pathOf(part),
          text: t(`administration.${part}`),
          isFirst: part === 'offices',
        }))}
      />
      <div className="page-head">
        <div>
          <Heading title={title} />
          {intro === undefined ? null : <p className="quiet">{intro}</p>}
        </div>
        {end === undefined ? null : <div className="page-end">{end}</div>}
      </div>
      {children}
    </>
  );
};
