import type { WidgetProps } from '@rjsf/utils';
import { InputNumber } from 'antd';
import { statusOf } from './status';
import { YuanInput } from './yuan-input';

const wide = { width: '100%' };

export const Fen = ({ id, value, onChange, rawErrors }: WidgetProps) => (
  <YuanInput id={id} status={statusOf({ rawErrors })} fen={value as unknown} set={(fen) => onChange(fen)} />
);

export const Count = ({ id, value, onChange, rawErrors }: WidgetProps) => (
  <InputNumber
    id={id}
    status={statusOf({ rawErrors })}
    style={wide}
    precision={0}
    inputMode="numeric"
    value={typeof value === 'number' ? value : null}
    onChange={(typed) => onChange(typed ?? undefined)}
  />
);
