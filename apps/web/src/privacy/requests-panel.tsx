import { Button, Empty, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shownInstant } from '../format';
import { useSignedIn } from '../session/signed-in';
import { Panel } from '../shell/panel';
import { type ErasureFile, type ErasureRequest, type Ground, grounds, privacyApi } from './api';
import { ApprovalDialog } from './approval-dialog';
import { useAct, useKeeperName } from './queries';
import { ReasonDialog } from '../shell/reason-dialog';

const tones = { requested: 'amber', refused: undefined, erasing: 'red', erased: 'red' } as const;

interface RequestsProps {
  readonly personId: string;
  readonly file: ErasureFile;
}

/** Asks for the erasure; another officer decides. */
const Asking = ({ personId }: Pick<RequestsProps, 'personId'>) => {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [ground, setGround] = useState<Ground>('retentionOver');
  const [key, setKey] = useState(() => crypto.randomUUID());
  const close = () => {
    setOpen(false);
    setKey(crypto.randomUUID());
  };
  const ask = useAct((reason: string) => privacyApi.request(personId, ground, reason, key), close);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('privacy.ask')}</Button>
      {open ? (
        <ReasonDialog
          title={t('privacy.ask')}
          act={t('privacy.askAct')}
          pending={ask.isPending}
          error={ask.error}
          submit={(reason) => ask.mutate(reason)}
          close={close}
        >
          <Radio.Group
            vertical
            aria-label={t('privacy.ground.label')}
            value={ground}
            onChange={({ target }) => setGround(target.value as Ground)}
            options={grounds.map((value) => ({ value, label: t(`privacy.ground.${value}`) }))}
          />
        </ReasonDialog>
      ) : null}
    </>
  );
};

/** Decides on a request of somebody else; what is erased cannot be brought back. */
const Deciding = ({ request }: { readonly request: ErasureRequest }) => {
  const { t } = useTranslation();
  const [open, setOpen] = useState<'approve' | 'refuse'>();
  const [key] = useState(() => crypto.randomUUID());
  const close = () => setOpen(undefined);
  const { personId, requestId } = request;
  const approve = useAct(() => privacyApi.approve(personId, requestId, key), close);
  const refuse = useAct((reason: string) => privacyApi.refuse(personId, requestId, reason, key), close);
  return (
    <div className="form-foot">
      <Button danger type="primary" onClick={() => setOpen('approve')}>
        {t('privacy.approve')}
      </Button>
      <Button onClick={() => setOpen('refuse')}>{t('privacy.refuse')}</Button>
      {open === 'approve' ? (
        <ApprovalDialog
          pending={approve.isPending}
          error={approve.error}
          approve={() => approve.mutate(undefined)}
          close={close}
        />
      ) : null}
      {open === 'refuse' ? (
        <ReasonDialog
          title={t('privacy.refuse')}
          act={t('privacy.refuse')}
          pending={refuse.isPending}
          error={refuse.error}
          submit={(reason) => refuse.mutate(reason)}
          close={close}
        />
      ) : null}
    </div>
  );
};

const Decision = ({ request }: { readonly request: ErasureRequest }) => {
  const { t } = useTranslation();
  const me = useSignedIn();
  if (request.state !== 'requested') return null;
  if (request.requestedBy === me.userId) return <p className="quiet small">{t('privacy.notYourOwn')}</p>;
  return me.roles.includes('bureauLeader') ? (
    <Deciding request={request} />
  ) : (
    <p className="quiet small">{t('privacy.waitsForLeader')}</p>
  );
};

const Request = ({ request }: { readonly request: ErasureRequest }) => {
  const { t } = useTranslation();
  const keeperName = useKeeperName();
  const { state, ground, requestedBy, requestedAt, decidedBy, casesErased = [], casesKept = [] } = request;
  return (
    <li>
      <span className="mark" data-tone={tones[state]}>
        {t(`privacy.state.${state}`)}
      </span>{' '}
      {t(`privacy.ground.${ground}`, ground)}
      <span className="row-sub">
        {t('privacy.askedBy', { name: keeperName(requestedBy), at: shownInstant(requestedAt) })}
        {decidedBy === undefined ? null : ` · ${t('privacy.decidedBy', { name: keeperName(decidedBy) })}`}
      </span>
      {state === 'erased' || state === 'erasing' ? (
        <span className="row-sub">{t('privacy.outcome', { erased: casesErased.length, kept: casesKept.length })}</span>
      ) : null}
      <Decision request={request} />
    </li>
  );
};

/** Requests for erasure with what became of them; the newest first. */
export const RequestsPanel = ({ personId, file: { rows, obstacles } }: RequestsProps) => {
  const { t } = useTranslation();
  const { roles } = useSignedIn();
  const mayAsk =
    roles.includes('bureauOfficer') && obstacles.length === 0 && !rows.some(({ state }) => state === 'requested');
  return (
    <Panel title={t('privacy.requests.history')} end={mayAsk ? <Asking personId={personId} /> : null}>
      {rows.length === 0 ? (
        <Empty description={t(obstacles.length === 0 ? 'privacy.requests.empty' : 'privacy.requests.blocked')} />
      ) : (
        <ul className="value-list">
          {[...rows].reverse().map((request) => (
            <Request key={request.requestId} request={request} />
          ))}
        </ul>
      )}
    </Panel>
  );
};
