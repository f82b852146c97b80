import { Empty, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { withQuery } from '../api/client';
import { useCaseTypes } from '../api/queries';
import { dayOf, daysUntil, today } from '../format';
import { useLabel } from '../i18n';
import { Loading } from '../shell/loading';
import { ProblemNote } from '../shell/problem-note';
import type { BoardCounts, BoardGroup } from './api';
import { AsOfFilter, CsvLink, NatureFilter, OfficeFilter, PastMark, TypeFilter } from '../shell/filters';
import { Frame } from './frame';
import { useStageLabel } from './names';
import { useBoard } from './queries';
import { useUrlState } from '../shell/url-state';

const keys = ['office', 'type', 'stage', 'clock', 'assignee'] as const;
type Key = (typeof keys)[number];

/** How the counts of the board ask for their clocks. */
const columns = [
  { count: 'open', query: { state: 'running,approaching,paused,overdue' } },
  { count: 'onTime', query: { state: 'running' } },
  { count: 'approaching', query: { state: 'approaching' } },
  { count: 'overdue', query: { state: 'overdue' } },
  { count: 'paused', query: { state: 'paused' } },
  { count: 'breached', query: { breached: 'true' } },
] as const;

type Asked = Readonly<Record<string, string | undefined>>;

const clocksOf = (...parts: readonly Asked[]): string =>
  withQuery('/supervision/clocks', Object.assign({}, ...parts) as Asked);

const useGroupName = (by: Key): ((group: BoardGroup) => string) => {
  const { t } = useTranslation();
  const label = useLabel();
  const types = useCaseTypes();
  const stageLabel = useStageLabel();
  return (group) => {
    switch (by) {
      case 'type':
        return label(types[group.type ?? '']?.label, group.type);
      case 'office':
        return label(group.office?.name);
      case 'stage':
        return `${label(types[group.type ?? '']?.label, group.type)} · ${stageLabel(group.type, group.stage ?? '')}`;
      case 'clock':
        return label(group.label, group.clock);
      case 'assignee':
        return group.assignee?.name ?? t('case.unassigned');
      default:
        return by satisfies never;
    }
  };
};

const Oldest = ({ oldest, day }: { readonly oldest: BoardCounts['oldest']; readonly day: string }) => {
  const { t } = useTranslation();
  const stageLabel = useStageLabel();
  if (oldest === undefined) return null;
  return (
    <Link to={`/cases/${oldest.caseId}`}>
      {t('supervision.board.oldestOf', {
        stage: stageLabel(oldest.type, oldest.stage),
        count: daysUntil(day, dayOf(oldest.since)),
      })}
    </Link>
  );
};

const Counts = ({
  name,
  counts,
  to,
  breachesFrom,
}: {
  readonly name: string;
  readonly counts: BoardCounts;
  readonly to: Asked;
  readonly breachesFrom: string;
}) => {
  const { t } = useTranslation();
  return columns.map(({ count, query }) => {
    const text = t(`supervision.board.${count}`);
    const n = counts[count];
    return (
      <td key={count} className="right" data-label={text} data-count={n === 0 ? undefined : count}>
        {n === 0 ? (
          <span className="quiet">0</span>
        ) : (
          <Link
            to={clocksOf(to, query, count === 'breached' ? { dueFrom: breachesFrom } : {})}
            aria-label={`${name} ${text} ${n}`}
          >
            {n}
          </Link>
        )}
      </td>
    );
  });
};

/** Where it burns most comes first. */
const urgentFirst = (groups: readonly BoardGroup[]): readonly BoardGroup[] =>
  [...groups].sort((one, other) => other.overdue - one.overdue || other.approaching - one.approaching);

/** How the clocks of all cases stand, now or at the end of a past day. */
export default function BoardPage() {
  const { t } = useTranslation();
  const { filter, change } = useUrlState(['by', 'type', 'office', 'nature', 'asOf']);
  const { by: given, ...asked } = filter;
  const by = keys.find((key) => key === given) ?? 'office';
  const board = useBoard({ ...asked, by });
  const groupName = useGroupName(by);
  const day = asked.asOf ?? today();
  const { data } = board;
  const shown = data?.by === by ? urgentFirst(data.groups) : [];
  return (
    <Frame
      title={t('supervision.board.title')}
      end={<CsvLink path="/api/deadlines/summary" query={{ ...asked, by }} />}
    >
      <PastMark asOf={asked.asOf} leave={() => change({ asOf: undefined })} />
      <div className="panel filters" role="search">
        <AsOfFilter value={asked.asOf} choose={(asOf) => change({ asOf })} />
        <OfficeFilter value={asked.office} choose={(office) => change({ office })} />
        <TypeFilter value={asked.type} choose={(type) => change({ type })} />
        <NatureFilter value={asked.nature} choose={(nature) => change({ nature })} />
      </div>
      <ProblemNote error={board.error} retry={() => void board.refetch()} />
      <section className="panel gap-top" aria-labelledby="board" data-past={asked.asOf === undefined ? undefined : ''}>
        <div className="panel-head">
          <h2 id="board">{t('supervision.board.clocks', { day })}</h2>
          <Segmented<Key>
            aria-label={t('supervision.board.by')}
            value={by}
            onChange={(key) => change({ by: key })}
            options={keys.map((key) => ({ value: key, label: t(`supervision.board.byKey.${key}`) }))}
          />
        </div>
        <div className="panel-body">
          {board.isPending ? <Loading /> : null}
          {data !== undefined && data.groups.length === 0 ? <Empty description={t('supervision.board.empty')} /> : null}
          {data === undefined || data.groups.length === 0 ? null : (
            <table className="table board" aria-busy={board.isFetching}>
              <thead>
                <tr>
                  <th scope="col">{t(`supervision.board.byKey.${by}`)}</th>
                  {columns.map(({ count }) => (
                    <th key={count} scope="col" className="right">
                      {t(`supervision.board.${count}`)}
                    </th>
                  ))}
                  <th scope="col">{t('supervision.board.oldest')}</th>
                </tr>
              </thead>
              <tbody>
                {shown.map((group) => {
                  const name = groupName(group);
                  return (
                    <tr key={Object.values(group.filter).join('/')}>
                      <th scope="row" className="lead">
                        {name}
                      </th>
                      <Counts
                        name={name}
                        counts={group}
                        to={{ ...asked, ...group.filter }}
                        breachesFrom={data.breachesFrom}
                      />
                      <td data-label={t('supervision.board.oldest')}>
                        <Oldest oldest={group.oldest} day={day} />
                      </td>
                    </tr>
                  );
                })}
              </tbody>
              <tfoot>
                <tr>
                  <th scope="row" className="lead">
                    {t('supervision.board.all')}
                  </th>
                  <Counts
                    name={t('supervision.board.all')}
                    counts={data.all}
                    to={asked}
                    breachesFrom={data.breachesFrom}
                  />
                  <td data-label={t('supervision.board.oldest')}>
                    <Oldest oldest={data.all.oldest} day={day} />
                  </td>
                </tr>
              </tfoot>
            </table>
          )}
          <p className="muted">{t('supervision.board.note')}</p>
        </div>
      </section>
    </Frame>
  );
}
