import { Button, Empty } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useCaseTypes } from '../api/queries';
import { shortNumber } from '../format';
import { useLabel } from '../i18n';
import { Loading } from '../shell/loading';
import { Panel } from '../shell/panel';
import { ProblemNote } from '../shell/problem-note';
import type { RetentionDue } from './api';
import { Frame } from './frame';
import { useRetentionDue } from './queries';
import { useUnsettledName } from './unsettled';

const DueRow = ({
  row,
  schedule,
}: {
  readonly row: RetentionDue['rows'][number];
  readonly schedule: RetentionDue['schedule'];
}) => {
  const { t } = useTranslation();
  const label = useLabel();
  const described = useCaseTypes()[row.type];
  const unsettledName = useUnsettledName();
  const { caseId, type, scheme, office, closedOn, category, keptUntil, held } = row;
  return (
    <tr>
      <td className="lead">
        <span>
          <Link to={`/cases/${caseId}`}>
            {label(described?.values[scheme], label(described?.label, type))}{' '}
            <span className="number">{shortNumber(caseId)}</span>
          </Link>
          <span className="row-sub">{label(office.name)}</span>
        </span>
      </td>
      <td data-label={t('privacy.retention.closedOn')} className="number">
        {closedOn}
      </td>
      <td data-label={t('privacy.retention.category')}>
        {label(schedule.find((rule) => rule.category === category)?.label, category)}
      </td>
      <td data-label={t('privacy.retention.until')} className="number">
        {keptUntil}
      </td>
      <td data-label={t('privacy.retention.held')}>
        <span className="marks">
          {held.length === 0 ? (
            <span className="mark">{t('privacy.retention.free')}</span>
          ) : (
            held.map((why) => (
              <span key={why} className="mark" data-tone="amber">
                {unsettledName(why)}
              </span>
            ))
          )}
        </span>
      </td>
    </tr>
  );
};

const Schedule = ({ schedule }: { readonly schedule: RetentionDue['schedule'] }) => {
  const { t } = useTranslation();
  const label = useLabel();
  return (
    <Panel title={t('privacy.retention.schedule')}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('privacy.retention.category')}</th>
            <th scope="col">{t('privacy.retention.keep')}</th>
            <th scope="col">{t('privacy.retention.source')}</th>
          </tr>
        </thead>
        <tbody>
          {schedule.map(({ category, label: name, keep, source, certainty }) => (
            <tr key={category}>
              <td className="lead">{label(name, category)}</td>
              <td data-label={t('privacy.retention.keep')}>
                {keep === 'permanent'
                  ? t('privacy.retention.permanent')
                  : keep.months % 12 === 0
                    ? t('privacy.retention.years', { count: keep.months / 12 })
                    : t('privacy.retention.months', { count: keep.months })}
              </td>
              <td data-label={t('privacy.retention.source')}>
                <span>
                  {source}{' '}
                  {certainty === 'uncertain' ? (
                    <span className="mark" data-tone="amber">
                      {t('privacy.retention.uncertain')}
                    </span>
                  ) : null}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
};

/** Closed cases whose time is over, and what holds one back. Nothing is deleted from here. */
export default function RetentionPage() {
  const { t } = useTranslation();
  const list = useRetentionDue();
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const schedule = list.data?.pages[0]?.schedule ?? [];
  return (
    <Frame title={t('privacy.retention.title')}>
      <Panel
        title={t('privacy.retention.due')}
        end={<span className="quiet small">{t('privacy.retention.nothingDeleted')}</span>}
      >
        <ProblemNote error={list.error} retry={() => void list.refetch()} />
        {list.isPending ? <Loading /> : null}
        {list.isSuccess && rows.length === 0 ? <Empty description={t('privacy.retention.empty')} /> : null}
        {rows.length === 0 ? null : (
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('column.case')}</th>
                <th scope="col">{t('privacy.retention.closedOn')}</th>
                <th scope="col">{t('privacy.retention.category')}</th>
                <th scope="col">{t('privacy.retention.until')}</th>
                <th scope="col">{t('privacy.retention.held')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <DueRow key={row.caseId} row={row} schedule={schedule} />
              ))}
            </tbody>
          </table>
        )}
        {list.hasNextPage ? (
          <Button block loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('more')}
          </Button>
        ) : null}
      </Panel>
      {schedule.length === 0 ? null : <Schedule schedule={schedule} />}
    </Frame>
  );
}
