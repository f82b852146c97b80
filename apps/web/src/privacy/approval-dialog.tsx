import { Checkbox, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFocusBack } from '../shell/focus-back';
import { ProblemNote } from '../shell/problem-note';

/** The last question before data is destroyed for good. */
export const ApprovalDialog = ({
  pending,
  error,
  approve,
  close,
}: {
  readonly pending: boolean;
  readonly error: unknown;
  readonly approve: () => void;
  readonly close: () => void;
}) => {
  const { t } = useTranslation();
  const [isSure, setSure] = useState(false);
  useFocusBack();
  return (
    <Modal
      open
      title={t('privacy.approve')}
      okText={t('privacy.approveAct')}
      cancelText={t('cancel')}
      okButtonProps={{ danger: true, disabled: !isSure, loading: pending }}
      onOk={approve}
      onCancel={close}
    >
      <div className="dialog-body">
        <p>{t('privacy.approveText')}</p>
        <Checkbox checked={isSure} onChange={({ target }) => setSure(target.checked)}>
          {t('privacy.approveSure')}
        </Checkbox>
        <ProblemNote error={error} />
      </div>
    </Modal>
  );
};
