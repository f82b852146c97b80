import { InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { fenOf, yuanOf } from './fen';

const wide = { width: '100%' };

/** An amount typed in yuan with two decimals and kept in whole 分. */
export const YuanInput = ({
  id,
  status,
  fen,
  set,
}: {
  readonly id: string;
  readonly status: '' | 'error';
  readonly fen: unknown;
  readonly set: (fen: number | undefined) => void;
}) => {
  const { t } = useTranslation();
  return (
    <InputNumber
      id={id}
      status={status}
      style={wide}
      min={0}
      precision={2}
      suffix={t('yuan')}
      controls={false}
      inputMode="decimal"
      value={yuanOf(fen) ?? null}
      onChange={(typed) => set(fenOf(typed))}
    />
  );
};
