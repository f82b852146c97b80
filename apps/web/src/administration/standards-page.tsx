import { Button, DatePicker, Empty, Form, Input, InputNumber, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCaseType } from '../api/queries';
import { shownMoney, today } from '../format';
import { fenOf } from '../forms/fen';
import { useLabel } from '../i18n';
import { useSignedIn } from '../session/signed-in';
import { Loading } from '../shell/loading';
import { ProblemNote } from '../shell/problem-note';
import { type StandardEntry, administrationApi, useRules } from './api';
import { ChangeDrawer } from './change-drawer';
import { Frame } from './frame';
import { PublishedBy } from './rules-page';

type Standard = StandardEntry['standard'];

interface TypedStandard {
  readonly scheme: Standard['scheme'];
  readonly area: Standard['area'];
  readonly effectiveFrom: Dayjs;
  readonly monthly: number;
  readonly items?: Readonly<Record<string, number | null>>;
  readonly source: string;
}

/** Of one scheme and area only the last that has begun counts. */
const stateOf = (standard: Standard, all: readonly StandardEntry[]): 'inForce' | 'before' | 'coming' => {
  if (standard.effectiveFrom > today()) return 'coming';
  const isReplaced = all.some(
    ({ standard: other }) =>
      other.scheme === standard.scheme &&
      other.area === standard.area &&
      other.effectiveFrom <= today() &&
      other.effectiveFrom > standard.effectiveFrom,
  );
  return isReplaced ? 'before' : 'inForce';
};

const useSchemes = (): ((scheme: string) => string) => {
  const label = useLabel();
  const relief = useCaseType('relief-application').data;
  return (scheme) => label(relief?.values[scheme], scheme);
};

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

const Row = ({ entry, all }: { readonly entry: StandardEntry; readonly all: readonly StandardEntry[] }) => {
  const { t } = useTranslation();
  const schemeName = useSchemes();
  const { standard, published } = entry;
  const state = stateOf(standard, all);
  const tone = { inForce: 'green', coming: 'blue', before: undefined }[state];
  return (
    <tr>
      <td className="lead">
        <b>{schemeName(standard.scheme)}</b>{' '}
        <span className="mark" data-tone={tone}>
          {t(`administration.rule.${state}`)}
        </span>
        <span className="row-sub">{t(`administration.standard.areas.${standard.area}`)}</span>
      </td>
      <td className="number" data-label={t('administration.rule.effectiveFrom')}>
        {standard.effectiveFrom}
      </td>
      <td className="right" data-label={t('administration.standard.monthly')}>
        {shownMoney(standard.monthlyFen)}
      </td>
      <td data-label={t('administration.standard.items')}>
        <span>
          {Object.entries(standard.items ?? {}).map(([item, fen]) => (
            <span key={item} className="row-sub">
              {t(`administration.standard.item.${item}`, item)} <span className="number">{shownMoney(fen)}</span>
            </span>
          ))}
        </span>
      </td>
      <td data-label={t('administration.rule.source')}>
        <span>
          {standard.source}{' '}
          {standard.evidence === 'uncertain' ? (
            <span className="mark" data-tone="amber">
              {t('administration.rule.evidence.uncertain')}
            </span>
          ) : null}
        </span>
      </td>
      <td data-label={t('administration.rule.published')}>
        <span>
          <PublishedBy published={published} />
        </span>
      </td>
    </tr>
  );
};

/** The amounts in force and those before, with their sources. */
export default function StandardsPage() {
  const { t } = useTranslation();
  const schemeName = useSchemes();
  const mayPublish = useSignedIn().roles.includes('administrator');
  const rules = useRules();
  const [publishing, setPublishing] = useState(false);
  const standards = rules.data?.standards ?? [];
  const shown = standards.toSorted(
    ({ standard: one }, { standard: other }) =>
      one.scheme.localeCompare(other.scheme) || other.effectiveFrom.localeCompare(one.effectiveFrom),
  );
  const needed = [{ required: true, message: t('form.required') }];
  return (
    <Frame
      title={t('administration.standard.title')}
      end={
        mayPublish ? (
          <Button type="primary" onClick={() => setPublishing(true)}>
            {t('administration.standard.new')}
          </Button>
        ) : null
      }
    >
      <ProblemNote error={rules.error} retry={() => void rules.refetch()} />
      {rules.isPending ? <Loading /> : null}
      {rules.isSuccess && shown.length === 0 ? (
        <Empty className="state" description={t('administration.standard.empty')} />
      ) : null}
      {shown.length === 0 ? null : (
        <section className="panel panel-body" aria-label={t('administration.standard.title')}>
          <table className="table">
            <thead>
              <tr>
                <th>{t('administration.standard.scheme')}</th>
                <th>{t('administration.rule.effectiveFrom')}</th>
                <th className="right">{t('administration.standard.monthly')}</th>
                <th>{t('administration.standard.items')}</th>
                <th>{t('administration.rule.source')}</th>
                <th>{t('administration.rule.published')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((entry) => (
                <Row key={entry.standard.standardId} entry={entry} all={standards} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      {publishing ? (
        <ChangeDrawer<TypedStandard>
          title={t('administration.standard.new')}
          hint={t('administration.standard.how')}
          initial={{ area: 'all' }}
          send={(typed, key) =>
            administrationApi.publish({ kind: 'standards', document: { standard: standardFrom(typed) } }, key)
          }
          close={() => setPublishing(false)}
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
      ) : null}
    </Frame>
  );
}
