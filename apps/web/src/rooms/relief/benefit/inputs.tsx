import { DatePicker, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../../forms/field';
import { YuanInput } from '../../../forms/yuan-input';

const wide = { width: '100%' };

interface Labelled {
  readonly label: string;
  /** The form was sent and this is still empty; not given where it may stay so. */
  readonly missing?: boolean;
}

interface Value<T> extends Labelled {
  readonly value: T | undefined;
  readonly set: (value: T | undefined) => void;
}

export const Money = ({ value, set, label, missing }: Value<number>) => {
  const id = useId();
  return (
    <Field label={label} id={id} required={missing !== undefined}>
      <YuanInput id={id} status={missing === true ? 'error' : ''} fen={value} set={set} />
    </Field>
  );
};

export const Whole = ({
  value,
  set,
  min = 1,
  max,
  label,
  missing,
}: Value<number> & { readonly min?: number; readonly max: number }) => {
  const id = useId();
  return (
    <Field label={label} id={id} required={missing !== undefined}>
      <InputNumber
        id={id}
        status={missing === true ? 'error' : ''}
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
  missing,
}: Value<T> & {
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly clear?: boolean;
}) => {
  const { t } = useTranslation();
  const id = useId();
  return (
    <Field label={label} id={id} required={missing !== undefined}>
      <Select
        id={id}
        status={missing === true ? 'error' : ''}
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

export const Day = ({ value, set, month = false, label, missing }: Value<string> & { readonly month?: boolean }) => {
  const id = useId();
  return (
    <Field label={label} id={id} required={missing !== undefined}>
      <DatePicker
        id={id}
        status={missing === true ? 'error' : ''}
        style={wide}
        picker={month ? 'month' : 'date'}
        value={value === undefined ? null : dayjs(value)}
        onChange={(chosen) => set(chosen?.format(month ? 'YYYY-MM' : 'YYYY-MM-DD'))}
      />
    </Field>
  );
};
