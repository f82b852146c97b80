import { Button, Empty } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shownInstant } from '../format';
import { Panel } from '../shell/panel';
import { type ErasureFile, privacyApi } from './api';
import { useAct, useKeeperName } from './queries';
import { ReasonDialog } from '../shell/reason-dialog';

interface HoldsProps {
  readonly personId: string;
  readonly holds: ErasureFile['holds'];
  readonly mayAct: boolean;
}

const Placing = ({ personId }: Pick<HoldsProps, 'personId'>) => {
  const { t } = useTranslation();
  const [key, setKey] = useState<string>();
  const close = () => setKey(undefined);
  const place = useAct((reason: string) => privacyApi.hold(personId, reason, key ?? ''), close);
  return (
    <>
      <Button onClick={() => setKey(crypto.randomUUID())}>{t('privacy.holds.place')}</Button>
      {key === undefined ? null : (
        <ReasonDialog
          title={t('privacy.holds.place')}
          act={t('privacy.holds.place')}
          pending={place.isPending}
          error={place.error}
          submit={(reason) => place.mutate(reason)}
          close={close}
        >
          <p className="quiet">{t('privacy.holds.meaning')}</p>
        </ReasonDialog>
      )}
    </>
  );
};

const Lifting = ({ personId, holdId }: { readonly personId: string; readonly holdId: string }) => {
  const { t } = useTranslation();
  const [key, setKey] = useState<string>();
  const close = () => setKey(undefined);
  const lift = useAct((reason: string) => privacyApi.lift(personId, holdId, reason, key ?? ''), close);
  return (
    <>
      <Button size="small" onClick={() => setKey(crypto.randomUUID())}>
        {t('privacy.holds.lift')}
      </Button>
      {key === undefined ? null : (
        <ReasonDialog
          title={t('privacy.holds.lift')}
          act={t('privacy.holds.lift')}
          pending={lift.isPending}
          error={lift.error}
          submit={(reason) => lift.mutate(reason)}
          close={close}
        />
      )}
    </>
  );
};

/** Legal holds that stand: while one does, nothing of the person is erased. */
export const HoldsPanel = ({ personId, holds, mayAct }: HoldsProps) => {
  const { t } = useTranslation();
  const keeperName = useKeeperName();
  return (
    <Panel title={t('privacy.holds.title')} end={mayAct ? <Placing personId={personId} /> : null}>
      {holds.length === 0 ? (
        <Empty description={t('privacy.holds.empty')} />
      ) : (
        <ul className="value-list">
          {holds.map(({ holdId, personId: heldId, placedBy, placedAt }) => (
            <li key={holdId} className="hold">
              <span>
                {t('privacy.holds.stands')}
                <span className="row-sub">
                  {keeperName(placedBy)} · <span className="number">{shownInstant(placedAt)}</span>
                </span>
              </span>
              {mayAct ? <Lifting personId={heldId} holdId={holdId} /> : null}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
};
