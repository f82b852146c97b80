import { Button, Empty } from 'antd';
import { useTranslation } from 'react-i18next';
import { shownInstant } from '../format';
import { Loading } from '../shell/loading';
import { Panel } from '../shell/panel';
import { ProblemNote } from '../shell/problem-note';
import { Hash } from './hash';
import { useHeads } from './queries';

/** The signed heads, the newest first, and the keys they are signed with. */
export const HeadsPanel = () => {
  const { t } = useTranslation();
  const list = useHeads();
  const [newest] = list.data?.pages ?? [];
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const trusted = new Map((newest?.keys.trusted ?? []).map(({ keyId, from }) => [keyId, from]));
  return (
    <Panel title={t('auditing.heads.title')}>
      <ProblemNote error={list.error} retry={() => void list.refetch()} />
      {list.isPending ? <Loading /> : null}
      {newest?.disputed === undefined ? null : (
        <p className="notice-box" data-tone="red" role="alert">
          {t('auditing.heads.disputed', {
            size: newest.disputed.treeSize,
            at: shownInstant(newest.disputed.timestamp),
          })}
        </p>
      )}
      {list.isSuccess && rows.length === 0 ? <Empty description={t('auditing.heads.empty')} /> : null}
      {rows.length === 0 ? null : (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('auditing.heads.at')}</th>
              <th scope="col" className="right">
                {t('auditing.heads.size')}
              </th>
              <th scope="col">{t('auditing.heads.root')}</th>
              <th scope="col">{t('auditing.heads.key')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ timestamp, treeSize, rootHash, keyId, signature }) => (
              <tr key={signature}>
                <td className="lead number">{shownInstant(timestamp)}</td>
                <td className="right" data-label={t('auditing.heads.size')}>
                  {treeSize}
                </td>
                <td data-label={t('auditing.heads.root')}>
                  <Hash text={rootHash} />
                </td>
                <td data-label={t('auditing.heads.key')}>
                  <span>
                    <Hash text={keyId} />
                    <span className="row-sub">{t(`auditing.keyFrom.${trusted.get(keyId) ?? 'nobody'}`)}</span>
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {list.hasNextPage ? (
        <Button block loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('more')}
        </Button>
      ) : null}
    </Panel>
  );
};
