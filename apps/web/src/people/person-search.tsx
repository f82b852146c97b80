import { SearchOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Empty, Form, Input } from 'antd';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client';
import type { PersonRow, PersonSearch } from '../api/types';
import { ProblemNote } from '../shell/problem-note';

const asked = (typed: PersonSearch): PersonSearch =>
  Object.fromEntries(
    Object.entries(typed)
      .map(([name, value]: [string, unknown]): [string, string] => [
        name,
        typeof value === 'string' ? value.trim() : '',
      ])
      .filter(([, value]) => value !== ''),
  );

/** Looks people up by name, ID number or phone; what is typed never stands in an address. */
export const PersonSearchForm = ({
  children,
  nobody,
}: {
  readonly children: (people: readonly PersonRow[]) => ReactNode;
  /** Offered when nobody was found. */
  readonly nobody?: (typed: PersonSearch) => ReactNode;
}) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<PersonSearch>();
  const id = useId();
  const search = useMutation({ mutationFn: (typed: PersonSearch) => api.searchPeople(typed) });
  const submit = (typed: PersonSearch) => {
    const given = asked(typed);
    if (Object.keys(given).length === 0) form.setFields([{ name: 'text', errors: [t('people.needOne')] }]);
    else search.mutate(given);
  };
  const rows = search.data?.rows;
  return (
    <>
      <Form form={form} name={id} layout="vertical" className="search-form" onFinish={submit} role="search">
        <Form.Item name="text" label={t('people.name')}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="idNumber" label={t('people.idNumber')}>
          <Input autoComplete="off" maxLength={18} />
        </Form.Item>
        <Form.Item name="phone" label={t('people.phone')}>
          <Input autoComplete="off" inputMode="tel" />
        </Form.Item>
        <Button type="primary" htmlType="submit" icon={<SearchOutlined />} loading={search.isPending}>
          {t('people.search')}
        </Button>
      </Form>
      <ProblemNote error={search.error} />
      <div aria-live="polite">
        {rows === undefined ? null : rows.length === 0 ? (
          <Empty className="state" description={t('people.empty')} />
        ) : (
          <p className="quiet gap">{t('people.found', { count: rows.length })}</p>
        )}
      </div>
      {rows === undefined ? null : children(rows)}
      {rows === undefined ? null : nobody?.(search.variables ?? {})}
    </>
  );
};
