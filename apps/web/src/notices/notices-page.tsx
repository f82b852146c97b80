import { Button, Empty } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMe, usePublicNotices } from '../api/queries';
import type { Label, PublicNoticeRow } from '../api/types';
import { shownMoney } from '../format';
import { useLabel } from '../i18n';
import { Heading } from '../shell/heading';
import { LanguageSwitch } from '../shell/language-switch';
import { Loading } from '../shell/loading';
import { OfflineBanner } from '../shell/offline-banner';
import { ProblemNote } from '../shell/problem-note';

/** Schemes as the public reads them: the descriptions of case types are for staff only. */
const schemes: Readonly<Record<string, Label>> = {
  dibao: { zh: '最低生活保障', en: 'Minimum living guarantee (dibao)' },
  destituteSupport: { zh: '特困人员救助供养', en: 'Support for destitute persons' },
  temporaryRelief: { zh: '临时救助', en: 'Temporary relief' },
  nearThreshold: { zh: '低保边缘家庭', en: 'Near-threshold household' },
  rigidExpenditure: { zh: '刚性支出困难家庭', en: 'Household with rigid expenditure' },
  disabilityAllowance: { zh: '残疾人两项补贴', en: 'Disability allowance' },
};

const NoticeTable = ({ rows }: { readonly rows: readonly PublicNoticeRow[] }) => {
  const { t } = useTranslation();
  const label = useLabel();
  return (
    <div className="panel panel-body">
      <table className="table">
        <thead>
          <tr>
            <th>{t('notices.head')}</th>
            <th>{t('column.scheme')}</th>
            <th>{t('notices.persons')}</th>
            <th className="right">{t('notices.amount')}</th>
            <th>{t('notices.area')}</th>
            <th>{t('notices.office')}</th>
            <th>{t('notices.run')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((notice) => (
            <tr key={notice.noticeId}>
              <td className="lead">
                <b>{notice.headOfHousehold}</b>
              </td>
              <td data-label={t('column.scheme')}>{label(schemes[notice.scheme], notice.scheme)}</td>
              <td data-label={t('notices.persons')}>{notice.persons}</td>
              <td className="right" data-label={t('notices.amount')}>
                {notice.amountFen === undefined ? '—' : shownMoney(notice.amountFen)}
              </td>
              <td data-label={t('notices.area')}>{label(notice.area.name)}</td>
              <td data-label={t('notices.office')}>{label(notice.office.name)}</td>
              <td data-label={t('notices.run')} className="nowrap">
                {t('case.noticeRun', { from: notice.postedOn, to: notice.endsOn })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

/** Open to everybody; shows exactly the fields that may be public. */
export default function NoticesPage() {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const notices = usePublicNotices();
  const rows = notices.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <div className="frame">
      <header className="top">
        <span className="brand">
          <b>{t('product')}</b>
        </span>
        <div className="top-end top-push">
          {me === undefined || me === null ? (
            <Link to="/sign-in">{t('nav.signIn')}</Link>
          ) : (
            <Link to="/work">{t('nav.work')}</Link>
          )}
          <LanguageSwitch />
        </div>
      </header>
      <OfflineBanner />
      <main className="page" id="content" tabIndex={-1}>
        <div className="page-head">
          <div>
            <Heading title={t('notices.title')} />
            <p className="quiet">
              {t('notices.intro')} {t('notices.self')}
            </p>
          </div>
        </div>
        <ProblemNote error={notices.error} retry={() => void notices.refetch()} />
        {notices.isPending ? <Loading /> : null}
        {rows.length === 0 && notices.isSuccess ? <Empty className="state" description={t('notices.empty')} /> : null}
        {rows.length === 0 ? null : <NoticeTable rows={rows} />}
        {notices.hasNextPage ? (
          <div className="more">
            <Button loading={notices.isFetchingNextPage} onClick={() => void notices.fetchNextPage()}>
              {t('more')}
            </Button>
          </div>
        ) : null}
      </main>
    </div>
  );
}
