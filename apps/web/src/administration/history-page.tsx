import { Button, Empty } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { shownInstant } from '../format';
import { useLabel } from '../i18n';
import { Loading } from '../shell/loading';
import { ProblemNote } from '../shell/problem-note';
import { type OrganisationEntry, useOrganisationHistory } from './api';
import { Frame } from './frame';

const About = ({ entry }: { readonly entry: OrganisationEntry }) => {
  const { t } = useTranslation();
  const label = useLabel();
  const { user, office, position, name } = entry;
  const renamed = typeof name === 'object' ? label(name) : undefined;
  return (
    <>
      {user === undefined ? null : (
        <Link to={`/administration/history?user=${user.userId}`}>{typeof name === 'string' ? name : user.name}</Link>
      )}
      {position === undefined ? null : <> {t(`roles.${position}`, position)}</>}
      {user === undefined ? (
        <Link to={`/administration/history?office=${office.officeId}`}>{renamed ?? label(office.name)}</Link>
      ) : (
        <span className="row-sub">{label(office.name)}</span>
      )}
    </>
  );
};

/** Who changed what in the organisation. */
export default function HistoryPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const user = params.get('user') ?? undefined;
  const office = params.get('office') ?? undefined;
  const list = useOrganisationHistory({ user, office });
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Frame title={t('administration.change.title')} intro={t('administration.change.intro')}>
      {user === undefined && office === undefined ? null : (
        <p className="gap">
          {user === undefined ? null : (
            <>
              {t('administration.change.filterUser')} <code>{user}</code>{' '}
            </>
          )}
          {office === undefined ? null : (
            <>
              {t('administration.change.filterOffice')} <code>{office}</code>{' '}
            </>
          )}
          <Button size="small" onClick={() => setParams({}, { replace: true })}>
            {t('administration.change.clear')}
          </Button>
        </p>
      )}
      <ProblemNote error={list.error} retry={() => void list.refetch()} />
      {list.isPending ? <Loading /> : null}
      {list.isSuccess && rows.length === 0 ? (
        <Empty className="state" description={t('administration.change.empty')} />
      ) : null}
      {rows.length === 0 ? null : (
        <section className="panel panel-body" aria-label={t('administration.change.title')}>
          <table className="table">
            <thead>
              <tr>
                <th>{t('administration.change.what')}</th>
                <th>{t('administration.change.about')}</th>
                <th>{t('administration.change.by')}</th>
                <th>{t('administration.change.at')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((entry) => (
                <tr key={entry.version}>
                  <td className="lead">{t(`administration.change.types.${entry.type}`, entry.type)}</td>
                  <td data-label={t('administration.change.about')}>
                    <span>
                      <About entry={entry} />
                    </span>
                  </td>
                  <td data-label={t('administration.change.by')}>
                    {entry.role === 'system'
                      ? t('administration.change.system')
                      : t('history.by', { name: entry.by.name, role: t(`roles.${entry.role}`, entry.role) })}
                  </td>
                  <td className="number" data-label={t('administration.change.at')}>
                    {shownInstant(entry.at)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {list.hasNextPage ? (
            <Button block loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('more')}
            </Button>
          ) : null}
        </section>
      )}
    </Frame>
  );
}
