import { DatePicker, Form, Input, InputNumber, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { fenOf } from '../forms/fen';
import { type StandardEntry, administrationApi } from './api';
import { ChangeDrawer } from './change-drawer';
import { useSchemeNames } from './scheme-names';

type Standard = StandardEntry['standard'];

interface TypedStandard {
  readonly scheme: Standard['scheme'];
  readonly area: Standard['area'];
  readonly effectiveFrom: Dayjs;
  readonly monthly: number;
  readonly items?: Readonly<Record<string, number | null>>;
  readonly source: string;
}

const standardFrom = ({ effectiveFrom, monthly, items = {}, ...typed }: TypedStandard): Standard => {
  const day = effectiveFrom.format('YYYY-MM-DD');
  const further = Object.entries(items).flatMap(([name, yuan]): [string, number][] => {
    const fen = fenOf(yuan);
    return fen === undefined ? [] : [[name, fen]];
  });
  return {
    ...typed,
    standardId: `${typed.scheme}-${typed.area}-${day}`,
    effectiveFrom: day,
    monthlyFen: fenOf(monthly) ?? 0,
    ...(further.length === 0 ? {} : { items: Object.fromEntries(further) }),
    evidence: 'known',
  };
};

const Money = ({ name, label }: { readonly name: string | readonly string[]; readonly label: string }) => {
  const { t } = useTranslation();
  return (
    <Form.Item
      name={typeof name === 'string' ? name : [...name]}
      label={label}
      rules={[{ required: true, message: t('form.required') }]}
    >
      <InputNumber min={0} precision={2} controls={false} inputMode="decimal" suffix={t('yuan')} />
    </Form.Item>
  );
};

/** The further amounts are those that the scheme's last standard has. */
const Amounts = ({ standards }: { readonly standards: readonly StandardEntry[] }) => {
  const { t } = useTranslation();
  const form = Form.useFormInstance<TypedStandard>();
  const scheme = Form.useWatch('scheme', form);
  const last = standards.findLast(({ standard }) => standard.scheme === scheme)?.standard;
  return (
    <>
      <Money name="monthly" label={t('administration.standard.monthly')} />
      {Object.keys(last?.items ?? {}).map((item) => (
        <Money key={item} name={['items', item]} label={t(`administration.standard.item.${item}`, item)} />
      ))}
    </>
  );
};

/** The form that publishes a standard; it loads when somebody opens it. */
export default function NewStandard({
  standards,
  close,
}: {
  readonly standards: readonly StandardEntry[];
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  const schemeName = useSchemeNames();
  const needed = [{ required: true, message: t('form.required') }];
  return (
    <ChangeDrawer<TypedStandard>
      title={t('administration.standard.new')}
      hint={t('administration.standard.how')}
      initial={{ area: 'all' }}
      send={(typed, key) =>
        administrationApi.publish({ kind: 'standards', document: { standard: standardFrom(typed) } }, key)
      }
      close={close}
    >
      <Form.Item name="scheme" label={t('administration.standard.scheme')} rules={needed}>
        <Select
          options={[...new Set(standards.map(({ standard }) => standard.scheme))].map((scheme) => ({
            value: scheme,
            label: schemeName(scheme),
          }))}
        />
      </Form.Item>
      <Form.Item name="area" label={t('administration.standard.area')} rules={needed}>
        <Select
          options={(['all', 'urban', 'rural'] as const).map((area) => ({
            value: area,
            label: t(`administration.standard.areas.${area}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="effectiveFrom" label={t('administration.rule.effectiveFrom')} rules={needed}>
        <DatePicker />
      </Form.Item>
      <Amounts standards={standards} />
      <Form.Item name="source" label={t('administration.rule.source')} rules={needed}>
        <Input maxLength={200} />
      </Form.Item>
    </ChangeDrawer>
  );
}
