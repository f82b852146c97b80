import { DatePicker, Form, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { fenOf, yuanOf } from '../../../forms/fen';

const wide = { width: '100%' };

interface Labelled {
  readonly label: string;
  /** Marked when the form was sent and this is still empty. */
  readonly missing?: boolean;
}

const Item = ({
  label,
  missing = false,
  id,
  children,
}: Labelled & { readonly id: string; readonly children: ReactNode }) => (
  <Form.Item layout="vertical" label={label} htmlFor={id} validateStatus={missing ? 'error' : ''}>
    {children}
  </Form.Item>
);

interface Value<T> extends Labelled {
  readonly value: T | undefined;
  readonly set: (value: T | undefined) => void;
}

export const Money = ({ value, set, ...item }: Value<number>) => {
  const { t } = useTranslation();
  const id = useId();
  return (
    <Item {...item} id={id}>
      <InputNumber
        id={id}
        style={wide}
        min={0}
        precision={2}
        suffix={t('yuan')}
        controls={false}
        inputMode="decimal"
        value={yuanOf(value) ?? null}
        onChange={(typed) => set(fenOf(typed))}
      />
    </Item>
  );
};

export const Whole = ({
  value,
  set,
  min = 1,
  max,
  ...item
}: Value<number> & { readonly min?: number; readonly max: number }) => {
  const id = useId();
  return (
    <Item {...item} id={id}>
      <InputNumber
        id={id}
        style={wide}
        min={min}
        max={max}
        precision={0}
        inputMode="numeric"
        value={value ?? null}
        onChange={(typed) => set(typed ?? undefined)}
      />
    </Item>
  );
};

export const Pick = <T extends string>({
  value,
  set,
  options,
  clear = false,
  ...item
}: Value<T> & {
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly clear?: boolean;
}) => {
  const { t } = useTranslation();
  const id = useId();
  return (
    <Item {...item} id={id}>
      <Select
        id={id}
        style={wide}
        allowClear={clear}
        placeholder={t('form.choose')}
        {...(value === undefined ? {} : { value })}
        onChange={(chosen: T | undefined) => set(chosen)}
        options={[...options]}
      />
    </Item>
  );
};

export const Day = ({ value, set, month = false, ...item }: Value<string> & { readonly month?: boolean }) => {
  const id = useId();
  return (
    <Item {...item} id={id}>
      <DatePicker
        id={id}
        style={wide}
        picker={month ? 'month' : 'date'}
        value={value === undefined ? null : dayjs(value)}
        onChange={(chosen) => set(chosen?.format(month ? 'YYYY-MM' : 'YYYY-MM-DD'))}
      />
    </Item>
  );
};
