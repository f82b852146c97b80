import { DatePicker, Form } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { today } from '../format';
import { type DelegationEntry, publishDelegation } from './api';
import { ChangeDrawer } from './change-drawer';

/** The form that ends a delegation on a day; it loads when somebody opens it. */
export default function EndDelegation({
  delegation,
  close,
}: {
  readonly delegation: DelegationEntry['delegation'];
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  return (
    <ChangeDrawer<{ readonly lastDay: Dayjs }>
      title={t('administration.delegation.end')}
      initial={{ lastDay: dayjs(today()) }}
      send={({ lastDay }, key) => publishDelegation({ ...delegation, effectiveTo: lastDay.format('YYYY-MM-DD') }, key)}
      close={close}
    >
      <Form.Item
        name="lastDay"
        label={t('administration.delegation.lastDay')}
        rules={[{ required: true, message: t('form.required') }]}
      >
        <DatePicker minDate={dayjs(delegation.effectiveFrom)} />
      </Form.Item>
    </ChangeDrawer>
  );
}
