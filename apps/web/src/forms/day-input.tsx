import { CalendarOutlined } from '@ant-design/icons';
import type { WidgetProps } from '@rjsf/utils';
import { Input } from 'antd';
import { type ComponentType, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shownInstant } from '../format';
import type * as days from './days';
import { statusOf } from './status';

type Pickers = Pick<typeof days, 'Day' | 'Month' | 'Moment'>;

let pickers: Pickers | undefined;

interface Kind {
  readonly picker: keyof Pickers;
  readonly shown: (value: string) => string;
  /** The value that a text typed to its end stands for. */
  readonly read: (text: string) => string | undefined;
}

/** A plain input until somebody comes to it: only then the picker loads. What is typed meanwhile stays. */
const dayInput = ({ picker, shown, read }: Kind): ComponentType<WidgetProps> =>
  function DayInput(props: WidgetProps) {
    const { t } = useTranslation();
    const [loaded, setLoaded] = useState(pickers);
    const [text, setText] = useState<string>();
    const [left, setLeft] = useState(false);
    const came = useRef<'pointer' | 'keyboard'>(undefined);
    if (loaded !== undefined && (text === undefined || left)) {
      const Picker = loaded[picker];
      return (
        <Picker
          {...props}
          autofocus={!left && came.current !== undefined}
          isOpen={!left && came.current === 'pointer'}
        />
      );
    }
    return (
      <Input
        id={props.id}
        status={statusOf(props)}
        autoComplete="off"
        placeholder={t('form.choose')}
        suffix={<CalendarOutlined aria-hidden />}
        value={text ?? (typeof props.value === 'string' && props.value !== '' ? shown(props.value) : '')}
        onPointerDown={() => {
          came.current = 'pointer';
        }}
        onFocus={() => {
          came.current ??= 'keyboard';
          setLeft(false);
          // Where the picker cannot be fetched, a day can still be typed.
          void import('./days').then(
            (module) => setLoaded((pickers = module)),
            () => undefined,
          );
        }}
        onBlur={() => setLeft(true)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.preventDefault();
        }}
        onChange={({ target }) => {
          setText(target.value);
          const value = read(target.value);
          if (value !== undefined) props.onChange(value);
        }}
      />
    );
  };

const wholly = (pattern: RegExp) => (text: string) => (pattern.test(text) ? text : undefined);

export const DayInput = dayInput({
  picker: 'Day',
  shown: (day) => day,
  read: wholly(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/),
});

export const MonthInput = dayInput({
  picker: 'Month',
  shown: (month) => month,
  read: wholly(/^\d{4}-(0[1-9]|1[0-2])$/),
});

export const MomentInput = dayInput({ picker: 'Moment', shown: shownInstant, read: () => undefined });
