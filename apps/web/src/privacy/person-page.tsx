import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useSignedIn } from '../session/signed-in';
import { LinkButton } from '../shell/link-button';
import { Loading } from '../shell/loading';
import { Panel } from '../shell/panel';
import { ProblemNote } from '../shell/problem-note';
import { Fact } from '../shell/fact';
import type { ErasureFile } from './api';
import { Frame } from './frame';
import { HoldsPanel } from './holds-panel';
import { Obstacles } from './obstacles';
import { PersonName } from './person-name';
import { useErasureFile, usePerson } from './queries';
import { RequestsPanel } from './requests-panel';

const Who = ({ personId, keepsFiles }: { readonly personId: string; readonly keepsFiles: boolean }) => {
  const { t } = useTranslation();
  const person = usePerson(personId).data;
  return (
    <Panel
      title={t('privacy.person')}
      end={
        keepsFiles && person?.erased === false ? (
          <LinkButton to={`/privacy/people/${personId}/copy`}>{t('privacy.copy.make')}</LinkButton>
        ) : null
      }
    >
      <dl className="facts">
        <Fact name={t('people.name')}>
          <PersonName personId={personId} />
        </Fact>
        <Fact name={t('people.idNumber')}>{person?.idNumberMasked}</Fact>
        <Fact name={t('privacy.born')}>{person?.bornOn}</Fact>
        <Fact name={t('privacy.number')}>{personId}</Fact>
      </dl>
    </Panel>
  );
};

const Standing = ({ file, personId }: { readonly file: ErasureFile; readonly personId: string }) => {
  const { t } = useTranslation();
  const isErased = file.obstacles.some(({ reason }) => reason === 'person-erased');
  if (isErased)
    return (
      <p className="notice-box" role="status">
        <b>{t('privacy.erasedForGood')}</b>
      </p>
    );
  return (
    <Panel title={t('privacy.obstacles.title')}>
      <Obstacles obstacles={file.obstacles} key={personId} />
    </Panel>
  );
};

/** What is kept of a person: holds, requests for erasure, and what stands in the way of one. */
export default function PersonFilePage() {
  const { t } = useTranslation();
  const { personId = '' } = useParams();
  const { roles } = useSignedIn();
  const keepsFiles = roles.some((role) => role === 'bureauOfficer' || role === 'bureauLeader');
  const file = useErasureFile(personId);
  return (
    <Frame title={t('privacy.fileTitle')}>
      <Who personId={personId} keepsFiles={keepsFiles} />
      <ProblemNote error={file.error} retry={() => void file.refetch()} />
      {file.isPending ? <Loading /> : null}
      {file.data === undefined ? null : (
        <>
          <Standing file={file.data} personId={personId} />
          <RequestsPanel personId={personId} file={file.data} />
          <HoldsPanel personId={personId} holds={file.data.holds} mayAct={keepsFiles} />
        </>
      )}
    </Frame>
  );
}
