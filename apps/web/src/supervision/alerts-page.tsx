import { InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { shownInstant } from '../format';
import { useLabel } from '../i18n';
import { CaseCell, PlaceCell } from './cells';
import { Frame } from './frame';
import { ListPanel } from '../shell/list-panel';
import { useStageLabel } from './names';
import { useAlerts, useSupervised } from './queries';
import { Supervise } from './supervise';
import { useUrlState } from '../shell/url-state';

const tones = { approaching: 'amber', breached: 'red', escalated: 'red' } as const;
const kinds = ['escalated', 'breached', 'approaching'] as const;

const usualDays = 30;

/** What the clocks have told the viewer; the newest first. */
export default function AlertsPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const stageLabel = useStageLabel();
  const { filter, change } = useUrlState(['days']);
  const days = Number(filter.days ?? usualDays);
  const list = useAlerts({ days });
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const counts = list.data?.pages[0]?.counts;
  const supervised = useSupervised(rows.map(({ caseId }) => caseId));
  return (
    <Frame title={t('supervision.alerts.title')}>
      <div className="panel filters" role="search">
        <label>
          {t('supervision.alerts.days')}
          <InputNumber
            min={0}
            max={365}
            precision={0}
            value={days}
            onChange={(chosen) =>
              change({ days: chosen === null || chosen === usualDays ? undefined : String(chosen) })
            }
          />
        </label>
      </div>
      <ListPanel
        list={list}
        title={t('supervision.alerts.list')}
        end={
          counts === undefined ? null : (
            <span className="marks">
              {kinds.map((kind) => (
                <span key={kind} className="mark" data-tone={counts[kind] === 0 ? undefined : tones[kind]}>
                  {t(`supervision.alerts.${kind}`)} {counts[kind]}
                </span>
              ))}
            </span>
          )
        }
        empty={t('supervision.alerts.empty')}
        columns={[
          { text: t('column.case') },
          { text: t('supervision.alerts.alert') },
          { text: t('supervision.alerts.at') },
          { text: t('column.stage') },
          { text: t('column.office') },
          { text: t('supervision.act'), hidden: true },
        ]}
      >
        {rows.map((row) => (
          <tr key={row.factId}>
            <CaseCell row={row} />
            <td data-label={t('supervision.alerts.alert')}>
              <span>
                <span className="mark" data-tone={tones[row.kind]}>
                  {t(`supervision.alerts.${row.kind}`)}
                </span>{' '}
                {label(row.label, row.clock)}
                <span className="row-sub">
                  {t('clock.due', { day: row.dueOn })}
                  {row.closedAt === undefined
                    ? null
                    : ` · ${t('supervision.alerts.closed', { at: shownInstant(row.closedAt) })}`}
                </span>
              </span>
            </td>
            <td data-label={t('supervision.alerts.at')} className="number">
              {shownInstant(row.at)}
            </td>
            <td data-label={t('column.stage')}>{stageLabel(row.type, row.stage)}</td>
            <PlaceCell row={row} />
            <td className="row-act">
              <Supervise row={row} about={row.label} supervised={supervised.get(row.caseId)} />
            </td>
          </tr>
        ))}
      </ListPanel>
    </Frame>
  );
}
