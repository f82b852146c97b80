import { Checkbox, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { dayOf, daysUntil, today } from '../format';
import { CaseCell, PlaceCell } from './cells';
import { CsvLink, OfficeFilter, TypeFilter } from '../shell/filters';
import { Frame } from './frame';
import { ListPanel } from '../shell/list-panel';
import { useStageLabel } from './names';
import { useStuck, useSupervised } from './queries';
import { Supervise } from './supervise';
import { useUrlState } from '../shell/url-state';

const usualDays = 30;

/** Open cases in which nobody did anything for some days, or nobody can; the oldest first. */
export default function StuckPage() {
  const { t } = useTranslation();
  const { filter, change } = useUrlState(['days', 'all', 'type', 'office']);
  const stageLabel = useStageLabel();
  const days = Number(filter.days ?? usualDays);
  const query = { days, type: filter.type, office: filter.office, stepExpected: filter.all !== 'true' };
  const list = useStuck(query);
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const supervised = useSupervised(rows.map(({ caseId }) => caseId));
  return (
    <Frame title={t('supervision.stuck.title')} end={<CsvLink path="/api/deadlines/stuck" query={query} />}>
      <div className="panel filters" role="search">
        <label>
          {t('supervision.stuck.days')}
          <InputNumber
            min={1}
            max={3650}
            precision={0}
            value={days}
            onChange={(chosen) =>
              change({ days: chosen === null || chosen === usualDays ? undefined : String(chosen) })
            }
          />
        </label>
        <OfficeFilter value={filter.office} choose={(office) => change({ office })} />
        <TypeFilter value={filter.type} choose={(type) => change({ type })} />
        <div className="filters-end wide">
          <Checkbox
            checked={filter.all === 'true'}
            onChange={({ target }) => change({ all: target.checked ? 'true' : undefined })}
          >
            {t('supervision.stuck.all')}
          </Checkbox>
        </div>
      </div>
      <ListPanel
        list={list}
        title={t('supervision.stuck.list', { count: days })}
        empty={t('supervision.stuck.empty')}
        columns={[
          { text: t('column.case') },
          { text: t('supervision.stuck.reason') },
          { text: t('column.stage') },
          { text: t('supervision.stuck.since'), right: true },
          { text: t('column.office') },
          { text: t('supervision.act'), hidden: true },
        ]}
      >
        {rows.map((row) => (
          <tr key={`${row.caseId}/${row.reason}`}>
            <CaseCell row={row} />
            <td data-label={t('supervision.stuck.reason')}>{t(`supervision.stuck.${row.reason}`)}</td>
            <td data-label={t('column.stage')}>{stageLabel(row.type, row.stage)}</td>
            <td className="right" data-label={t('supervision.stuck.since')}>
              <span>
                {t('supervision.days', { count: daysUntil(today(), dayOf(row.since)) })}
                <span className="row-sub">{dayOf(row.since)}</span>
              </span>
            </td>
            <PlaceCell row={row} />
            <td className="row-act">
              <Supervise row={row} about={undefined} supervised={supervised.get(row.caseId)} />
            </td>
          </tr>
        ))}
      </ListPanel>
    </Frame>
  );
}
