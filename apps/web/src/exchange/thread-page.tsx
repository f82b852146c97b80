import { Button, Empty, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { isUuid, shortNumber, shownInstant } from '../format';
import { Loading } from '../shell/loading';
import { Panel } from '../shell/panel';
import { ProblemNote } from '../shell/problem-note';
import type { ThreadEntry } from './api';
import { Frame } from './frame';
import { useNames } from './names';
import { useThread } from './queries';

const Row = ({ entry }: { readonly entry: ThreadEntry }) => {
  const { t } = useTranslation();
  const names = useNames();
  const { at, act, kind, from, to, digest, caseId, reason } = entry;
  return (
    <tr>
      <td className="lead number">{shownInstant(at)}</td>
      <td data-label={t('exchange.threads.act')}>
        <span>
          {t(`exchange.act.${act}`)}
          {reason === undefined ? null : <span className="row-sub">{names.reason(reason)}</span>}
        </span>
      </td>
      <td data-label={t('exchange.threads.kind')}>{names.kind(kind)}</td>
      <td data-label={t('exchange.threads.between')}>
        {from} → {to ?? '—'}
      </td>
      <td data-label={t('exchange.threads.digest')} className="digest">
        {digest ?? '—'}
      </td>
      <td data-label={t('exchange.threads.case')}>
        {caseId === undefined || !isUuid(caseId) ? (
          '—'
        ) : (
          <Link to={`/cases/${caseId}`} className="number">
            {shortNumber(caseId)}
          </Link>
        )}
      </td>
    </tr>
  );
};

const Entries = ({ thread }: { readonly thread: string }) => {
  const { t } = useTranslation();
  const found = useThread(thread);
  return (
    <>
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
      {found.isLoading ? <Loading /> : null}
      {found.data === undefined ? null : (
        <table className="table" aria-live="polite">
          <thead>
            <tr>
              <th scope="col">{t('exchange.threads.at')}</th>
              <th scope="col">{t('exchange.threads.act')}</th>
              <th scope="col">{t('exchange.threads.kind')}</th>
              <th scope="col">{t('exchange.threads.between')}</th>
              <th scope="col">{t('exchange.threads.digest')}</th>
              <th scope="col">{t('exchange.threads.case')}</th>
            </tr>
          </thead>
          <tbody>
            {found.data.entries.map((entry) => (
              <Row key={`${entry.messageId}/${entry.act}`} entry={entry} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
};

/** Our side of a matter shared with another region, to be held against theirs. */
export default function ThreadPage() {
  const { t } = useTranslation();
  const [asked, ask] = useSearchParams();
  const thread = asked.get('thread') ?? '';
  const [typed, type] = useState(thread);
  const show = (event: FormEvent) => {
    event.preventDefault();
    ask(typed.trim() === '' ? {} : { thread: typed.trim() });
  };
  return (
    <Frame title={t('exchange.threads.title')}>
      <Panel title={t('exchange.threads.nav')}>
        <p className="quiet">{t('exchange.threads.hint')}</p>
        <form className="thread-form" onSubmit={show}>
          <label>
            {t('exchange.threads.id')}
            <Input value={typed} maxLength={36} onChange={({ target }) => type(target.value)} />
          </label>
          <Button type="primary" htmlType="submit">
            {t('exchange.threads.show')}
          </Button>
        </form>
        {thread === '' ? <Empty description={t('exchange.threads.empty')} /> : <Entries thread={thread} />}
      </Panel>
    </Frame>
  );
}
