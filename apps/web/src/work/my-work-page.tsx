import { Button, Checkbox, Empty } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useCaseTypes, useWorklist } from '../api/queries';
import { type Bucket, buckets } from '../api/types';
import { NewCase } from '../opening/new-case';
import { useSignedIn } from '../session/signed-in';
import { Heading } from '../shell/heading';
import { Loading } from '../shell/loading';
import { ProblemNote } from '../shell/problem-note';
import { WorkRow } from './case-row';

const bucketOf = (given: string | null): Bucket | undefined => buckets.find((bucket) => bucket === given);

const Counts = ({
  counts,
  chosen,
  choose,
}: {
  readonly counts: Readonly<Record<Bucket, number>> | undefined;
  readonly chosen: Bucket | undefined;
  readonly choose: (bucket: Bucket | undefined) => void;
}) => {
  const { t } = useTranslation();
  return (
    <div className="counts" role="group" aria-label={t('work.counts')}>
      {buckets.map((bucket) => (
        <button
          key={bucket}
          type="button"
          aria-pressed={chosen === bucket}
          className="count"
          data-bucket={bucket}
          data-empty={counts?.[bucket] === 0 ? '' : undefined}
          onClick={() => choose(chosen === bucket ? undefined : bucket)}
        >
          <b>{counts?.[bucket] ?? '–'}</b>
          <span>{t(`work.${bucket}`)}</span>
        </button>
      ))}
    </div>
  );
};

export default function MyWorkPage() {
  const { t } = useTranslation();
  const me = useSignedIn();
  const described = useCaseTypes();
  const [params, setParams] = useSearchParams();
  const bucket = bucketOf(params.get('bucket'));
  const mine = params.get('mine') === 'true';
  const list = useWorklist({ bucket, mine: mine ? true : undefined });
  const set = (name: string, value: string | undefined) =>
    setParams(
      (now) => {
        if (value === undefined) now.delete(name);
        else now.set(name, value);
        return now;
      },
      { replace: true },
    );
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const isChosen = mine || bucket !== undefined;
  return (
    <>
      <div className="page-head">
        <Heading title={t('work.title')} />
        <div className="page-end">
          <Checkbox checked={mine} onChange={({ target }) => set('mine', target.checked ? 'true' : undefined)}>
            {t('work.mine')}
          </Checkbox>
          <NewCase />
        </div>
      </div>
      <Counts counts={list.data?.pages[0]?.counts} chosen={bucket} choose={(chosen) => set('bucket', chosen)} />
      <ProblemNote error={list.error} retry={() => void list.refetch()} />
      {list.isPending ? <Loading /> : null}
      {rows.length === 0 && list.isSuccess ? (
        <Empty className="state" description={t(isChosen ? 'work.emptyChosen' : 'work.empty')} />
      ) : null}
      {rows.length === 0 ? null : (
        <ul className="rows">
          {rows.map((row) => (
            <WorkRow key={row.caseId} row={row} described={described[row.type]} me={me} />
          ))}
        </ul>
      )}
      {list.hasNextPage ? (
        <Button block loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('more')}
        </Button>
      ) : null}
    </>
  );
}
