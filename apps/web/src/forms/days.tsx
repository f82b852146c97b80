import type { WidgetProps } from '@rjsf/utils';
import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { shownInstant } from '../format';
import { statusOf } from './status';

type PickerProps = WidgetProps & { readonly isOpen?: boolean };

const wide = { width: '100%' };
/** Enter confirms the day; it does not send the form. */
const confirmOnly = (event: KeyboardEvent<HTMLElement>): void => {
  if (event.key === 'Enter') event.preventDefault();
};

const dateOf = (value: unknown) => (typeof value === 'string' && value !== '' ? dayjs(value) : null);

export const Day = ({ id, value, onChange, required, rawErrors, autofocus, isOpen = false }: PickerProps) => (
  <DatePicker
    id={id}
    autoFocus={autofocus === true}
    defaultOpen={isOpen}
    status={statusOf({ rawErrors })}
    style={wide}
    onKeyDown={confirmOnly}
    allowClear={required !== true}
    value={dateOf(value)}
    onChange={(day) => onChange(day?.format('YYYY-MM-DD'))}
  />
);

export const Month = ({ id, value, onChange, required, rawErrors, autofocus, isOpen = false }: PickerProps) => (
  <DatePicker
    id={id}
    autoFocus={autofocus === true}
    defaultOpen={isOpen}
    status={statusOf({ rawErrors })}
    picker="month"
    style={wide}
    onKeyDown={confirmOnly}
    allowClear={required !== true}
    value={dateOf(value)}
    onChange={(day) => onChange(day?.format('YYYY-MM'))}
  />
);

/** An instant, shown and typed as the minute in Asia/Shanghai. */
export const Moment = ({ id, value, onChange, required, rawErrors, autofocus, isOpen = false }: PickerProps) => (
  <DatePicker
    id={id}
    autoFocus={autofocus === true}
    defaultOpen={isOpen}
    status={statusOf({ rawErrors })}
    showTime={{ format: 'HH:mm' }}
    format="YYYY-MM-DD HH:mm"
    style={wide}
    onKeyDown={confirmOnly}
    allowClear={required !== true}
    value={typeof value === 'string' && value !== '' ? dayjs(shownInstant(value)) : null}
    onChange={(moment) =>
      onChange(moment === null ? undefined : new Date(`${moment.format('YYYY-MM-DDTHH:mm')}:00+08:00`).toISOString())
    }
  />
);

/** When an act was done that is entered later. */
export const Earlier = ({
  moment,
  set,
}: {
  readonly moment: string | undefined;
  readonly set: (moment: string | undefined) => void;
}) => {
  const { t } = useTranslation();
  return (
    <DatePicker
      showTime={{ format: 'HH:mm' }}
      format="YYYY-MM-DD HH:mm"
      aria-label={t('form.when')}
      onKeyDown={confirmOnly}
      value={moment === undefined ? null : dayjs(moment.slice(0, 16))}
      onChange={(chosen) => set(chosen === null ? undefined : `${chosen.format('YYYY-MM-DDTHH:mm')}:00+08:00`)}
    />
  );
};
