import { DatePicker, Empty } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { daysUntil, shortNumber, thisMonth, today } from '../format';
import { Fact } from '../shell/fact';
import { Loading } from '../shell/loading';
import { Panel } from '../shell/panel';
import { ProblemNote } from '../shell/problem-note';
import type { ReturnRate } from './api';
import { Frame } from './frame';
import { useReturnRate } from './queries';
import { useUrlState } from '../shell/url-state';

/** `99.99%` of a whole number of ten-thousandths: nothing is rounded, so nothing is rounded up. */
const shownRate = (perTenThousand: number): string => `${(perTenThousand / 100).toFixed(2)}%`;

const Pending = ({ pending, due, returned }: Pick<ReturnRate, 'pending' | 'due' | 'returned'>) => {
  const { t } = useTranslation();
  const open = due - returned;
  return (
    <Panel title={t('supervision.returnRate.pendingList', { count: open })}>
      {open > pending.length ? (
        <p className="muted">{t('supervision.returnRate.oldest', { count: pending.length })}</p>
      ) : null}
      {pending.length === 0 ? <Empty description={t('supervision.returnRate.nonePending')} /> : null}
      {pending.length === 0 ? null : (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('column.case')}</th>
              <th scope="col">{t('supervision.returnRate.dueSince')}</th>
              <th scope="col" className="right">
                {t('supervision.returnRate.waiting')}
              </th>
            </tr>
          </thead>
          <tbody>
            {pending.map(({ caseId, since }) => (
              <tr key={caseId}>
                <th scope="row" className="lead">
                  <Link className="number" to={`/cases/${caseId}`}>
                    {shortNumber(caseId)}
                  </Link>
                </th>
                <td className="number" data-label={t('supervision.returnRate.dueSince')}>
                  {since}
                </td>
                <td className="right" data-label={t('supervision.returnRate.waiting')}>
                  {t('supervision.days', { count: Math.max(0, daysUntil(today(), since)) })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
};

/** 接送返回率 with whoever is still waiting to be returned. */
export default function ReturnRatePage() {
  const { t } = useTranslation();
  const { filter, change } = useUrlState(['from', 'to']);
  const from = filter.from ?? `${thisMonth().slice(0, 4)}-01`;
  const to = filter.to ?? thisMonth();
  const answer = useReturnRate({ from, to });
  const { data } = answer;
  const month = (name: 'from' | 'to', value: string) => (
    <label>
      {t(`supervision.returnRate.${name}`)}
      <DatePicker
        picker="month"
        allowClear={false}
        value={dayjs(`${value}-01`)}
        onChange={(chosen: dayjs.Dayjs | null) => change({ [name]: chosen?.format('YYYY-MM') })}
      />
    </label>
  );
  return (
    <Frame title={t('supervision.returnRate.title')}>
      <div className="panel filters" role="search">
        {month('from', from)}
        {month('to', to)}
      </div>
      <div className="gap-top">
        <ProblemNote error={answer.error} retry={() => void answer.refetch()} />
        {answer.isPending ? <Loading /> : null}
      </div>
      {data === undefined ? null : (
        <>
          <Panel title={t('supervision.returnRate.rate')}>
            <dl className="facts figures">
              <Fact name={t('supervision.returnRate.rate')}>
                <b className="figure">
                  {data.rate.perTenThousand === undefined
                    ? t('supervision.returnRate.noneDue')
                    : shownRate(data.rate.perTenThousand)}
                </b>
              </Fact>
              <Fact name={t('supervision.returnRate.due')}>
                {t('supervision.returnRate.persons', { count: data.due })}
              </Fact>
              <Fact name={t('supervision.returnRate.returned')}>
                {t('supervision.returnRate.persons', { count: data.returned })}
              </Fact>
              <Fact name={t('supervision.returnRate.pending')}>
                {t('supervision.returnRate.persons', { count: data.due - data.returned })}
              </Fact>
            </dl>
            <p className="muted">
              {data.rate.complete ? t('supervision.returnRate.complete') : t('supervision.returnRate.incomplete')}
            </p>
          </Panel>
          <Pending {...data} />
        </>
      )}
    </Frame>
  );
}
