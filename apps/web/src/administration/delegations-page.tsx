import { Button, DatePicker, Empty, Form, Input, InputNumber, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCaseType } from '../api/queries';
import { shownMoney, today } from '../format';
import { fenOf } from '../forms/fen';
import { useLabel } from '../i18n';
import { useSignedIn } from '../session/signed-in';
import { Loading } from '../shell/loading';
import { ProblemNote } from '../shell/problem-note';
import { type DelegationEntry, administrationApi, useRules } from './api';
import { ChangeDrawer } from './change-drawer';
import { Frame } from './frame';
import { PublishedBy } from './rules-page';

type Delegation = DelegationEntry['delegation'];

interface TypedDelegation {
  readonly delegationId: string;
  readonly scheme: Delegation['scheme'];
  readonly kind?: Delegation['kind'];
  readonly max?: number | null;
  readonly days: readonly [Dayjs, Dayjs | null];
  readonly source: string;
}

const kinds = ['emergency', 'expenditure', 'firstRelief'] as const;

const stateOf = ({ effectiveFrom, effectiveTo }: Delegation): 'now' | 'coming' | 'over' => {
  if (effectiveFrom > today()) return 'coming';
  return effectiveTo !== undefined && effectiveTo < today() ? 'over' : 'now';
};

const delegationFrom = ({ days: [from, to], max, ...typed }: TypedDelegation): Delegation => ({
  ...typed,
  level: 'townOffice',
  ...(max === undefined || max === null ? {} : { maxAmountFen: fenOf(max) }),
  effectiveFrom: from.format('YYYY-MM-DD'),
  ...(to === null ? {} : { effectiveTo: to.format('YYYY-MM-DD') }),
  evidence: 'known',
});

const publish = (delegation: Delegation, key: string) =>
  administrationApi.publish({ kind: 'delegations', document: { delegation } }, key);

const Row = ({
  entry,
  schemeName,
}: {
  readonly entry: DelegationEntry;
  readonly schemeName: (scheme: string) => string;
}) => {
  const { t } = useTranslation();
  const mayChange = useSignedIn().roles.includes('administrator');
  const [ending, setEnding] = useState(false);
  const { delegation, published } = entry;
  const state = stateOf(delegation);
  const tone = { now: 'green', coming: 'blue', over: undefined }[state];
  return (
    <tr>
      <td className="lead">
        <b>{schemeName(delegation.scheme)}</b>{' '}
        <span className="mark" data-tone={tone}>
          {t(`administration.delegation.state.${state}`)}
        </span>
        <span className="row-sub">
          {delegation.kind === undefined
            ? t('administration.delegation.everyKind')
            : t(`administration.delegation.kinds.${delegation.kind}`)}
        </span>
      </td>
      <td data-label={t('administration.delegation.level')}>
        {t(`administration.delegation.levels.${delegation.level}`)}
      </td>
      <td className="right" data-label={t('administration.delegation.max')}>
        {delegation.maxAmountFen === undefined
          ? t('administration.delegation.noMax')
          : shownMoney(delegation.maxAmountFen)}
      </td>
      <td className="number" data-label={t('administration.delegation.from')}>
        {delegation.effectiveFrom}
      </td>
      <td className="number" data-label={t('administration.delegation.to')}>
        {delegation.effectiveTo ?? t('administration.delegation.noEnd')}
      </td>
      <td data-label={t('administration.delegation.source')}>
        <span>
          {delegation.source}
          <span className="row-sub">
            <PublishedBy published={published} />
          </span>
        </span>
      </td>
      <td>
        {mayChange && state !== 'over' ? (
          <div className="administration-acts">
            <Button size="small" onClick={() => setEnding(true)}>
              {t('administration.delegation.end')}
            </Button>
          </div>
        ) : null}
        {ending ? (
          <ChangeDrawer<{ readonly lastDay: Dayjs }>
            title={t('administration.delegation.end')}
            initial={{ lastDay: dayjs(today()) }}
            send={({ lastDay }, key) => publish({ ...delegation, effectiveTo: lastDay.format('YYYY-MM-DD') }, key)}
            close={() => setEnding(false)}
          >
            <Form.Item
              name="lastDay"
              label={t('administration.delegation.lastDay')}
              rules={[{ required: true, message: t('form.required') }]}
            >
              <DatePicker minDate={dayjs(delegation.effectiveFrom)} />
            </Form.Item>
          </ChangeDrawer>
        ) : null}
      </td>
    </tr>
  );
};

/** What the bureau has delegated to the towns, up to which amount and between which days. */
export default function DelegationsPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const relief = useCaseType('relief-application').data;
  const mayChange = useSignedIn().roles.includes('administrator');
  const rules = useRules();
  const [adding, setAdding] = useState(false);
  const schemeName = (scheme: string): string => label(relief?.values[scheme], scheme);
  const schemes = relief?.opening.flatMap((name) => relief.commands[name]?.schema.properties?.['scheme']?.enum ?? []);
  const delegations = (rules.data?.delegations ?? []).toSorted(({ delegation: one }, { delegation: other }) =>
    other.effectiveFrom.localeCompare(one.effectiveFrom),
  );
  const needed = [{ required: true, message: t('form.required') }];
  return (
    <Frame
      title={t('administration.delegation.title')}
      intro={t('administration.delegation.intro')}
      end={
        mayChange ? (
          <Button type="primary" onClick={() => setAdding(true)}>
            {t('administration.delegation.new')}
          </Button>
        ) : null
      }
    >
      <ProblemNote error={rules.error} retry={() => void rules.refetch()} />
      {rules.isPending ? <Loading /> : null}
      {rules.isSuccess && delegations.length === 0 ? (
        <Empty className="state" description={t('administration.delegation.empty')} />
      ) : null}
      {delegations.length === 0 ? null : (
        <section className="panel panel-body" aria-label={t('administration.delegation.title')}>
          <table className="table">
            <thead>
              <tr>
                <th>{t('administration.delegation.scheme')}</th>
                <th>{t('administration.delegation.level')}</th>
                <th className="right">{t('administration.delegation.max')}</th>
                <th>{t('administration.delegation.from')}</th>
                <th>{t('administration.delegation.to')}</th>
                <th>{t('administration.delegation.source')}</th>
                <th>
                  <span className="hidden-text">{t('administration.user.acts')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {delegations.map((entry) => (
                <Row key={entry.delegation.delegationId} entry={entry} schemeName={schemeName} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      {adding ? (
        <ChangeDrawer<TypedDelegation>
          title={t('administration.delegation.new')}
          send={(typed, key) => publish(delegationFrom(typed), key)}
          close={() => setAdding(false)}
        >
          <Form.Item
            name="delegationId"
            label={t('administration.delegation.id')}
            rules={[...needed, { pattern: /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/, message: t('form.invalid') }]}
          >
            <Input maxLength={60} autoComplete="off" />
          </Form.Item>
          <Form.Item name="scheme" label={t('administration.delegation.scheme')} rules={needed}>
            <Select options={(schemes ?? []).map((scheme) => ({ value: scheme, label: schemeName(scheme) }))} />
          </Form.Item>
          <Form.Item name="kind" label={t('administration.delegation.kind')}>
            <Select
              allowClear
              placeholder={t('administration.delegation.everyKind')}
              options={kinds.map((kind) => ({ value: kind, label: t(`administration.delegation.kinds.${kind}`) }))}
            />
          </Form.Item>
          <Form.Item name="max" label={t('administration.delegation.maxYuan')}>
            <InputNumber min={0} precision={2} controls={false} inputMode="decimal" suffix={t('yuan')} />
          </Form.Item>
          <Form.Item
            name="days"
            label={`${t('administration.delegation.from')} — ${t('administration.delegation.to')}`}
            rules={needed}
          >
            <DatePicker.RangePicker allowEmpty={[false, true]} />
          </Form.Item>
          <Form.Item name="source" label={t('administration.delegation.source')} rules={needed}>
            <Input maxLength={200} />
          </Form.Item>
        </ChangeDrawer>
      ) : null}
    </Frame>
  );
}
