import { Input, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFocusBack } from './focus-back';
import { ProblemNote } from './problem-note';
import './reason-dialog.css';

const shortest = 4;

/** Asks why before an act; the act may fail, and then what was typed is kept. */
export const ReasonDialog = ({
  title,
  act,
  danger = false,
  pending,
  error,
  children,
  submit,
  close,
}: {
  readonly title: string;
  readonly act: string;
  readonly danger?: boolean;
  readonly pending: boolean;
  readonly error: unknown;
  readonly children?: ReactNode;
  readonly submit: (reason: string) => void;
  readonly close: () => void;
}) => {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [isShort, setShort] = useState(false);
  useFocusBack();
  const send = () => {
    const given = reason.trim();
    setShort(given.length < shortest);
    if (given.length >= shortest) submit(given);
  };
  return (
    <Modal
      open
      title={title}
      okText={act}
      cancelText={t('cancel')}
      okButtonProps={{ danger, loading: pending }}
      onOk={send}
      onCancel={close}
    >
      <div className="dialog-body">
        {children}
        <label className="reason">
          {t('ask.reason')}
          <Input.TextArea
            rows={3}
            maxLength={500}
            value={reason}
            aria-invalid={isShort}
            onChange={({ target }) => setReason(target.value)}
          />
        </label>
        {isShort ? (
          <p className="form-fault" role="alert">
            {t('ask.needReason')}
          </p>
        ) : null}
        <ProblemNote error={error} />
      </div>
    </Modal>
  );
};
