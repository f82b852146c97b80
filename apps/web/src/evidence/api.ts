import type { components } from '../api/generated/api';
import { NotReached, answerOf, send } from '../api/client';

export type EvidenceUpload = components['schemas']['EvidenceUpload'];
export type EvidenceRules = components['schemas']['EvidenceRules'];

const pathOf = (caseId: string): string => `/api/cases/${encodeURIComponent(caseId)}/evidence`;

export const evidenceRules = () => send<EvidenceRules>('/api/evidence/rules');

const base64 = (hex: string): string =>
  btoa(String.fromCharCode(...(hex.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16))));

/** Sends a file; `fetch` cannot tell how far it is. */
export const uploadEvidence = (
  caseId: string,
  file: Blob,
  sha256: string,
  { progress, signal }: { readonly progress: (percent: number) => void; readonly signal: AbortSignal },
): Promise<EvidenceUpload> =>
  new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest();
    sending.open('POST', pathOf(caseId));
    sending.setRequestHeader('content-type', 'application/octet-stream');
    sending.setRequestHeader('content-digest', `sha-256=:${base64(sha256)}:`);
    sending.upload.onprogress = ({ loaded, total }) => progress(Math.floor((100 * loaded) / Math.max(total, 1)));
    sending.onerror = () => reject(new NotReached());
    sending.onload = () => {
      try {
        resolve(answerOf<EvidenceUpload>(sending.responseText, sending.status));
      } catch (error) {
        reject(error instanceof Error ? error : new NotReached());
      }
    };
    signal.addEventListener('abort', () => sending.abort());
    sending.send(file);
  });

/** The content of a file. `purpose` is asked for in cases that are not open to everybody. */
export const evidenceContent = async (
  caseId: string,
  evidenceId: string,
  purpose: string | undefined,
): Promise<ArrayBuffer> => {
  const response = await fetch(`${pathOf(caseId)}/${encodeURIComponent(evidenceId)}/content`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(purpose === undefined ? {} : { purpose }),
  }).catch(() => {
    throw new NotReached();
  });
  if (!response.ok) return answerOf<never>(await response.text(), response.status);
  return response.arrayBuffer().catch(() => {
    throw new NotReached();
  });
};
