import type { RegistryWidgetsType, WidgetProps } from '@rjsf/utils';
import { ariaDescribedByIds } from '@rjsf/utils';
import { Checkbox, Input, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { DayInput, MomentInput, MonthInput } from './day-input';
import { onDemand } from './on-demand';
import { PersonWidget } from './person-field';
import { statusOf } from './status';

const wide = { width: '100%' };

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
      status={statusOf(props)}
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
      status={statusOf(props)}
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
    role="group"
    aria-labelledby={`${props.id}__label`}
    options={optionsOf(props)}
    value={Array.isArray(props.value) ? props.value.map(String) : []}
    onChange={(value) => props.onChange(value)}
  />
);

const Tags = ({ id, value, onChange, rawErrors }: WidgetProps) => {
  const { t } = useTranslation();
  return (
    <Select
      id={id}
      status={statusOf({ rawErrors })}
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

const YesNo = ({ id, value, onChange }: WidgetProps) => {
  const { t } = useTranslation();
  const chosen: unknown = value;
  return (
    <Radio.Group
      id={id}
      aria-labelledby={`${id}__label`}
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

const Text = ({ id, value, onChange, required, rawErrors }: WidgetProps) => (
  <Input
    id={id}
    status={statusOf({ rawErrors })}
    required={required === true}
    value={typeof value === 'string' ? value : ''}
    onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
  />
);

const LongText = ({ id, value, onChange, required, rawErrors }: WidgetProps) => (
  <Input.TextArea
    id={id}
    status={statusOf({ rawErrors })}
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
  day: DayInput,
  month: MonthInput,
  moment: MomentInput,
  person: PersonWidget,
  fen: onDemand(() => import('./numbers').then(({ Fen }) => Fen)),
  number: onDemand(() => import('./numbers').then(({ Count }) => Count)),
  yesNo: YesNo,
  tick: Tick,
  TextWidget: Text,
  TextareaWidget: LongText,
  textarea: LongText,
};
