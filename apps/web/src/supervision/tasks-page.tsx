import { Button, Segmented } from 'antd';
import { Suspense, lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf, daysUntil, shownInstant } from '../format';
import type { Supervision } from './api';
import { CaseCell, PlaceCell } from './cells';
import { CsvLink, OfficeFilter, TypeFilter } from '../shell/filters';
import { Frame } from './frame';
import { ListPanel } from '../shell/list-panel';
import { useSupervisions } from './queries';
import { useMayAct } from './supervise';
import { useUrlState } from '../shell/url-state';

const ActDrawer = lazy(() => import('./act-drawer'));

const states = ['issued', 'answered', 'closed'] as const;

const standingTones = { running: undefined, overdue: 'red', met: 'green', late: 'red' } as const;
const stateTones = { issued: undefined, answered: 'amber', closed: 'green' } as const;

/** The clock of a supervision: from its issue to the day by which it has to be answered. */
const ClockOf = ({ task }: { readonly task: Supervision }) => {
  const { t } = useTranslation();
  const days = daysUntil(task.answerBy);
  const left =
    task.standing === 'overdue'
      ? t('due.overdue', { count: Math.max(1, -days) })
      : days <= 0
        ? t('due.today')
        : t('due.left', { count: days });
  return (
    <td data-label={t('supervision.tasks.answerBy')}>
      <span>
        <span className="number">{task.answerBy}</span>{' '}
        <span className="mark" data-tone={standingTones[task.standing]}>
          {task.answeredAt === undefined ? left : t(`supervision.tasks.${task.standing}`)}
        </span>
        <span className="row-sub">{t('supervision.tasks.issued', { day: dayOf(task.issuedAt) })}</span>
      </span>
    </td>
  );
};

const Words = ({ task }: { readonly task: Supervision }) => {
  const { t } = useTranslation();
  return (
    <td data-label={t('supervision.tasks.words')} className="words">
      {task.withheld ? (
        <span className="quiet">{t('history.withheld')}</span>
      ) : (
        <dl className="exchange">
          <dt>{t('supervision.tasks.asked')}</dt>
          <dd>{task.text}</dd>
          {task.answer === undefined ? null : (
            <>
              <dt>{t('supervision.tasks.answered')}</dt>
              <dd>
                {task.answer}
                {task.answeredAt === undefined ? null : (
                  <span className="row-sub">{shownInstant(task.answeredAt)}</span>
                )}
              </dd>
            </>
          )}
          {task.remark === undefined ? null : (
            <>
              <dt>{t('supervision.tasks.remark')}</dt>
              <dd>{task.remark}</dd>
            </>
          )}
        </dl>
      )}
    </td>
  );
};

const Verify = ({ task }: { readonly task: Supervision }) => {
  const { t } = useTranslation();
  const mayAct = useMayAct();
  const [open, setOpen] = useState(false);
  if (task.state !== 'answered' || !mayAct(task, 'VerifySupervision')) return null;
  return (
    <>
      <Button type="primary" size="small" onClick={() => setOpen(true)}>
        {t('supervision.tasks.verify')}
      </Button>
      {open ? (
        <Suspense fallback={null}>
          <ActDrawer
            row={task}
            act="VerifySupervision"
            given={() => ({ supervisionId: task.supervisionId })}
            initial={{}}
            close={() => setOpen(false)}
          />
        </Suspense>
      ) : null}
    </>
  );
};

/** Supervision tasks from their issue to the end, the first to be answered first. */
export default function TasksPage() {
  const { t } = useTranslation();
  const { filter, change } = useUrlState(['state', 'type', 'office']);
  const state = states.find((one) => one === filter.state);
  const query = { ...filter, state: state ?? 'issued,answered' };
  const list = useSupervisions(query);
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const counts = list.data?.pages[0]?.counts;
  const open = counts === undefined ? undefined : counts.issued + counts.answered;
  return (
    <Frame title={t('supervision.tasks.title')} end={<CsvLink path="/api/supervisions" query={query} />}>
      <div className="panel filters" role="search">
        <OfficeFilter value={filter.office} choose={(office) => change({ office })} />
        <TypeFilter value={filter.type} choose={(type) => change({ type })} />
      </div>
      <ListPanel
        list={list}
        title={t('supervision.tasks.list')}
        end={
          <Segmented
            aria-label={t('supervision.tasks.state')}
            value={state ?? 'open'}
            onChange={(chosen: string) => change({ state: chosen === 'open' ? undefined : chosen })}
            options={[
              { value: 'open', label: t('supervision.tasks.open', { count: open ?? 0 }) },
              ...states.map((one) => ({
                value: one,
                label: `${t(`case.supervision.${one}`)} ${counts?.[one] ?? ''}`,
              })),
            ]}
          />
        }
        empty={t('supervision.tasks.empty')}
        columns={[
          { text: t('column.case') },
          { text: t('supervision.tasks.state') },
          { text: t('supervision.tasks.answerBy') },
          { text: t('supervision.tasks.words') },
          { text: t('column.office') },
          { text: t('supervision.tasks.verify'), hidden: true },
        ]}
      >
        {rows.map((task) => (
          <tr key={task.supervisionId}>
            <CaseCell row={task} />
            <td data-label={t('supervision.tasks.state')}>
              <span className="mark" data-tone={stateTones[task.state]}>
                {t(`case.supervision.${task.state}`)}
              </span>
            </td>
            <ClockOf task={task} />
            <Words task={task} />
            <PlaceCell row={task} />
            <td className="row-act">
              <Verify task={task} />
            </td>
          </tr>
        ))}
      </ListPanel>
    </Frame>
  );
}
