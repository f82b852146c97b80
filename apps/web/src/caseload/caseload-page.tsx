import { Button, Checkbox, Empty, Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useCaseload, useCaseTypes, useOffices } from '../api/queries';
import type { CaseTypeDescription } from '../api/types';
import { useLabel } from '../i18n';
import { Heading } from '../shell/heading';
import { Loading } from '../shell/loading';
import { ProblemNote } from '../shell/problem-note';
import { FoundRow } from '../work/case-row';

const filterNames = ['type', 'scheme', 'stage', 'office', 'open', 'overdue', 'text', 'person'] as const;
type FilterName = (typeof filterNames)[number];
type Filter = Partial<Record<FilterName, string | undefined>>;

const pageSize = 30;

const filterFrom = (params: URLSearchParams): Filter =>
  Object.fromEntries(
    filterNames.flatMap((name) => {
      const value = params.get(name);
      return value === null || value === '' ? [] : [[name, value]];
    }),
  );

/** The schemes a case type knows, from the choice in the command that opens it. */
const schemesOf = (described: CaseTypeDescription): readonly string[] =>
  described.opening.flatMap((command) => described.commands[command]?.schema.properties?.['scheme']?.enum ?? []);

const CaseNumber = ({
  value,
  set,
}: {
  readonly value: string | undefined;
  readonly set: (text: string | undefined) => void;
}) => {
  const { t } = useTranslation();
  const [text, setText] = useState(value ?? '');
  useEffect(() => {
    if (text === (value ?? '')) return;
    const timer = setTimeout(() => set(text.trim() === '' ? undefined : text.trim().toLowerCase()), 350);
    return () => clearTimeout(timer);
  });
  return (
    <Input
      value={text}
      maxLength={36}
      allowClear
      placeholder={t('caseload.numberHint')}
      onChange={({ target }) => setText(target.value)}
    />
  );
};

const Filters = ({
  filter,
  set,
  setType,
  clear,
}: {
  readonly filter: Filter;
  readonly set: (name: FilterName, value: string | undefined) => void;
  /** Schemes and stages are those of a type: another type leaves them behind. */
  readonly setType: (type: string | undefined) => void;
  readonly clear: () => void;
}) => {
  const { t } = useTranslation();
  const label = useLabel();
  const types = Object.values(useCaseTypes());
  const chosen = types.filter(({ type }) => filter.type === undefined || filter.type === type);
  const schemes = chosen.flatMap((type) =>
    schemesOf(type).map((scheme) => ({ value: scheme, label: label(type.values[scheme], scheme) })),
  );
  // Stages of several types may bear one name.
  const stages = new Map(
    chosen.flatMap((type) => type.stages.map(({ stage, label: name }) => [stage, label(name, stage)] as const)),
  );
  const offices = useOffices();
  return (
    <div className="panel filters" role="search">
      <label>
        {t('caseload.number')}
        <CaseNumber
          key={filter.text === undefined ? 'empty' : 'given'}
          value={filter.text}
          set={(text) => set('text', text)}
        />
      </label>
      {types.length < 2 ? null : (
        <label>
          {t('caseload.type')}
          <Select
            allowClear
            placeholder={t('all')}
            value={filter.type}
            onChange={(type?: string) => setType(type)}
            options={types.map(({ type, label: name }) => ({ value: type, label: label(name, type) }))}
          />
        </label>
      )}
      {schemes.length === 0 ? null : (
        <label>
          {t('caseload.scheme')}
          <Select
            allowClear
            placeholder={t('all')}
            value={filter.scheme}
            onChange={(scheme?: string) => set('scheme', scheme)}
            options={schemes}
          />
        </label>
      )}
      <label>
        {t('caseload.stage')}
        <Select
          allowClear
          placeholder={t('all')}
          value={filter.stage}
          onChange={(stage?: string) => set('stage', stage)}
          options={[...stages]
            .filter(([stage]) => stage !== 'unopened')
            .map(([value, name]) => ({ value, label: name }))}
        />
      </label>
      <label>
        {t('caseload.office')}
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('all')}
          value={filter.office}
          onChange={(office?: string) => set('office', office)}
          options={(offices.data?.rows ?? [])
            .filter(({ kind }) => kind !== 'committee')
            .map(({ officeId, name }) => ({ value: officeId, label: label(name) }))}
        />
      </label>
      <label>
        {t('caseload.state')}
        <Select
          allowClear
          placeholder={t('all')}
          value={filter.open}
          onChange={(open?: string) => set('open', open)}
          options={[
            { value: 'true', label: t('caseload.open') },
            { value: 'false', label: t('caseload.closed') },
          ]}
        />
      </label>
      <div className="filters-end">
        <Checkbox
          checked={filter.overdue === 'true'}
          onChange={({ target }) => set('overdue', target.checked ? 'true' : undefined)}
        >
          {t('caseload.overdue')}
        </Checkbox>
        <Button type="link" size="small" onClick={clear}>
          {t('caseload.clear')}
        </Button>
      </div>
    </div>
  );
};

export default function CaseloadPage() {
  const { t } = useTranslation();
  const described = useCaseTypes();
  const [params, setParams] = useSearchParams();
  const filter = filterFrom(params);
  // The cursors of the pages seen so far; the first page has none.
  const [cursors, setCursors] = useState<readonly (string | undefined)[]>([undefined]);
  const list = useCaseload({ ...filter, limit: pageSize, cursor: cursors.at(-1) });
  const change = (next: Filter) => {
    setCursors([undefined]);
    setParams(
      Object.fromEntries(Object.entries(next).filter((entry): entry is [string, string] => Boolean(entry[1]))),
      { replace: true },
    );
  };
  const { data } = list;
  return (
    <>
      <div className="page-head">
        <Heading title={t('caseload.title')} />
        {data === undefined ? null : <span className="quiet">{t('caseload.total', { count: data.total })}</span>}
      </div>
      <Filters
        filter={filter}
        set={(name, value) => change({ ...filter, [name]: value })}
        setType={(type) => change({ ...filter, type, scheme: undefined, stage: undefined })}
        clear={() => change({})}
      />
      <ProblemNote error={list.error} retry={() => void list.refetch()} />
      {list.isPending ? <Loading /> : null}
      {data === undefined ? null : data.rows.length === 0 ? (
        <Empty className="state" description={t('caseload.empty')} />
      ) : (
        <ul className="rows gap-top" aria-busy={list.isFetching}>
          {data.rows.map((row) => (
            <FoundRow key={row.caseId} row={row} described={described[row.type]} />
          ))}
        </ul>
      )}
      <nav className="more" aria-label={t('caseload.title')}>
        <Button disabled={cursors.length === 1} onClick={() => setCursors(cursors.slice(0, -1))}>
          {t('caseload.previous')}
        </Button>
        <span className="quiet">{t('caseload.page', { page: cursors.length })}</span>
        <Button disabled={data?.next === undefined} onClick={() => setCursors([...cursors, data?.next])}>
          {t('caseload.next')}
        </Button>
      </nav>
    </>
  );
}
