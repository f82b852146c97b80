import { useQuery } from '@tanstack/react-query';
import { Alert, Empty } from 'antd';
import { Suspense, lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { api } from '../api/client';
import { useCaseload, useOffices } from '../api/queries';
import { useLabel } from '../i18n';
import { PersonCard } from '../people/person-card';
import { Heading } from '../shell/heading';
import { Loading } from '../shell/loading';
import { ProblemNote } from '../shell/problem-note';
import { type Opening, useOpenings } from './openings';

const OpeningForm = lazy(() => import('./opening-form').then((module) => ({ default: module.OpeningForm })));

const keyOf = ({ described, command, scheme }: Opening): string => [described.type, command, scheme].join('/');

/** What can be opened, by case type: one button for each scheme, or for the type when it has none. */
const Choice = ({
  openings,
  chosen,
  choose,
}: {
  readonly openings: readonly Opening[];
  readonly chosen: string | undefined;
  readonly choose: (key: string) => void;
}) => {
  const { t } = useTranslation();
  const label = useLabel();
  const types = [...new Set(openings.map(({ described }) => described))];
  const nameOf = ({ described, command, scheme }: Opening): string =>
    scheme === undefined
      ? label(described.commands[command]?.label, label(described.label))
      : label(described.values[scheme], scheme);
  return (
    <section className="panel panel-body">
      <h2>{t('opening.choose')}</h2>
      {types.map((described) => (
        <div key={described.type} role="group" aria-label={label(described.label)}>
          <p className="quiet small">{label(described.label)}</p>
          <div className="schemes">
            {openings
              .filter((opening) => opening.described === described)
              .map((opening) => (
                <button
                  key={keyOf(opening)}
                  type="button"
                  className="scheme"
                  aria-pressed={chosen === keyOf(opening)}
                  onClick={() => choose(keyOf(opening))}
                >
                  {nameOf(opening)}
                </button>
              ))}
          </div>
        </div>
      ))}
    </section>
  );
};

/** Opens a case for a person of the registry: first what kind, then the form. */
export default function OpenForPersonPage() {
  const { t } = useTranslation();
  const { personId = '' } = useParams();
  const [chosen, setChosen] = useState<string>();
  const person = useQuery({ queryKey: ['person', personId], queryFn: () => api.person(personId) });
  const open = useCaseload({ person: personId, open: true, limit: 20 });
  const offices = useOffices();
  const openings = useOpenings().filter(({ serves }) => serves !== 'never');
  if (person.error !== null) return <ProblemNote error={person.error} retry={() => void person.refetch()} />;
  if (person.data === undefined || offices.data === undefined) return <Loading />;
  const openCases = open.data?.rows ?? [];
  const opening = openings.find((one) => keyOf(one) === chosen);
  return (
    <>
      <div className="page-head">
        <Heading title={t('opening.title')} />
      </div>
      <ul className="cards gap">
        <PersonCard person={{ ...person.data, openCases }} />
      </ul>
      {openCases.length === 0 ? null : <Alert className="gap" type="warning" showIcon title={t('people.warnOpen')} />}
      {openings.length === 0 ? (
        <Empty className="state" description={t('opening.none')} />
      ) : (
        <Choice openings={openings} chosen={chosen} choose={setChosen} />
      )}
      {opening === undefined ? null : (
        <section className="panel panel-body form form-wide">
          <Suspense fallback={<Loading />}>
            <OpeningForm key={chosen} opening={opening} person={person.data} />
          </Suspense>
        </section>
      )}
    </>
  );
}
