import { type Driver, type Who, staff } from '../acceptance/driver.js';
import { digestOf } from './files.js';

export interface Opened {
  readonly status: number;
  readonly headers: Headers;
  readonly content: Buffer;
}

/** Files of cases, sent and opened as the page does it. */
export class EvidenceDriver {
  constructor(private readonly driver: Driver) {}

  async upload(
    who: Who | undefined,
    caseId: string,
    content: Buffer | ReadableStream<Uint8Array>,
    headers: Record<string, string> = Buffer.isBuffer(content) ? { 'content-digest': digestOf(content) } : {},
  ) {
    const response = await fetch(`${this.driver.app.url}/api/cases/${caseId}/evidence`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', ...(await this.signedIn(who)), ...headers },
      body: Buffer.isBuffer(content) ? new Uint8Array(content) : content,
      // A stream is sent without its length.
      ...(Buffer.isBuffer(content) ? {} : { duplex: 'half' }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, any> };
  }

  /** Uploads and attaches; both must succeed. @returns the evidence's id */
  async attach(who: Who, type: string, caseId: string, content: Buffer, name = '照片'): Promise<string> {
    const { status, body } = await this.upload(who, caseId, content);
    if (status !== 201) throw new Error(`not uploaded: ${status} ${JSON.stringify(body)}`);
    await this.driver.doesTo(type, who, caseId, 'AttachEvidence', { ...fieldsOf(body), kind: 'photo', name });
    return String(body['evidenceId']);
  }

  async open(who: Who | undefined, caseId: string, evidenceId: string, body: object = {}): Promise<Opened> {
    const response = await fetch(`${this.driver.app.url}/api/cases/${caseId}/evidence/${evidenceId}/content`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(await this.signedIn(who)) },
      body: JSON.stringify(body),
    });
    return {
      status: response.status,
      headers: response.headers,
      content: Buffer.from(await response.arrayBuffer()),
    };
  }

  private async signedIn(who: Who | undefined): Promise<Record<string, string>> {
    if (who === undefined) return {};
    const token = await this.driver.app.system.signIn.sessionFor(staff[who], 1);
    return { authorization: `Bearer ${String(token)}` };
  }
}

/** What an act says of an uploaded file. */
export const fieldsOf = ({ evidenceId, mediaType, bytes, sha256 }: Record<string, any>): object => ({
  evidenceId,
  mediaType,
  bytes,
  sha256,
});

/** The reason in an answer that is a problem. */
export const reasonOf = ({ content }: Opened): string => JSON.parse(content.toString('utf8')).reason;
