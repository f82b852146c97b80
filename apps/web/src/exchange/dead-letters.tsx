import { Button, Empty } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shownInstant } from '../format';
import { ReasonDialog } from '../shell/reason-dialog';
import { useSignedIn } from '../session/signed-in';
import { Loading } from '../shell/loading';
import { useMessages } from '../shell/messages';
import { Panel } from '../shell/panel';
import { ProblemNote } from '../shell/problem-note';
import type { DeadLetter, Intervention } from './api';
import { useNames } from './names';
import { useDeadLetters, useIntervention } from './queries';

interface Chosen {
  readonly kind: Intervention;
  readonly messageId: string;
}

const Row = ({
  letter,
  choose,
}: {
  readonly letter: DeadLetter;
  readonly choose: ((chosen: Chosen) => void) | undefined;
}) => {
  const { t } = useTranslation();
  const names = useNames();
  const { messageId, receivedAt, kind, source, reason, topic, partition, offset, replayable } = letter;
  return (
    <tr>
      <td className="lead number">{shownInstant(receivedAt)}</td>
      <td data-label={t('exchange.dead.kind')}>{kind === '' ? '—' : names.kind(kind)}</td>
      <td data-label={t('exchange.dead.source')}>{source === '' ? '—' : source}</td>
      <td data-label={t('exchange.dead.reason')}>
        <span>
          {names.reason(reason)}
          {replayable ? null : <span className="row-sub">{t('exchange.dead.gone')}</span>}
        </span>
      </td>
      <td data-label={t('exchange.dead.place')} className="small quiet">
        {topic}/{partition}/{offset}
      </td>
      {choose === undefined ? null : (
        <td className="row-act">
          <span className="dead-letter-acts">
            {replayable ? (
              <Button size="small" onClick={() => choose({ kind: 'replay', messageId })}>
                {t('exchange.dead.replay')}
              </Button>
            ) : null}
            <Button size="small" danger onClick={() => choose({ kind: 'discard', messageId })}>
              {t('exchange.dead.discard')}
            </Button>
          </span>
        </td>
      )}
    </tr>
  );
};

const InterventionDialog = ({ chosen, close }: { readonly chosen: Chosen; readonly close: () => void }) => {
  const { t } = useTranslation();
  const messages = useMessages();
  const { kind, messageId } = chosen;
  const act = useIntervention(() => {
    void messages.success(t(`exchange.dead.done.${kind}`));
    close();
  });
  return (
    <ReasonDialog
      title={t(`exchange.dead.${kind}Title`)}
      act={t(`exchange.dead.${kind}`)}
      danger={kind === 'discard'}
      pending={act.isPending}
      error={act.error}
      submit={(reason) => act.mutate({ kind, messageId, reason })}
      close={close}
    >
      {kind === 'discard' ? <p>{t('exchange.dead.discardHint')}</p> : null}
    </ReasonDialog>
  );
};

/** Messages that could not be taken, with the reason; an administrator has them tried again or gives them up. */
export const DeadLettersPanel = () => {
  const { t } = useTranslation();
  const list = useDeadLetters();
  const [chosen, choose] = useState<Chosen>();
  const intervenes = useSignedIn().roles.includes('administrator');
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Panel title={t('exchange.dead.title')}>
      <ProblemNote error={list.error} retry={() => void list.refetch()} />
      {list.isPending ? <Loading /> : null}
      {list.isSuccess && rows.length === 0 ? <Empty description={t('exchange.dead.empty')} /> : null}
      {rows.length === 0 ? null : (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('exchange.dead.received')}</th>
              <th scope="col">{t('exchange.dead.kind')}</th>
              <th scope="col">{t('exchange.dead.source')}</th>
              <th scope="col">{t('exchange.dead.reason')}</th>
              <th scope="col">{t('exchange.dead.place')}</th>
              {intervenes ? (
                <th scope="col">
                  <span className="hidden-text">{t('exchange.dead.acts')}</span>
                </th>
              ) : null}
            </tr>
          </thead>
          <tbody>
            {rows.map((letter) => (
              <Row key={letter.messageId} letter={letter} choose={intervenes ? choose : undefined} />
            ))}
          </tbody>
        </table>
      )}
      {list.hasNextPage ? (
        <Button block loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('more')}
        </Button>
      ) : null}
      {chosen === undefined ? null : <InterventionDialog chosen={chosen} close={() => choose(undefined)} />}
    </Panel>
  );
};
