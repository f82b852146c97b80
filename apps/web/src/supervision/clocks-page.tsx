import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCaseTypes, useOffices } from '../api/queries';
import { today } from '../format';
import { useLabel } from '../i18n';
import type { Clock } from './api';
import { CaseCell, PlaceCell } from './cells';
import { DueCell, PausedCell, SinceCell } from './clock-cells';
import { AsOfFilter, CsvLink, PastMark } from '../shell/filters';
import { Frame } from './frame';
import { ListPanel } from '../shell/list-panel';
import { useStageLabel } from './names';
import { useClocks, useSupervised } from './queries';
import { Supervise } from './supervise';
import { type Filter, useUrlState } from '../shell/url-state';

const names = [
  ...(['type', 'scheme', 'stage', 'office', 'subtree', 'assignee', 'clock', 'state', 'nature', 'breached'] as const),
  ...(['dueFrom', 'dueTo', 'asOf'] as const),
] as const;
type Name = (typeof names)[number];

const openStates = 'running,approaching,paused,overdue';

/** What the list was limited to, in words. */
const useLimits = (filter: Filter<Name>, rows: readonly Clock[]): readonly (readonly [Name, string])[] => {
  const { t } = useTranslation();
  const label = useLabel();
  const types = useCaseTypes();
  const stageLabel = useStageLabel();
  const offices = useOffices().data?.rows ?? [];
  const inWords = (name: Name, value: string): string | undefined => {
    switch (name) {
      case 'type':
        return label(types[value]?.label, value);
      case 'scheme':
        return label(types[filter.type ?? '']?.values[value], value);
      case 'stage':
        return stageLabel(filter.type, value);
      case 'office': {
        const office = label(offices.find(({ officeId }) => officeId === value)?.name, value);
        return filter.subtree === 'false' ? t('supervision.clocks.officeAlone', { office }) : office;
      }
      case 'assignee':
        return value === 'none' ? t('case.unassigned') : (rows[0]?.assignee?.name ?? value);
      case 'clock':
        return label(rows.find(({ clock }) => clock.split('#')[0] === value)?.label, value);
      case 'state':
        return value === openStates
          ? t('supervision.board.open')
          : value
              .split(',')
              .map((state) => t(`supervision.state.${state}`))
              .join(t('separator'));
      case 'nature':
        return t(`clock.${value}`);
      case 'breached':
        return t('supervision.board.breached');
      case 'dueFrom':
        return t('supervision.clocks.dueFrom', { day: value });
      case 'dueTo':
        return t('supervision.clocks.dueTo', { day: value });
      case 'subtree':
      case 'asOf':
        return undefined;
      default:
        return name satisfies never;
    }
  };
  return names.flatMap((name) => {
    const value = filter[name];
    const text = value === undefined ? undefined : inWords(name, value);
    return text === undefined ? [] : [[name, text] as const];
  });
};

/** The clocks behind a number of the board; each kind of time in a column of its own. */
export default function ClocksPage() {
  const { t } = useTranslation();
  const { filter, change } = useUrlState(names);
  const list = useClocks(filter);
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const total = list.data?.pages[0]?.total;
  const limits = useLimits(filter, rows);
  const stageLabel = useStageLabel();
  const supervised = useSupervised(rows.map(({ caseId }) => caseId));
  const day = filter.asOf ?? today();
  const isPast = filter.asOf !== undefined;
  return (
    <Frame title={t('supervision.clocks.title')} end={<CsvLink path="/api/deadlines" query={filter} />}>
      <PastMark asOf={filter.asOf} leave={() => change({ asOf: undefined })} />
      <div className="panel filters limits" role="search">
        <AsOfFilter value={filter.asOf} choose={(asOf) => change({ asOf })} />
        <div>
          <span className="muted">{t('supervision.clocks.limits')}</span>
          <div className="marks">
            {limits.length === 0 ? <span className="quiet">{t('all')}</span> : null}
            {limits.map(([name, text]) => (
              <Tag
                key={name}
                closable={{ 'aria-label': t('supervision.clocks.without', { limit: text }) }}
                onClose={(event) => {
                  event.preventDefault();
                  change(name === 'office' ? { office: undefined, subtree: undefined } : { [name]: undefined });
                }}
              >
                {text}
              </Tag>
            ))}
          </div>
        </div>
      </div>
      <ListPanel
        list={list}
        title={t('supervision.clocks.total', { count: total ?? 0 })}
        isPast={isPast}
        empty={t('supervision.clocks.empty')}
        columns={[
          { text: t('column.case') },
          { text: t('supervision.clocks.clock') },
          { text: t('supervision.clocks.sinceIntake'), right: true },
          { text: t('supervision.clocks.inStage'), right: true },
          { text: t('supervision.clocks.paused') },
          { text: t('column.office') },
          { text: t('supervision.act'), hidden: true },
        ]}
      >
        {rows.map((row) => (
          <tr key={`${row.caseId}/${row.ruleSet}/${row.clock}`}>
            <CaseCell row={row} />
            <DueCell row={row} day={day} />
            <SinceCell name={t('supervision.clocks.sinceIntake')} since={row.openedOn} day={day} />
            <SinceCell
              name={t('supervision.clocks.inStage')}
              since={row.stageSince}
              day={day}
              text={stageLabel(row.type, row.stage)}
            />
            <PausedCell row={row} day={day} />
            <PlaceCell row={row} />
            <td className="row-act">
              {isPast ? null : <Supervise row={row} about={row.label} supervised={supervised.get(row.caseId)} />}
            </td>
          </tr>
        ))}
      </ListPanel>
    </Frame>
  );
}
