import { useMutation } from '@tanstack/react-query';
import { Alert, Button, DatePicker, Empty } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemError, api } from '../api/client';
import { refreshLists, useBatches } from '../api/queries';
import { shownMoney, thisMonth } from '../format';
import { LinkButton } from '../shell/link-button';
import { Loading } from '../shell/loading';
import { Panel } from '../shell/panel';
import { ProblemNote } from '../shell/problem-note';
import { useSignedIn } from '../session/signed-in';
import { Heading } from '../shell/heading';
import { Refusals } from './refusals';
import { statuses, statusTone } from './statuses';

const Produce = () => {
  const { t } = useTranslation();
  const [month, setMonth] = useState(thisMonth);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const produce = useMutation({
    mutationFn: () => api.produceBatch(month, key),
    onSuccess: () => {
      setKey(crypto.randomUUID());
      refreshLists();
    },
    onError: (error) => {
      if (error instanceof ProblemError) setKey(crypto.randomUUID());
    },
  });
  return (
    <Panel title={t('payments.produce')}>
      <p className="quiet">{t('payments.produceHint')}</p>
      <div className="form-foot">
        <DatePicker
          picker="month"
          allowClear={false}
          aria-label={t('payments.month')}
          value={dayjs(`${month}-01`)}
          onChange={(chosen) => {
            if (chosen !== null) setMonth(chosen.format('YYYY-MM'));
          }}
        />
        <Button type="primary" loading={produce.isPending} onClick={() => produce.mutate()}>
          {t('payments.produce')}
        </Button>
      </div>
      <ProblemNote error={produce.error} />
      {produce.data === undefined ? null : (
        <>
          <Alert
            type="success"
            showIcon
            role="status"
            title={t('payments.producedNow', {
              month: produce.data.month,
              count: produce.data.produced,
              amount: shownMoney(Number(produce.data.amountFen)),
            })}
          />
          <Refusals refused={produce.data.refused} />
        </>
      )}
    </Panel>
  );
};

/** The monthly batches of payments. */
export default function BatchesPage() {
  const { t } = useTranslation();
  const me = useSignedIn();
  const batches = useBatches();
  const rows = batches.data?.rows ?? [];
  return (
    <>
      <div className="page-head">
        <Heading title={t('payments.title')} />
      </div>
      {me.roles.includes('paymentOfficer') ? <Produce /> : null}
      <Panel title={t('payments.batches')}>
        <ProblemNote error={batches.error} retry={() => void batches.refetch()} />
        {batches.isPending ? <Loading /> : null}
        {batches.isSuccess && rows.length === 0 ? <Empty description={t('payments.none')} /> : null}
        {rows.length === 0 ? null : (
          <table className="table">
            <thead>
              <tr>
                <th>{t('payments.month')}</th>
                <th className="right">{t('payments.cases')}</th>
                <th className="right">{t('payments.amount')}</th>
                <th>{t('payments.status')}</th>
                <th />
              </tr>
            </thead>
            <tbody>
              {rows.map((batch) => (
                <tr key={batch.batchId}>
                  <td className="lead number">{batch.month}</td>
                  <td className="right" data-label={t('payments.cases')}>
                    {batch.cases}
                  </td>
                  <td className="right" data-label={t('payments.amount')}>
                    {shownMoney(Number(batch.amountFen))}
                  </td>
                  <td data-label={t('payments.status')}>
                    <span className="marks">
                      {statuses
                        .filter((status) => (batch.byStatus[status] ?? 0) > 0)
                        .map((status) => (
                          <span key={status} className="mark" data-tone={statusTone[status]}>
                            {t(`payments.${status}`)} {batch.byStatus[status]}
                          </span>
                        ))}
                    </span>
                  </td>
                  <td className="right">
                    <LinkButton to={`/payments/${batch.batchId}`}>{t('payments.open')}</LinkButton>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Panel>
    </>
  );
}
