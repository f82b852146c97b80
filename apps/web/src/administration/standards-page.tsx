import { Button, Empty } from 'antd';
import { Suspense, lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shownMoney, today } from '../format';
import { useSignedIn } from '../session/signed-in';
import { Loading } from '../shell/loading';
import { ProblemNote } from '../shell/problem-note';
import { type StandardEntry, useRules } from './api';
import { Frame } from './frame';
import { PublishedBy } from './rules-page';
import { useSchemeNames } from './scheme-names';

const NewStandard = lazy(() => import('./new-standard'));

type Standard = StandardEntry['standard'];

/** Of one scheme and area only the last that has begun counts. */
const stateOf = (standard: Standard, all: readonly StandardEntry[]): 'inForce' | 'before' | 'coming' => {
  if (standard.effectiveFrom > today()) return 'coming';
  const isReplaced = all.some(
    ({ standard: other }) =>
      other.scheme === standard.scheme &&
      other.area === standard.area &&
      other.effectiveFrom <= today() &&
      other.effectiveFrom > standard.effectiveFrom,
  );
  return isReplaced ? 'before' : 'inForce';
};

const Row = ({ entry, all }: { readonly entry: StandardEntry; readonly all: readonly StandardEntry[] }) => {
  const { t } = useTranslation();
  const schemeName = useSchemeNames();
  const { standard, published } = entry;
  const state = stateOf(standard, all);
  const tone = { inForce: 'green', coming: 'blue', before: undefined }[state];
  return (
    <tr>
      <td className="lead">
        <b>{schemeName(standard.scheme)}</b>{' '}
        <span className="mark" data-tone={tone}>
          {t(`administration.rule.${state}`)}
        </span>
        <span className="row-sub">{t(`administration.standard.areas.${standard.area}`)}</span>
      </td>
      <td className="number" data-label={t('administration.rule.effectiveFrom')}>
        {standard.effectiveFrom}
      </td>
      <td className="right" data-label={t('administration.standard.monthly')}>
        {shownMoney(standard.monthlyFen)}
      </td>
      <td data-label={t('administration.standard.items')}>
        <span>
          {Object.entries(standard.items ?? {}).map(([item, fen]) => (
            <span key={item} className="row-sub">
              {t(`administration.standard.item.${item}`, item)} <span className="number">{shownMoney(fen)}</span>
            </span>
          ))}
        </span>
      </td>
      <td data-label={t('administration.rule.source')}>
        <span>
          {standard.source}{' '}
          {standard.evidence === 'uncertain' ? (
            <span className="mark" data-tone="amber">
              {t('administration.rule.evidence.uncertain')}
            </span>
          ) : null}
        </span>
      </td>
      <td data-label={t('administration.rule.published')}>
        <span>
          <PublishedBy published={published} />
        </span>
      </td>
    </tr>
  );
};

/** The amounts in force and those before, with their sources. */
export default function StandardsPage() {
  const { t } = useTranslation();
  const mayPublish = useSignedIn().roles.includes('administrator');
  const rules = useRules();
  const [publishing, setPublishing] = useState(false);
  const standards = rules.data?.standards ?? [];
  const shown = standards.toSorted(
    ({ standard: one }, { standard: other }) =>
      one.scheme.localeCompare(other.scheme) || other.effectiveFrom.localeCompare(one.effectiveFrom),
  );
  return (
    <Frame
      title={t('administration.standard.title')}
      end={
        mayPublish ? (
          <Button type="primary" onClick={() => setPublishing(true)}>
            {t('administration.standard.new')}
          </Button>
        ) : null
      }
    >
      <ProblemNote error={rules.error} retry={() => void rules.refetch()} />
      {rules.isPending ? <Loading /> : null}
      {rules.isSuccess && shown.length === 0 ? (
        <Empty className="state" description={t('administration.standard.empty')} />
      ) : null}
      {shown.length === 0 ? null : (
        <section className="panel panel-body" aria-label={t('administration.standard.title')}>
          <table className="table">
            <thead>
              <tr>
                <th>{t('administration.standard.scheme')}</th>
                <th>{t('administration.rule.effectiveFrom')}</th>
                <th className="right">{t('administration.standard.monthly')}</th>
                <th>{t('administration.standard.items')}</th>
                <th>{t('administration.rule.source')}</th>
                <th>{t('administration.rule.published')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((entry) => (
                <Row key={entry.standard.standardId} entry={entry} all={standards} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      {publishing ? (
        <Suspense fallback={null}>
          <NewStandard standards={standards} close={() => setPublishing(false)} />
        </Suspense>
      ) : null}
    </Frame>
  );
}
