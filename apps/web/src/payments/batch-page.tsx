import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { api } from '../api/client';
import { refreshLists, useBatch, useCaseType } from '../api/queries';
import type { BatchRow } from '../api/types';
import { shortNumber, shownMoney } from '../format';
import { useLabel } from '../i18n';
import { useSignedIn } from '../session/signed-in';
import { Heading } from '../shell/heading';
import { Loading } from '../shell/loading';
import { Panel } from '../shell/panel';
import { ProblemNote } from '../shell/problem-note';
import { Refusals } from './refusals';
import { statusTone } from './statuses';

const grounds = ['accountClosed', 'nameMismatch', 'accountUnknown', 'other'] as const;
/** Cases in one call: a large batch goes in several. */
const atOnce = 500;

type Ground = (typeof grounds)[number];

const Results = ({
  batchId,
  rows,
  chosen,
  done,
}: {
  readonly batchId: string;
  readonly rows: readonly BatchRow[];
  readonly chosen: readonly string[];
  readonly done: () => void;
}) => {
  const { t } = useTranslation();
  const label = useLabel();
  const described = useCaseType('relief-application').data;
  const [ground, setGround] = useState<Ground>('accountClosed');
  const finished = (): void => {
    done();
    refreshLists();
  };
  const record = useMutation({
    mutationFn: async (outcome: 'paid' | 'returned') => {
      const results = chosen.map((caseId) => ({ caseId, outcome, ...(outcome === 'returned' ? { ground } : {}) }));
      const answers: Awaited<ReturnType<typeof api.batchResults>>[] = [];
      for (let start = 0; start < results.length; start += atOnce)
        answers.push(await api.batchResults(batchId, results.slice(start, start + atOnce)));
      return {
        recorded: answers.reduce((total, { recorded }) => total + recorded, 0),
        refused: answers.flatMap(({ refused }) => refused),
      };
    },
    onSettled: finished,
  });
  const reconcile = useMutation({ mutationFn: () => api.reconcileBatch(batchId), onSettled: finished });
  const paid = rows.filter(({ status }) => status === 'paid').length;
  return (
    <>
      <div className="form-foot">
        <span className="quiet">{t('payments.selected', { count: chosen.length })}</span>
        <Button
          type="primary"
          disabled={chosen.length === 0}
          loading={record.isPending}
          onClick={() => record.mutate('paid')}
        >
          {t('payments.markPaid')}
        </Button>
        <Select
          aria-label={t('payments.ground')}
          value={ground}
          onChange={setGround}
          options={grounds.map((value) => ({ value, label: label(described?.values[value], value) }))}
        />
        <Button disabled={chosen.length === 0} loading={record.isPending} onClick={() => record.mutate('returned')}>
          {t('payments.markReturned')}
        </Button>
        <Button disabled={paid === 0} loading={reconcile.isPending} onClick={() => reconcile.mutate()}>
          {t('payments.reconcile')} {paid}
        </Button>
      </div>
      <ProblemNote error={record.error ?? reconcile.error} />
      {record.data === undefined ? null : (
        <>
          <Alert
            type="success"
            showIcon
            role="status"
            title={t('payments.recorded', { count: record.data.recorded })}
          />
          <Refusals refused={record.data.refused} />
        </>
      )}
      {reconcile.data === undefined ? null : (
        <>
          <Alert
            type="success"
            showIcon
            role="status"
            title={t('payments.reconciledNow', { count: reconcile.data.reconciled })}
          />
          <Refusals refused={reconcile.data.refused} />
        </>
      )}
    </>
  );
};

/** One batch: every case with what is paid and what the bank reported. */
export default function BatchPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const me = useSignedIn();
  const { batchId = '' } = useParams();
  const batch = useBatch(batchId);
  const described = useCaseType('relief-application').data;
  const [chosen, setChosen] = useState<readonly string[]>([]);
  if (batch.error !== null) return <ProblemNote error={batch.error} retry={() => void batch.refetch()} />;
  if (batch.data === undefined) return <Loading />;
  const { rows } = batch.data;
  const waiting = rows.filter(({ status }) => status === 'produced').map(({ caseId }) => caseId);
  const mayPay = me.roles.includes('paymentOfficer');
  const toggle = (caseId: string, on: boolean) =>
    setChosen(on ? [...chosen, caseId] : chosen.filter((one) => one !== caseId));
  return (
    <>
      <div className="page-head">
        <Heading title={[t('payments.title'), rows[0]?.month].join(' ')} />
        <Link to="/payments">{t('back')}</Link>
      </div>
      <Panel
        title={t('payments.batch')}
        end={
          <span className="quiet">
            {t('caseload.total', { count: rows.length })} ·{' '}
            {shownMoney(rows.reduce((total, { amountFen }) => total + amountFen, 0))}
          </span>
        }
      >
        {mayPay ? <Results batchId={batchId} rows={rows} chosen={chosen} done={() => setChosen([])} /> : null}
        <table className="table">
          <thead>
            <tr>
              {mayPay ? (
                <th>
                  <Checkbox
                    aria-label={t('payments.selectAll')}
                    disabled={waiting.length === 0}
                    checked={waiting.length > 0 && chosen.length === waiting.length}
                    indeterminate={chosen.length > 0 && chosen.length < waiting.length}
                    onChange={({ target }) => setChosen(target.checked ? waiting : [])}
                  />
                </th>
              ) : null}
              <th>{t('column.person')}</th>
              <th>{t('column.scheme')}</th>
              <th>{t('column.office')}</th>
              <th className="right">{t('payments.amount')}</th>
              <th>{t('payments.status')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ caseId, amountFen, status, case: row }) => (
              <tr key={caseId}>
                {mayPay ? (
                  <td>
                    {status === 'produced' ? (
                      <Checkbox
                        aria-label={t('payments.selectRow', { name: row?.title ?? shortNumber(caseId) })}
                        checked={chosen.includes(caseId)}
                        onChange={({ target }) => toggle(caseId, target.checked)}
                      />
                    ) : null}
                  </td>
                ) : null}
                <td className="lead">
                  <Link to={`/cases/${caseId}`}>{row?.title ?? shortNumber(caseId)}</Link>
                </td>
                <td data-label={t('column.scheme')}>
                  {row === undefined ? '—' : label(described?.values[row.scheme], row.scheme)}
                </td>
                <td data-label={t('column.office')}>{label(row?.office.name, '—')}</td>
                <td className="right" data-label={t('payments.amount')}>
                  {shownMoney(amountFen)}
                </td>
                <td data-label={t('payments.status')}>
                  <span className="mark" data-tone={statusTone[status]}>
                    {t(`payments.${status}`)}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
    </>
  );
}
