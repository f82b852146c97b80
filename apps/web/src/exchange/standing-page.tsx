import { Empty } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { shownInstant } from '../format';
import { Loading } from '../shell/loading';
import { Panel } from '../shell/panel';
import { ProblemNote } from '../shell/problem-note';
import type { Standing } from './api';
import { DeadLettersPanel } from './dead-letters';
import { Frame } from './frame';
import { useStanding } from './queries';

/** Up to where the server counts what waits. */
const mostCounted = 1_000;

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd className="number">{children}</dd>
  </div>
);

const Figures = ({ standing }: { readonly standing: Standing }) => {
  const { t } = useTranslation();
  const { outbox, inbox, regions = [], trouble } = standing;
  const names = regions.map(({ region }) => region).join('、');
  return (
    <>
      {trouble === undefined ? null : (
        <p className="notice-box" data-tone="red" role="alert">
          {t('exchange.standing.trouble', { what: trouble })}
        </p>
      )}
      {outbox === undefined ? null : (
        <Panel title={t('exchange.standing.out')}>
          <dl className="facts">
            <Fact name={t('exchange.standing.waiting')}>
              {outbox.waiting >= mostCounted
                ? t('exchange.standing.most', { count: outbox.waiting })
                : String(outbox.waiting)}
            </Fact>
            <Fact name={t('exchange.standing.since')}>
              {outbox.waitingSince === undefined ? t('exchange.standing.none') : shownInstant(outbox.waitingSince)}
            </Fact>
            <Fact name={t('exchange.standing.sent')}>{outbox.taken}</Fact>
            <Fact name={t('exchange.standing.regions')}>{names === '' ? t('exchange.standing.none') : names}</Fact>
          </dl>
        </Panel>
      )}
      {inbox === undefined ? null : (
        <Panel title={t('exchange.standing.in')}>
          <dl className="facts">
            <Fact name={t('exchange.standing.taken')}>{inbox.taken}</Fact>
            <Fact name={t('exchange.standing.early')}>{inbox.waiting}</Fact>
            <Fact name={t('exchange.standing.dead')}>{inbox.dead}</Fact>
            <Fact name={t('exchange.standing.discarded')}>{inbox.discarded}</Fact>
            <Fact name={t('exchange.standing.repeats')}>{inbox.repeats}</Fact>
          </dl>
        </Panel>
      )}
      <DeadLettersPanel />
    </>
  );
};

/** How far the log has been told to others, what came in, and what of it could not be taken. */
export default function StandingPage() {
  const { t } = useTranslation();
  const standing = useStanding();
  return (
    <Frame title={t('exchange.standing.title')}>
      <ProblemNote error={standing.error} retry={() => void standing.refetch()} />
      {standing.isPending ? <Loading /> : null}
      {standing.data?.connected === false ? <Empty description={t('exchange.standing.off')} /> : null}
      {standing.data?.connected === true ? <Figures standing={standing.data} /> : null}
    </Frame>
  );
}
