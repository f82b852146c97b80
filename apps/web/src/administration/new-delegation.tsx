import { DatePicker, Form, Input, InputNumber, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useCaseType } from '../api/queries';
import { fenOf } from '../forms/fen';
import { type DelegationEntry, publishDelegation } from './api';
import { ChangeDrawer } from './change-drawer';
import { useSchemeNames } from './scheme-names';

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

const delegationFrom = ({ days: [from, to], max, ...typed }: TypedDelegation): Delegation => ({
  ...typed,
  level: 'townOffice',
  ...(max === undefined || max === null ? {} : { maxAmountFen: fenOf(max) }),
  effectiveFrom: from.format('YYYY-MM-DD'),
  ...(to === null ? {} : { effectiveTo: to.format('YYYY-MM-DD') }),
  evidence: 'known',
});

/** The form that records a delegation; it loads when somebody opens it. */
export default function NewDelegation({ close }: { readonly close: () => void }) {
  const { t } = useTranslation();
  const schemeName = useSchemeNames();
  const relief = useCaseType('relief-application').data;
  const schemes = relief?.opening.flatMap((name) => relief.commands[name]?.schema.properties?.['scheme']?.enum ?? []);
  const needed = [{ required: true, message: t('form.required') }];
  return (
    <ChangeDrawer<TypedDelegation>
      title={t('administration.delegation.new')}
      send={(typed, key) => publishDelegation(delegationFrom(typed), key)}
      close={close}
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
  );
}
