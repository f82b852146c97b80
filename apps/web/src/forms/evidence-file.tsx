import { UploadOutlined } from '@ant-design/icons';
import { Alert, Button, Progress } from 'antd';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from '@tanstack/react-query';
import { ProblemError } from '../api/client';
import { evidenceRules, uploadEvidence } from '../evidence/api';
import '../evidence/evidence.css';
import { fingerprint } from '../evidence/fingerprint';
import { shownSize } from '../evidence/size';
import '../evidence/text';
import { ProblemNote } from '../shell/problem-note';
import type { Fields } from './schema';

interface FileProps {
  readonly caseId: string;
  readonly chosen: Fields;
  readonly choose: (fields: Fields) => void;
  /** The form was sent and was not complete. */
  readonly isMissed: boolean;
}

type Standing = { readonly at: 'rest' | 'hashing' } | { readonly at: 'uploading'; readonly percent: number };

const noFile = { evidenceId: undefined, mediaType: undefined, bytes: undefined, sha256: undefined };

/** Whether the same file may be taken another time: nothing is wrong with the file itself. */
const isWorthAnother = (failure: unknown): boolean =>
  failure instanceof ProblemError
    ? failure.status >= 500 || ['file-hash-differs', 'upload-broken-off'].includes(failure.problem.reason)
    : failure !== undefined;

/** The chosen picture, while the page holds it. */
const usePreview = (file: File | undefined): string | undefined => {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (file?.type.startsWith('image/') !== true) return undefined;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => {
      URL.revokeObjectURL(made);
      setUrl(undefined);
    };
  }, [file]);
  return url;
};

/** Uploads a file as soon as it is chosen and fills in what the act says of it. */
export const EvidenceFile = ({ caseId, chosen, choose, isMissed }: FileProps) => {
  const { t } = useTranslation();
  const id = useId();
  const rules = useQuery({ queryKey: ['evidence-rules'], queryFn: evidenceRules, staleTime: Infinity }).data;
  const [file, setFile] = useState<File>();
  const [standing, setStanding] = useState<Standing>({ at: 'rest' });
  const [failure, setFailure] = useState<unknown>();
  const [isKnown, setKnown] = useState(false);
  const sending = useRef<AbortController>(undefined);
  const preview = usePreview(file);
  const { name, bytes, evidenceId } = chosen;
  useEffect(() => () => sending.current?.abort(), []);
  if (!window.isSecureContext) return <Alert type="warning" title={t('evidence.needsHttps')} />;

  const take = async (taken: File) => {
    sending.current?.abort();
    const { signal } = (sending.current = new AbortController());
    // A name that was typed stays; one that came from another file goes with it.
    const isNamed = typeof name === 'string' && name !== '' && name !== file?.name;
    setFile(taken);
    setFailure(undefined);
    setKnown(false);
    choose({ ...noFile, ...(isNamed ? {} : { name: taken.name }) });
    if (rules !== undefined && taken.size > rules.maxBytes) return;
    try {
      setStanding({ at: 'hashing' });
      const sha256 = await fingerprint(await taken.arrayBuffer());
      setStanding({ at: 'uploading', percent: 0 });
      const progress = (percent: number) => setStanding({ at: 'uploading', percent });
      const { repeated, caseId: _case, ...upload } = await uploadEvidence(caseId, taken, sha256, { progress, signal });
      setKnown(repeated);
      choose(upload);
    } catch (error) {
      if (!signal.aborted) setFailure(error);
    } finally {
      if (!signal.aborted) setStanding({ at: 'rest' });
    }
  };
  const isTooLarge = file !== undefined && rules !== undefined && file.size > rules.maxBytes;
  const isUploaded = typeof evidenceId === 'string';
  return (
    <div className="file">
      <div className="file-chosen">
        {preview === undefined ? null : <img src={preview} alt="" className="file-thumb" />}
        <div>
          <label htmlFor={id} className="file-button">
            <UploadOutlined aria-hidden />{' '}
            {t(file === undefined && !isUploaded ? 'evidence.choose' : 'evidence.another')}
          </label>
          <input
            id={id}
            type="file"
            className="hidden-text"
            accept={rules?.mediaTypes.join()}
            aria-describedby={`${id}-rules`}
            onChange={({ target }) => {
              const [taken] = target.files ?? [];
              if (taken !== undefined) void take(taken);
              target.value = '';
            }}
          />
          <p className="muted" id={`${id}-rules`}>
            {rules === undefined ? null : t('evidence.rules', { size: shownSize(rules.maxBytes) })}
          </p>
        </div>
      </div>
      <div role="status">
        {standing.at === 'hashing' ? t('evidence.hashing') : null}
        {standing.at === 'uploading' ? (
          <>
            {t('evidence.uploading', { percent: standing.percent })}
            <Progress percent={standing.percent} showInfo={false} size="small" aria-hidden />
          </>
        ) : null}
        {isUploaded && standing.at === 'rest' ? (
          <p className="file-done">
            {t('evidence.uploaded', { name: file?.name ?? name, size: shownSize(Number(bytes)) })}
            {isKnown ? ` ${t('evidence.known')}` : null}
          </p>
        ) : null}
      </div>
      {isTooLarge ? (
        <Alert
          type="error"
          role="alert"
          title={t('evidence.tooLarge', { size: shownSize(file.size), limit: shownSize(rules.maxBytes) })}
        />
      ) : null}
      <ProblemNote error={failure} />
      {file === undefined || !isWorthAnother(failure) ? null : (
        <Button className="gap-top" onClick={() => void take(file)}>
          {t('evidence.again')}
        </Button>
      )}
      {isMissed && !isUploaded && failure === undefined && !isTooLarge ? (
        <p className="field-error" role="alert">
          {t('evidence.missing')}
        </p>
      ) : null}
    </div>
  );
};
