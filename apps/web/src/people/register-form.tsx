import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input, Radio } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isIdNumber, readIdNumber } from '#rules/id-number.js';
import { ProblemError, api } from '../api/client';
import type { NewPerson, PersonRow, PersonSearch } from '../api/types';
import { ProblemNote } from '../shell/problem-note';

interface Typed {
  readonly name: string;
  readonly idNumber: string;
  readonly phone?: string;
  readonly address?: string;
  readonly hukouKind: 'urban' | 'rural';
  readonly hukouRegion: string;
}

const personOf = ({ name, idNumber, phone, address, hukouKind, hukouRegion }: Typed): NewPerson => ({
  name: name.trim(),
  idNumber: idNumber.trim().toUpperCase(),
  ...(phone === undefined || phone.trim() === '' ? {} : { phone: phone.trim() }),
  ...(address === undefined || address.trim() === '' ? {} : { address: address.trim() }),
  hukou: { kind: hukouKind, region: hukouRegion.trim() },
});

const existingOf = (error: unknown): string | undefined => {
  const personId = error instanceof ProblemError ? error.problem.detail?.['personId'] : undefined;
  return typeof personId === 'string' ? personId : undefined;
};

/** Registers somebody the registry does not know. The ID number is checked before it is sent. */
export const RegisterForm = ({
  known,
  registered,
}: {
  readonly known: PersonSearch;
  readonly registered: (person: PersonRow) => void;
}) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Typed>();
  // Two forms of a page that name their fields alike must not share the fields' identifiers, or labels point astray.
  const id = useId();
  const [key, setKey] = useState(() => crypto.randomUUID());
  const idNumber: string | undefined = Form.useWatch('idNumber', form);
  const facts = idNumber === undefined ? undefined : readIdNumber(idNumber);
  const take = async (personId: string) => registered(await api.person(personId));
  const register = useMutation({
    mutationFn: (typed: Typed) => api.registerPerson(personOf(typed), key),
    onSuccess: ({ personId }) => take(personId),
    onError: (error) => {
      if (error instanceof ProblemError) setKey(crypto.randomUUID());
    },
  });
  const existing = existingOf(register.error);
  const needed = { required: true, message: t('form.required') };
  const checkNumber = (_rule: unknown, value: string | undefined) => {
    if (value === undefined || value.trim() === '' || isIdNumber(value)) return Promise.resolve();
    const outcome = readIdNumber(value);
    return Promise.reject(new Error('fault' in outcome ? t(`problem.${outcome.fault}`) : t('form.invalid')));
  };
  return (
    <Form
      form={form}
      name={id}
      layout="vertical"
      className="form"
      initialValues={{
        name: known.text,
        idNumber: known.idNumber,
        phone: known.phone,
        hukouKind: 'urban',
        hukouRegion: '重庆市渝北区',
      }}
      onFinish={(typed: Typed) => register.mutate(typed)}
    >
      <div className="form-grid">
        <Form.Item name="name" label={t('people.name')} rules={[needed]}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="idNumber"
          label={t('people.idNumber')}
          rules={[needed, { validator: checkNumber, validateTrigger: 'onBlur' }]}
          validateTrigger={['onBlur', 'onSubmit']}
          extra={
            facts === undefined || 'fault' in facts
              ? undefined
              : `${t('people.born')} ${facts.bornOn} · ${t(`people.${facts.sex}`)}`
          }
        >
          <Input autoComplete="off" maxLength={18} />
        </Form.Item>
        <Form.Item name="phone" label={t('people.phone')}>
          <Input autoComplete="off" inputMode="tel" />
        </Form.Item>
        <Form.Item name="address" label={t('people.address')}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="hukouKind" label={t('people.hukouKind')} rules={[needed]}>
          <Radio.Group
            options={[
              { value: 'urban', label: t('people.urban') },
              { value: 'rural', label: t('people.rural') },
            ]}
          />
        </Form.Item>
        <Form.Item name="hukouRegion" label={t('people.hukouRegion')} rules={[needed]}>
          <Input autoComplete="off" />
        </Form.Item>
      </div>
      {register.error === null ? null : (
        <div className="gap">
          <ProblemNote error={register.error} />
          {existing === undefined ? null : (
            <Button onClick={() => void take(existing)}>{t('people.useExisting')}</Button>
          )}
        </div>
      )}
      <Button type="primary" htmlType="submit" loading={register.isPending}>
        {t('people.register')}
      </Button>
    </Form>
  );
};
