import { Suspense, lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { fromQuery, useFrom } from '../opening/from';
import { Heading } from '../shell/heading';
import { LinkButton } from '../shell/link-button';
import { PersonCard } from './person-card';
import { PersonSearchForm } from './person-search';

const Registering = lazy(() => import('./registering').then((module) => ({ default: module.Registering })));

/** Search before create: a case is opened only from a person that was looked up. */
export default function PeoplePage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const from = fromQuery(useFrom());
  return (
    <>
      <div className="page-head">
        <div>
          <Heading title={t('people.title')} />
          <p className="quiet">{t('people.hint')}</p>
        </div>
      </div>
      <section className="panel panel-body">
        <PersonSearchForm
          nobody={(typed) => (
            <Suspense fallback={null}>
              {' '}
              <Registering
                known={typed}
                registered={({ personId }) => void navigate(`/people/${personId}/apply${from}`)}
              />
            </Suspense>
          )}
        >
          {(people) => (
            <ul className="cards">
              {people.map((person) => (
                <PersonCard key={person.personId} person={person}>
                  {person.deceasedOn === undefined ? (
                    <LinkButton type="primary" to={`/people/${person.personId}/apply${from}`}>
                      {t('opening.title')}
                    </LinkButton>
                  ) : null}
                </PersonCard>
              ))}
            </ul>
          )}
        </PersonSearchForm>
      </section>
    </>
  );
}
