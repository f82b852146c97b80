import { DatePicker, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../../forms/field';
import { YuanInput } from '../../../forms/yuan-input';

const wide = { width: '100%' };

interface Labelled {
  readonly label: string;
  /** Marked when the form was sent and this is still empty. */
  readonly missing?: boolean;
}

interface Value<T> extends Labelled {
  readonly value: T | undefined;
  readonly set: (value: T | undefined) => void;
}

export const Money = ({ value, set, label, missing = false }: Value<number>) => {
  const id = useId();
  return (
    <Field label={label} id={id}>
      <YuanInput id={id} status={missing ? 'error' : ''} fen={value} set={set} />
    </Field>
  );
};

export const Whole = ({
  value,
  set,
  min = 1,
  max,
  label,
  missing = false,
}: Value<number> & { readonly min?: number; readonly max: number }) => {
  const id = useId();
  return (
    <Field label={label} id={id}>
      <InputNumber
        id={id}
        status={missing ? 'error' : ''}
        style={wide}
        min={min}
        max={max}
        precision={0}
        inputMode="numeric"
        value={value ?? null}
        onChange={(typed) => set(typed ?? undefined)}
      />
    </Field>
  );
};

export const Pick = <T extends string>({
  value,
  set,
  options,
  clear = false,
  label,
  missing = false,
}: Value<T> & {
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly clear?: boolean;
}) => {
  const { t } = useTranslation();
  const id = useId();
  return (
    <Field label={label} id={id}>
      <Select
        id={id}
        status={missing ? 'error' : ''}
        style={wide}
        allowClear={clear}
        placeholder={t('form.choose')}
        {...(value === undefined ? {} : { value })}
        onChange={(chosen: T | undefined) => set(chosen)}
        options={[...options]}
      />
    </Field>
  );
};

export const Day = ({
  value,
  set,
  month = false,
  label,
  missing = false,
}: Value<string> & { readonly month?: boolean }) => {
  const id = useId();
  return (
    <Field label={label} id={id}>
      <DatePicker
        id={id}
        status={missing ? 'error' : ''}
        style={wide}
        picker={month ? 'month' : 'date'}
        value={value === undefined ? null : dayjs(value)}
        onChange={(chosen) => set(chosen?.format(month ? 'YYYY-MM' : 'YYYY-MM-DD'))}
      />
    </Field>
  );
};
