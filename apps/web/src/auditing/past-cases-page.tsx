import { Button, Empty, Input, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useCaseTypes } from '../api/queries';
import { type CaseloadRow, buckets } from '../api/types';
import { shortNumber } from '../format';
import { useLabel } from '../i18n';
import { Loading } from '../shell/loading';
import { ProblemNote } from '../shell/problem-note';
import { AsOfFilter, OfficeFilter, PastMark, TypeFilter } from '../shell/filters';
import { useUrlState } from '../shell/url-state';
import { useSchemeName, useStageName } from '../work/case-row';
import { CountedFrom } from '../work/counted-from';
import { Due } from '../work/due';
import { Frame } from './frame';
import { useCaseloadAsOf, useWorklistAsOf } from './queries';

const names = ['list', 'asOf', 'type', 'office', 'text'] as const;

const CaseRow = ({ row, asOf }: { readonly row: CaseloadRow; readonly asOf: string | undefined }) => {
  const { t } = useTranslation();
  const label = useLabel();
  const described = useCaseTypes()[row.type];
  const stageName = useStageName(described);
  const schemeName = useSchemeName(described);
  const replay = `/auditing/cases/${row.caseId}${asOf === undefined ? '' : `?step=day&at=${encodeURIComponent(endOf(asOf))}`}`;
  return (
    <tr>
      <th scope="row" className="lead">
        <span>
          <Link to={replay}>{row.title ?? label(described?.label, row.type)}</Link>
          <span className="row-sub">
            {schemeName(row.scheme)} <span className="number">{shortNumber(row.caseId)}</span>
          </span>
        </span>
      </th>
      <td data-label={t('column.stage')}>{stageName(row.stage)}</td>
      <td data-label={t('work.due')}>
        {row.open ? (
          <Due dueOn={row.dueOn} overdue={row.overdue} provisional={row.provisional} />
        ) : (
          <span className="mark">{t('caseload.closed')}</span>
        )}
      </td>
      <td data-label={t('column.office')}>
        <span>
          {label((row.area ?? row.office).name)}
          <span className="row-sub">{row.assignee?.name ?? t('case.unassigned')}</span>
        </span>
      </td>
      <td data-label={t('case.opened')} className="number">
        {row.openedOn}
      </td>
    </tr>
  );
};

const endOf = (day: string): string => `${day}T23:59:59.999+08:00`;

/** All cases, or the work that waited, as a past day ended; each leads to its replay. */
export default function PastCasesPage() {
  const { t } = useTranslation();
  const { filter, change } = useUrlState(names);
  const { asOf, type, office, text } = filter;
  const isWorklist = filter.list === 'work';
  const caseload = useCaseloadAsOf({ asOf, type, office, text: text?.toLowerCase() });
  const worklist = useWorklistAsOf({ asOf });
  const list = isWorklist ? worklist : caseload;
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const counts = worklist.data?.pages[0]?.counts;
  const total = caseload.data?.pages[0]?.total;
  return (
    <Frame title={t('auditing.past.title')}>
      <CountedFrom value={asOf}>
        <PastMark asOf={asOf} leave={() => change({ asOf: undefined })} />
        <div className="panel filters" role="search">
          <AsOfFilter value={asOf} choose={(day) => change({ asOf: day })} />
          {isWorklist ? null : (
            <>
              <TypeFilter value={type} choose={(chosen) => change({ type: chosen })} />
              <OfficeFilter value={office} choose={(chosen) => change({ office: chosen })} />
              <label>
                {t('caseload.number')}
                <Input.Search
                  defaultValue={text}
                  allowClear
                  maxLength={36}
                  placeholder={t('caseload.numberHint')}
                  onSearch={(typed) => change({ text: typed.trim() })}
                />
              </label>
            </>
          )}
        </div>
        <div className="page-head gap-top">
          <Segmented
            aria-label={t('auditing.past.list')}
            value={isWorklist ? 'work' : 'all'}
            onChange={(chosen) => change({ list: chosen === 'work' ? 'work' : undefined })}
            options={[
              { value: 'all', label: t('auditing.past.all') },
              { value: 'work', label: t('auditing.past.work') },
            ]}
          />
          <span className="quiet small" role="status">
            {isWorklist
              ? counts === undefined
                ? null
                : buckets.map((bucket) => `${t(`work.${bucket}`)} ${counts[bucket]}`).join(' · ')
              : total === undefined
                ? null
                : t('caseload.total', { count: total })}
          </span>
        </div>
        <ProblemNote error={list.error} retry={() => void list.refetch()} />
        <section
          className="panel"
          aria-label={t('auditing.past.title')}
          data-past={asOf === undefined ? undefined : ''}
        >
          <div className="panel-body">
            {list.isPending ? <Loading /> : null}
            {list.isSuccess && rows.length === 0 ? <Empty description={t('auditing.past.empty')} /> : null}
            {rows.length === 0 ? null : (
              <table className="table" aria-busy={list.isFetching}>
                <thead>
                  <tr>
                    <th scope="col">{t('column.case')}</th>
                    <th scope="col">{t('column.stage')}</th>
                    <th scope="col">{t('work.due')}</th>
                    <th scope="col">{t('column.office')}</th>
                    <th scope="col">{t('case.opened')}</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <CaseRow key={row.caseId} row={row} asOf={asOf} />
                  ))}
                </tbody>
              </table>
            )}
            {list.hasNextPage ? (
              <Button block loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {t('more')}
              </Button>
            ) : null}
          </div>
        </section>
      </CountedFrom>
    </Frame>
  );
}
