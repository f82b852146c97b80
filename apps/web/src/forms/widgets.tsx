import type { RegistryWidgetsType, WidgetProps } from '@rjsf/utils';
import { ariaDescribedByIds } from '@rjsf/utils';
import { Checkbox, DatePicker, Input, InputNumber, Radio, Select } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { shownInstant } from '../format';
import { fenOf, yuanOf } from './fen';
import { PersonWidget } from './person-field';

const wide = { width: '100%' };
const dateOf = (value: unknown) => (typeof value === 'string' && value !== '' ? dayjs(value) : null);

interface Option {
  readonly value: string;
  readonly label: string;
}

const optionsOf = ({ options }: WidgetProps): Option[] =>
  (options.enumOptions ?? []).map(({ value, label }) => ({ value: String(value), label }));

const contains = (typed: string, option: { readonly label?: string } | undefined): boolean =>
  (option?.label ?? '').toLowerCase().includes(typed.toLowerCase());

const Choice = (props: WidgetProps) => {
  const { t } = useTranslation();
  const options = optionsOf(props);
  return (
    <Select
      id={props.id}
      style={wide}
      aria-describedby={ariaDescribedByIds(props.id)}
      disabled={props.disabled === true || props.readonly === true}
      allowClear={props.required !== true}
      showSearch={options.length > 8 ? { filterOption: contains } : false}
      placeholder={t('form.choose')}
      notFoundContent={t('form.noChoices')}
      options={options}
      value={typeof props.value === 'string' ? props.value : undefined}
      onChange={(value: string | undefined) => props.onChange(value)}
    />
  );
};

const Choices = (props: WidgetProps) => {
  const { t } = useTranslation();
  return (
    <Select
      id={props.id}
      mode="multiple"
      style={wide}
      aria-describedby={ariaDescribedByIds(props.id)}
      showSearch={{ filterOption: contains }}
      placeholder={t('form.choose')}
      notFoundContent={t('form.noChoices')}
      options={optionsOf(props)}
      value={Array.isArray(props.value) ? props.value.map(String) : []}
      onChange={(value: string[]) => props.onChange(value)}
    />
  );
};

const Ticks = (props: WidgetProps) => (
  <Checkbox.Group
    className="ticks"
    options={optionsOf(props)}
    value={Array.isArray(props.value) ? props.value.map(String) : []}
    onChange={(value) => props.onChange(value)}
  />
);

const Tags = ({ id, value, onChange }: WidgetProps) => {
  const { t } = useTranslation();
  return (
    <Select
      id={id}
      mode="tags"
      open={false}
      suffixIcon={null}
      style={wide}
      placeholder={t('form.tags')}
      tokenSeparators={[',', ',', '、', ';', ';']}
      value={Array.isArray(value) ? value.map(String) : []}
      onChange={(typed: string[]) => onChange(typed)}
    />
  );
};

const Day = ({ id, value, onChange, required }: WidgetProps) => (
  <DatePicker
    id={id}
    style={wide}
    allowClear={required !== true}
    value={dateOf(value)}
    onChange={(day) => onChange(day?.format('YYYY-MM-DD'))}
  />
);

const Month = ({ id, value, onChange, required }: WidgetProps) => (
  <DatePicker
    id={id}
    picker="month"
    style={wide}
    allowClear={required !== true}
    value={dateOf(value)}
    onChange={(day) => onChange(day?.format('YYYY-MM'))}
  />
);

/** An instant, shown and typed as the minute in Asia/Shanghai. */
const Moment = ({ id, value, onChange, required }: WidgetProps) => (
  <DatePicker
    id={id}
    showTime={{ format: 'HH:mm' }}
    format="YYYY-MM-DD HH:mm"
    style={wide}
    allowClear={required !== true}
    value={typeof value === 'string' && value !== '' ? dayjs(shownInstant(value)) : null}
    onChange={(moment) =>
      onChange(moment === null ? undefined : new Date(`${moment.format('YYYY-MM-DDTHH:mm')}:00+08:00`).toISOString())
    }
  />
);

const Fen = ({ id, value, onChange }: WidgetProps) => {
  const { t } = useTranslation();
  return (
    <InputNumber
      id={id}
      style={wide}
      min={0}
      precision={2}
      suffix={t('yuan')}
      controls={false}
      inputMode="decimal"
      value={yuanOf(value) ?? null}
      onChange={(typed) => onChange(fenOf(typed))}
    />
  );
};

const Count = ({ id, value, onChange }: WidgetProps) => (
  <InputNumber
    id={id}
    style={wide}
    precision={0}
    inputMode="numeric"
    value={typeof value === 'number' ? value : null}
    onChange={(typed) => onChange(typed ?? undefined)}
  />
);

const YesNo = ({ id, value, onChange }: WidgetProps) => {
  const { t } = useTranslation();
  const chosen: unknown = value;
  return (
    <Radio.Group
      id={id}
      value={typeof chosen === 'boolean' ? chosen : undefined}
      onChange={({ target }) => onChange(target.value === true)}
      options={[
        { value: true, label: t('yes') },
        { value: false, label: t('no') },
      ]}
    />
  );
};

const Tick = ({ id, value, onChange, label }: WidgetProps) => (
  <Checkbox id={id} checked={value === true} onChange={({ target }) => onChange(target.checked || undefined)}>
    {label}
  </Checkbox>
);

const Text = ({ id, value, onChange, required }: WidgetProps) => (
  <Input
    id={id}
    required={required === true}
    value={typeof value === 'string' ? value : ''}
    onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
  />
);

const LongText = ({ id, value, onChange, required }: WidgetProps) => (
  <Input.TextArea
    id={id}
    required={required === true}
    autoSize={{ minRows: 3, maxRows: 10 }}
    value={typeof value === 'string' ? value : ''}
    onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
  />
);

/** Widgets that forms name in their layout. */
export const widgets: RegistryWidgetsType = {
  choice: Choice,
  choices: Choices,
  ticks: Ticks,
  tags: Tags,
  day: Day,
  month: Month,
  moment: Moment,
  person: PersonWidget,
  fen: Fen,
  number: Count,
  yesNo: YesNo,
  tick: Tick,
  TextWidget: Text,
  TextareaWidget: LongText,
  textarea: LongText,
};
