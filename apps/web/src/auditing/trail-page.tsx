import { Button, DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { isUuid, shortNumber, shownInstant } from '../format';
import { useLabel } from '../i18n';
import { ListPanel } from '../shell/list-panel';
import { useUrlState } from '../shell/url-state';
import type { TrailEntry } from './api';
import { Frame } from './frame';
import { useTrail } from './queries';
import { TrailDetail } from './trail-detail';
import { isTrailGroup, trailGroups, trailKinds } from './trail-kinds';

const names = ['about', 'kind', 'user', 'caseId', 'from', 'to'] as const;

const startOf = (day: string | undefined): string | undefined =>
  day === undefined ? undefined : `${day}T00:00:00+08:00`;
const dayAfter = (day: string | undefined): string | undefined =>
  day === undefined ? undefined : dayjs(day).add(1, 'day').format('YYYY-MM-DD');

const Row = ({ entry, searchUser }: { readonly entry: TrailEntry; readonly searchUser: (userId: string) => void }) => {
  const { t } = useTranslation();
  const label = useLabel();
  const { kind, at, user, role, office, caseId } = entry;
  return (
    <tr>
      <td className="lead number">{shownInstant(at)}</td>
      <td data-label={t('auditing.trail.what')}>
        <b>{t(`auditing.trail.kind.${kind}`, kind)}</b>
      </td>
      <td data-label={t('auditing.trail.who')}>
        <span>
          <Button type="link" size="small" className="inline" onClick={() => searchUser(user.userId)}>
            {user.userId === 'unknown' ? t('auditing.trail.unknown') : user.name}
          </Button>
          <span className="row-sub">
            {[role === 'none' ? undefined : t(`roles.${role}`, role), label(office.name)].filter(Boolean).join(' · ')}
          </span>
        </span>
      </td>
      <td data-label={t('column.case')}>
        {caseId === undefined ? null : (
          <Link className="number" to={`/auditing/cases/${caseId}`}>
            {shortNumber(caseId)}
          </Link>
        )}
      </td>
      <td data-label={t('auditing.trail.detail')}>
        <TrailDetail entry={entry} />
      </td>
    </tr>
  );
};

/** Who did, saw, tried or changed what. Searching it is recorded too. */
export default function TrailPage() {
  const { t } = useTranslation();
  const { filter, change } = useUrlState(names);
  const { user, caseId, from, to } = filter;
  const group = isTrailGroup(filter.about) ? filter.about : undefined;
  const kinds: readonly string[] =
    group === undefined ? trailGroups.flatMap((one) => trailKinds[one]) : trailKinds[group];
  const kind = filter.kind ?? (group === undefined ? undefined : trailKinds[group].join(','));
  const list = useTrail({
    kind,
    user,
    caseId: isUuid(caseId) ? caseId : undefined,
    from: startOf(from),
    to: startOf(dayAfter(to)),
  });
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Frame title={t('auditing.trail.title')}>
      <div className="panel filters" role="search">
        <label>
          {t('auditing.trail.about')}
          <Select
            allowClear
            placeholder={t('all')}
            value={group}
            onChange={(chosen?: string) => change({ about: chosen, kind: undefined })}
            options={trailGroups.map((value) => ({ value, label: t(`auditing.trail.group.${value}`) }))}
          />
        </label>
        <label>
          {t('auditing.trail.what')}
          <Select
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('all')}
            value={filter.kind}
            onChange={(chosen?: string) => change({ kind: chosen })}
            options={kinds.map((value) => ({ value, label: t(`auditing.trail.kind.${value}`, value) }))}
          />
        </label>
        <label>
          {t('auditing.trail.user')}
          <Input.Search
            key={user ?? 'everybody'}
            defaultValue={user}
            allowClear
            maxLength={80}
            onSearch={(typed) => change({ user: typed.trim() })}
          />
        </label>
        <label>
          {t('auditing.trail.caseId')}
          <Input.Search
            key={caseId ?? 'every'}
            defaultValue={caseId}
            allowClear
            maxLength={36}
            status={caseId === undefined || isUuid(caseId) ? '' : 'error'}
            onSearch={(typed) => change({ caseId: typed.trim().toLowerCase() })}
          />
        </label>
        {(['from', 'to'] as const).map((end) => (
          <label key={end}>
            {t(`auditing.${end}`)}
            <DatePicker
              value={filter[end] === undefined ? null : dayjs(filter[end])}
              onChange={(day: dayjs.Dayjs | null) => change({ [end]: day?.format('YYYY-MM-DD') })}
            />
          </label>
        ))}
      </div>
      <ListPanel
        list={list}
        title={t('auditing.trail.list')}
        end={<span className="quiet small">{t('auditing.trail.recorded')}</span>}
        empty={t('auditing.trail.empty')}
        columns={[
          { text: t('auditing.trail.at') },
          { text: t('auditing.trail.what') },
          { text: t('auditing.trail.who') },
          { text: t('column.case') },
          { text: t('auditing.trail.detail') },
        ]}
      >
        {rows.map((entry) => (
          <Row key={entry.position} entry={entry} searchUser={(userId) => change({ user: userId })} />
        ))}
      </ListPanel>
    </Frame>
  );
}
