import type { WidgetProps } from '@rjsf/utils';
import { InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { fenOf, yuanOf } from './fen';
import { statusOf } from './status';

const wide = { width: '100%' };

export const Fen = ({ id, value, onChange, rawErrors }: WidgetProps) => {
  const { t } = useTranslation();
  return (
    <InputNumber
      id={id}
      status={statusOf({ rawErrors })}
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
