import { useTranslation } from 'react-i18next';
import { useOffices } from '../api/queries';
import { shownInstant } from '../format';
import { useLabel } from '../i18n';
import { CaseCell } from './cells';
import { useBinName, useScale } from './durations';
import { CsvLink } from '../shell/filters';
import { Frame } from './frame';
import { ListPanel } from '../shell/list-panel';
import { useFinishedSteps } from './queries';
import { stepName, useSteps } from './steps';
import { useUrlState } from '../shell/url-state';

const names = [
  ...(['step', 'type', 'office', 'subtree', 'from', 'to', 'month', 'cause', 'atLeast', 'below'] as const),
] as const;

/** The finished steps behind a number, the longest first. */
export default function StepsPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const binName = useBinName();
  const { filter } = useUrlState(names);
  const groups = useSteps(filter.type);
  const offices = useOffices().data?.rows ?? [];
  const list = useFinishedSteps(filter);
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const scale = useScale(rows[0]?.hours);
  const { step = 'case', from, to, month, cause, office, atLeast, below } = filter;
  const limits = [
    stepName(groups, step),
    `${from ?? ''} – ${to ?? ''}`,
    month,
    cause,
    office === undefined ? undefined : label(offices.find(({ officeId }) => officeId === office)?.name, office),
    atLeast === undefined ? undefined : binName(Number(atLeast), below === undefined ? undefined : Number(below)),
  ].filter((limit) => limit !== undefined);
  return (
    <Frame title={t('supervision.steps.title')} end={<CsvLink path="/api/deadlines/timelines/steps" query={filter} />}>
      <p className="marks">
        {limits.map((limit) => (
          <span key={limit} className="mark">
            {limit}
          </span>
        ))}
      </p>
      <ListPanel
        list={list}
        title={t('supervision.steps.list')}
        empty={t('supervision.timelines.empty')}
        columns={[
          { text: t('column.case') },
          { text: t('supervision.steps.started') },
          { text: t('supervision.steps.finished') },
          { text: `${t('supervision.timelines.took')} (${scale.unit})`, right: true },
          { text: t('supervision.timelines.byKey.cause') },
          { text: t('column.office') },
        ]}
      >
        {rows.map((row) => (
          <tr key={`${row.caseId}/${row.startedAt}`}>
            <CaseCell row={row} />
            <td className="number" data-label={t('supervision.steps.started')}>
              {shownInstant(row.startedAt)}
            </td>
            <td className="number" data-label={t('supervision.steps.finished')}>
              {shownInstant(row.finishedAt)}
            </td>
            <td className="right" data-label={t('supervision.timelines.took')}>
              {scale.show(row.hours)}
            </td>
            <td data-label={t('supervision.timelines.byKey.cause')}>{label(row.cause)}</td>
            <td data-label={t('column.office')}>{label(row.office.name)}</td>
          </tr>
        ))}
      </ListPanel>
    </Frame>
  );
}
