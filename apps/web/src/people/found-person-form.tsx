import { useMutation } from '@tanstack/react-query';
import { Button, DatePicker, Form, Input, InputNumber, Radio } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemError, api } from '../api/client';
import type { FoundPerson, PersonRow } from '../api/types';
import { today } from '../format';
import { ProblemNote } from '../shell/problem-note';

interface Typed {
  readonly alias: string;
  readonly description?: string;
  readonly approximateAge?: number | null;
  readonly sex?: 'male' | 'female';
  readonly foundAt: string;
  readonly foundOn: Dayjs;
}

const foundOf = ({ alias, description = '', approximateAge, sex, foundAt, foundOn }: Typed): FoundPerson => ({
  alias: alias.trim(),
  ...(description.trim() === '' ? {} : { description: description.trim() }),
  ...(approximateAge === undefined || approximateAge === null ? {} : { approximateAge }),
  ...(sex === undefined ? {} : { sex }),
  foundAt: foundAt.trim(),
  foundOn: foundOn.format('YYYY-MM-DD'),
});

/** Registers somebody of whom nobody knows who it is. */
export const FoundPersonForm = ({ registered }: { readonly registered: (person: PersonRow) => void }) => {
  const { t } = useTranslation();
  const id = useId();
  const [key, setKey] = useState(() => crypto.randomUUID());
  const register = useMutation({
    mutationFn: (typed: Typed) => api.registerFound(foundOf(typed), key),
    onSuccess: async ({ personId }) => registered(await api.person(personId)),
    onError: (error) => {
      if (error instanceof ProblemError) setKey(crypto.randomUUID());
    },
  });
  const needed = { required: true, message: t('form.required') };
  return (
    <Form
      name={id}
      layout="vertical"
      className="form"
      initialValues={{ foundOn: dayjs(today()) }}
      onFinish={(typed: Typed) => register.mutate(typed)}
    >
      <div className="form-grid">
        <Form.Item name="alias" label={t('people.alias')} extra={t('people.aliasHint')} rules={[needed]}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="sex" label={t('people.sex')}>
          <Radio.Group
            options={[
              { value: 'male', label: t('people.male') },
              { value: 'female', label: t('people.female') },
            ]}
          />
        </Form.Item>
        <Form.Item name="foundAt" label={t('people.foundAt')} rules={[needed]}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="foundOn" label={t('people.foundOn')} rules={[needed]}>
          <DatePicker />
        </Form.Item>
        <Form.Item name="approximateAge" label={t('people.approximateAge')}>
          <InputNumber min={0} max={130} precision={0} inputMode="numeric" />
        </Form.Item>
        <Form.Item name="description" label={t('people.description')}>
          <Input autoComplete="off" />
        </Form.Item>
      </div>
      <ProblemNote error={register.error} />
      <Button type="primary" htmlType="submit" loading={register.isPending}>
        {t('people.registerFound')}
      </Button>
    </Form>
  );
};
