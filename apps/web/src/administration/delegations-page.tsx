import { Button, Empty } from 'antd';
import { Suspense, lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shownMoney, today } from '../format';
import { useSignedIn } from '../session/signed-in';
import { Loading } from '../shell/loading';
import { ProblemNote } from '../shell/problem-note';
import { type DelegationEntry, useRules } from './api';
import { Frame } from './frame';
import { PublishedBy } from './rules-page';
import { useSchemeNames } from './scheme-names';

const NewDelegation = lazy(() => import('./new-delegation'));
const EndDelegation = lazy(() => import('./end-delegation'));

type Delegation = DelegationEntry['delegation'];

const stateOf = ({ effectiveFrom, effectiveTo }: Delegation): 'now' | 'coming' | 'over' => {
  if (effectiveFrom > today()) return 'coming';
  return effectiveTo !== undefined && effectiveTo < today() ? 'over' : 'now';
};

const Row = ({
  entry,
  schemeName,
}: {
  readonly entry: DelegationEntry;
  readonly schemeName: (scheme: string) => string;
}) => {
  const { t } = useTranslation();
  const mayChange = useSignedIn().roles.includes('administrator');
  const [ending, setEnding] = useState(false);
  const { delegation, published } = entry;
  const state = stateOf(delegation);
  const tone = { now: 'green', coming: 'blue', over: undefined }[state];
  return (
    <tr>
      <td className="lead">
        <b>{schemeName(delegation.scheme)}</b>{' '}
        <span className="mark" data-tone={tone}>
          {t(`administration.delegation.state.${state}`)}
        </span>
        <span className="row-sub">
          {delegation.kind === undefined
            ? t('administration.delegation.everyKind')
            : t(`administration.delegation.kinds.${delegation.kind}`)}
        </span>
      </td>
      <td data-label={t('administration.delegation.level')}>
        {t(`administration.delegation.levels.${delegation.level}`)}
      </td>
      <td className="right" data-label={t('administration.delegation.max')}>
        {delegation.maxAmountFen === undefined
          ? t('administration.delegation.noMax')
          : shownMoney(delegation.maxAmountFen)}
      </td>
      <td className="number" data-label={t('administration.delegation.from')}>
        {delegation.effectiveFrom}
      </td>
      <td className="number" data-label={t('administration.delegation.to')}>
        {delegation.effectiveTo ?? t('administration.delegation.noEnd')}
      </td>
      <td data-label={t('administration.delegation.source')}>
        <span>
          {delegation.source}
          <span className="row-sub">
            <PublishedBy published={published} />
          </span>
        </span>
      </td>
      <td>
        {mayChange && state !== 'over' ? (
          <div className="administration-acts">
            <Button size="small" onClick={() => setEnding(true)}>
              {t('administration.delegation.end')}
            </Button>
          </div>
        ) : null}
        {ending ? (
          <Suspense fallback={null}>
            <EndDelegation delegation={delegation} close={() => setEnding(false)} />
          </Suspense>
        ) : null}
      </td>
    </tr>
  );
};

/** What the bureau has delegated to the towns, up to which amount and between which days. */
export default function DelegationsPage() {
  const { t } = useTranslation();
  const schemeName = useSchemeNames();
  const mayChange = useSignedIn().roles.includes('administrator');
  const rules = useRules();
  const [adding, setAdding] = useState(false);
  const delegations = (rules.data?.delegations ?? []).toSorted(({ delegation: one }, { delegation: other }) =>
    other.effectiveFrom.localeCompare(one.effectiveFrom),
  );
  return (
    <Frame
      title={t('administration.delegation.title')}
      intro={t('administration.delegation.intro')}
      end={
        mayChange ? (
          <Button type="primary" onClick={() => setAdding(true)}>
            {t('administration.delegation.new')}
          </Button>
        ) : null
      }
    >
      <ProblemNote error={rules.error} retry={() => void rules.refetch()} />
      {rules.isPending ? <Loading /> : null}
      {rules.isSuccess && delegations.length === 0 ? (
        <Empty className="state" description={t('administration.delegation.empty')} />
      ) : null}
      {delegations.length === 0 ? null : (
        <section className="panel panel-body" aria-label={t('administration.delegation.title')}>
          <table className="table">
            <thead>
              <tr>
                <th>{t('administration.delegation.scheme')}</th>
                <th>{t('administration.delegation.level')}</th>
                <th className="right">{t('administration.delegation.max')}</th>
                <th>{t('administration.delegation.from')}</th>
                <th>{t('administration.delegation.to')}</th>
                <th>{t('administration.delegation.source')}</th>
                <th>
                  <span className="hidden-text">{t('administration.user.acts')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {delegations.map((entry) => (
                <Row key={entry.delegation.delegationId} entry={entry} schemeName={schemeName} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      {adding ? (
        <Suspense fallback={null}>
          <NewDelegation close={() => setAdding(false)} />
        </Suspense>
      ) : null}
    </Frame>
  );
}
