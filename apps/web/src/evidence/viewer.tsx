import { DownloadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { type FormEvent, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evidence } from '#kernel/shared-acts/state.js';
import { ProblemError } from '../api/client';
import { useFocusBack } from '../shell/focus-back';
import { Loading } from '../shell/loading';
import { ProblemNote } from '../shell/problem-note';
import { evidenceContent } from './api';
import { fingerprint } from './fingerprint';
import { shownSize } from './size';

interface ViewerProps {
  readonly caseId: string;
  readonly item: Evidence;
  readonly close: () => void;
}

const asksPurpose = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.reason === 'purpose-needed';

/** Fetches the file and checks that it is the recorded one. @returns its address in this page */
const load = async (caseId: string, { evidenceId, mediaType, sha256 }: Evidence, purpose: string | undefined) => {
  const content = await evidenceContent(caseId, evidenceId, purpose);
  if (window.isSecureContext && (await fingerprint(content)) !== sha256)
    throw new ProblemError({ title: '', status: 502, reason: 'evidence-not-as-recorded' });
  return URL.createObjectURL(new Blob([content], { type: mediaType }));
};

const Purpose = ({ isPending, open }: { readonly isPending: boolean; readonly open: (purpose: string) => void }) => {
  const { t } = useTranslation();
  const id = useId();
  const [purpose, setPurpose] = useState('');
  const send = (event: FormEvent) => {
    event.preventDefault();
    open(purpose.trim());
  };
  return (
    <form className="evidence-purpose" onSubmit={send}>
      <label htmlFor={id}>{t('evidence.purpose')}</label>
      <p className="muted" id={`${id}-hint`}>
        {t('evidence.purposeHint')}
      </p>
      <Input.TextArea
        id={id}
        rows={3}
        maxLength={500}
        required
        minLength={4}
        aria-describedby={`${id}-hint`}
        value={purpose}
        onChange={({ target }) => setPurpose(target.value)}
      />
      <Button type="primary" htmlType="submit" loading={isPending} disabled={purpose.trim().length < 4}>
        {t('evidence.open')}
      </Button>
    </form>
  );
};

const Shown = ({ item, url }: { readonly item: Evidence; readonly url: string }) => {
  const { t } = useTranslation();
  const [isReal, setReal] = useState(false);
  const [isShowable, setShowable] = useState(item.mediaType !== 'application/pdf' || navigator.pdfViewerEnabled);
  const name = item.name ?? t('evidence.erased');
  const isImage = item.mediaType.startsWith('image/');
  return (
    <>
      {isShowable ? (
        <div className="evidence-view" data-real={isReal ? '' : undefined} tabIndex={0} role="group" aria-label={name}>
          {isImage ? (
            <img src={url} alt={name} onError={() => setShowable(false)} />
          ) : (
            <iframe src={url} title={name} />
          )}
        </div>
      ) : (
        <p className="notice-box">{t('evidence.notShown')}</p>
      )}
      <div className="evidence-foot">
        <span className="small quiet">
          {shownSize(item.bytes)} · {t('evidence.verified')} <code className="hash">{item.sha256.slice(0, 16)}…</code>
        </span>
        <span className="evidence-acts">
          {isImage && isShowable ? (
            <Button onClick={() => setReal(!isReal)}>{t(isReal ? 'evidence.fitted' : 'evidence.realSize')}</Button>
          ) : null}
          <Button icon={<DownloadOutlined aria-hidden />} href={url} download={name}>
            {t('evidence.download')}
          </Button>
        </span>
      </div>
    </>
  );
};

/** One file of the case, as it was recorded. */
export default function Viewer({ caseId, item, close }: ViewerProps) {
  const { t } = useTranslation();
  useFocusBack();
  const opening = useMutation({ mutationFn: (purpose: string | undefined) => load(caseId, item, purpose) });
  const { mutate, data: url, error } = opening;
  useEffect(() => mutate(undefined), [mutate]);
  useEffect(() => (url === undefined ? undefined : () => URL.revokeObjectURL(url)), [url]);
  // Once a reason was asked for, its form stays while the file is on its way.
  const [isAsked, setAsked] = useState(false);
  useEffect(() => {
    if (asksPurpose(error)) setAsked(true);
  }, [error]);
  const content = () => {
    if (url !== undefined) return <Shown item={item} url={url} />;
    if (isAsked)
      return (
        <>
          <Purpose isPending={opening.isPending} open={mutate} />
          {asksPurpose(error) ? null : <ProblemNote error={error} />}
        </>
      );
    return error === null ? <Loading /> : <ProblemNote error={error} retry={() => mutate(undefined)} />;
  };
  return (
    <Modal
      open
      title={t('evidence.of', { name: item.name ?? t('evidence.erased') })}
      onCancel={close}
      footer={null}
      width={960}
      destroyOnHidden
    >
      {content()}
    </Modal>
  );
}
