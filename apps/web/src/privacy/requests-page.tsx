import { Empty } from 'antd';
import { useTranslation } from 'react-i18next';
import { shownInstant } from '../format';
import { PersonCard } from '../people/person-card';
import { PersonSearchForm } from '../people/person-search';
import { useSignedIn } from '../session/signed-in';
import { LinkButton } from '../shell/link-button';
import { Loading } from '../shell/loading';
import { Panel } from '../shell/panel';
import { ProblemNote } from '../shell/problem-note';
import type { ErasureRequest } from './api';
import { Frame } from './frame';
import { PersonName } from './person-name';
import { useKeeperName, useWaiting } from './queries';

const WaitingRow = ({ request }: { readonly request: ErasureRequest }) => {
  const { t } = useTranslation();
  const keeperName = useKeeperName();
  const { personId, ground, requestedBy, requestedAt } = request;
  return (
    <tr>
      <td className="lead">
        <PersonName personId={personId} />
      </td>
      <td data-label={t('privacy.ground.label')}>{t(`privacy.ground.${ground}`, ground)}</td>
      <td data-label={t('privacy.requestedBy')}>{keeperName(requestedBy)}</td>
      <td data-label={t('privacy.requestedAt')} className="number">
        {shownInstant(requestedAt)}
      </td>
      <td className="row-act">
        <LinkButton size="small" to={`/privacy/people/${personId}`}>
          {t('privacy.openFile')}
        </LinkButton>
      </td>
    </tr>
  );
};

/** Requests for erasure that wait for a decision, and the way to the file of a person. */
export default function RequestsPage() {
  const { t } = useTranslation();
  const waiting = useWaiting();
  const keepsFiles = useSignedIn().roles.some((role) => role === 'bureauOfficer' || role === 'bureauLeader');
  const rows = waiting.data?.rows ?? [];
  return (
    <Frame title={t('privacy.requests.title')}>
      <Panel title={t('privacy.requests.waiting')} end={<span className="quiet small">{t('privacy.twoPersons')}</span>}>
        <ProblemNote error={waiting.error} retry={() => void waiting.refetch()} />
        {waiting.isPending ? <Loading /> : null}
        {waiting.isSuccess && rows.length === 0 ? <Empty description={t('privacy.requests.none')} /> : null}
        {rows.length === 0 ? null : (
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('privacy.person')}</th>
                <th scope="col">{t('privacy.ground.label')}</th>
                <th scope="col">{t('privacy.requestedBy')}</th>
                <th scope="col">{t('privacy.requestedAt')}</th>
                <th scope="col">
                  <span className="hidden-text">{t('privacy.openFile')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((request) => (
                <WaitingRow key={request.requestId} request={request} />
              ))}
            </tbody>
          </table>
        )}
      </Panel>
      {keepsFiles ? (
        <Panel title={t('privacy.requests.find')}>
          <PersonSearchForm>
            {(people) => (
              <ul className="cards">
                {people.map((person) => (
                  <PersonCard key={person.personId} person={person}>
                    <LinkButton type="primary" to={`/privacy/people/${person.personId}`}>
                      {t('privacy.openFile')}
                    </LinkButton>
                  </PersonCard>
                ))}
              </ul>
            )}
          </PersonSearchForm>
        </Panel>
      ) : null}
    </Frame>
  );
}
