import { UploadOutlined } from '@ant-design/icons';
import { Alert } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';

interface Evidence {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: string;
}

const fingerprint = async (file: File): Promise<string> => {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
};

/** Takes name, size and fingerprint of a file; its content stays where it is. */
export const EvidenceFile = ({
  chosen,
  choose,
}: {
  readonly chosen: Readonly<Record<string, unknown>>;
  readonly choose: (file: Evidence) => void;
}) => {
  const { t } = useTranslation();
  const id = useId();
  if (!window.isSecureContext) return <Alert type="warning" title={t('form.fileNeedsHttps')} />;
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    const mediaType = file.type === '' ? 'application/octet-stream' : file.type;
    choose({ name: file.name, mediaType, bytes: file.size, sha256: await fingerprint(file) });
  };
  return (
    <div className="file">
      <label htmlFor={id} className="file-button">
        <UploadOutlined aria-hidden /> {t('form.file')}
      </label>
      <input id={id} type="file" className="hidden-text" onChange={({ target }) => void take(target.files?.[0])} />
      <p className="muted">{t('form.fileHint')}</p>
      {typeof chosen['sha256'] === 'string' ? <code className="hash">SHA-256 {chosen['sha256']}</code> : null}
    </div>
  );
};
