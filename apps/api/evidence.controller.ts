import { Readable } from 'node:stream';
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { CaseFile, SignedIn } from '#case-desk';
import { StoreFailed, mediaTypes, safeFileName } from '#evidence';
import { SubjectErased } from '#event-store';
import type { Actor, Evidence } from '#kernel';
import { System } from '#system';
import { CaseFiles } from './case-files.js';
import { parse } from './parse.js';
import { Problem } from './problem.js';
import { Acting, Allowed, Viewer } from './viewer.js';

export const contentBody = z.strictObject({
  /** Why somebody looks; needed for cases that are not open to everyone who handles the office's cases. */
  purpose: z.string().trim().min(4).max(500).optional(),
});

/** RFC 9530, `sha-256=:<base64>:`. */
const digest = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):/;

const claimedHash = (header: string | undefined): string => {
  const found = digest.exec(header ?? '')?.[1];
  if (found === undefined) throw new Problem(400, 'content-digest-missing');
  return Buffer.from(found, 'base64').toString('hex');
};

/** The files of a case: taken in before an act attaches them, opened for whoever may look into the case. */
@Controller('api')
export class EvidenceController {
  constructor(
    private readonly system: System,
    private readonly files: CaseFiles,
  ) {}

  /** What a file may be, so that nobody waits for an upload that is refused. */
  @Get('evidence/rules')
  @Allowed('evidence.rules')
  rules(): object {
    return { mediaTypes, maxBytes: this.system.evidence.maxBytes };
  }

  /** Takes a file that an act may then attach within a day by the id, type, size and hash answered here. */
  @Post('cases/:caseId/evidence')
  @Allowed('evidence.upload')
  async upload(
    @Param('caseId') caseId: string,
    @Viewer() viewer: SignedIn,
    @Req() request: FastifyRequest,
    @Headers('content-digest') contentDigest?: string,
  ): Promise<object> {
    const claimed = claimedHash(contentDigest);
    const { body } = request;
    if (!(body instanceof Readable)) throw new Problem(415, 'not-a-file');
    const { maxBytes } = this.system.evidence;
    if (Number(request.headers['content-length'] ?? 0) > maxBytes)
      throw new Problem(413, 'file-too-large', { detail: { maxBytes } });
    this.checkMayAttach(await this.files.at(caseId, viewer, {}));
    // The connection must outlive a file that is refused half-way, to carry the answer: its rest is read and forgotten.
    const content = body.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
    const received = await this.orUnavailable(() =>
      this.system.evidence.receive(caseId, viewer.user, claimed, content),
    ).finally(() => body.resume());
    if ('refused' in received)
      throw new Problem(received.refused === 'file-too-large' ? 413 : 422, received.refused, {
        detail: received.detail,
      });
    return received;
  }

  /** The content of a file; that somebody looked into a restricted case, and why, is recorded first. */
  @Post('cases/:caseId/evidence/:evidenceId/content')
  @HttpCode(200)
  @Allowed('evidence.open')
  async content(
    @Param('caseId') caseId: string,
    @Param('evidenceId') evidenceId: string,
    @Body() body: unknown,
    @Viewer() viewer: SignedIn,
    @Acting() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { purpose } = parse(contentBody, body);
    const file = await this.files.at(caseId, viewer, {});
    const item = file.room.evidence?.(file.folded.state).find((one) => one.evidenceId === evidenceId);
    if (item === undefined) throw new Problem(404, 'no-such-evidence');
    if (item.withdrawn !== undefined && !viewer.positions.some(({ role }) => role === 'auditor'))
      throw new Problem(403, 'evidence-withdrawn');
    await this.recordOpening(file, evidenceId, purpose, actor);
    const content = await this.orUnavailable(() => this.system.evidence.open({ caseId, evidenceId }));
    if (content === 'erased') throw new Problem(410, 'evidence-erased');
    if (content === 'missing') throw new Problem(404, 'evidence-file-missing');
    if (content === 'damaged') throw new Problem(500, 'evidence-file-damaged');
    return this.answer(item, content, reply);
  }

  private answer(
    { name, mediaType, bytes, sha256 }: Evidence,
    content: AsyncIterable<Uint8Array>,
    reply: FastifyReply,
  ): StreamableFile {
    const fileName = safeFileName(typeof name === 'string' ? name : '', mediaType);
    void reply
      .header('Cache-Control', 'private, no-store')
      .header('Content-Security-Policy', "default-src 'none'; sandbox")
      .header('Repr-Digest', `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`);
    return new StreamableFile(Readable.from(content, { objectMode: false }), {
      type: mediaType,
      length: bytes,
      disposition: `attachment; filename="file.${fileName.split('.').at(-1)}"; filename*=UTF-8''${inHeader(fileName)}`,
    });
  }

  /** An office's own cases are opened as any part of the case is; of others every file that was opened is told. */
  private async recordOpening(file: CaseFile, evidenceId: string, purpose: string | undefined, actor: Actor) {
    if (file.room.access === undefined) return;
    if (purpose === undefined) throw new Problem(422, 'purpose-needed');
    try {
      await this.system.trail.record({ type: 'EvidenceOpened', caseId: file.caseId, evidenceId, purpose }, actor);
    } catch (error) {
      if (error instanceof SubjectErased) throw new Problem(410, 'evidence-erased');
      throw error;
    }
  }

  private checkMayAttach({ commands }: CaseFile): void {
    const acts = commands.filter(({ type }) => type === 'AttachEvidence' || type === 'SupersedeEvidence');
    if (acts.some(({ allowed }) => allowed)) return;
    throw new Problem(403, acts[0]?.reason ?? 'role-not-allowed');
  }

  private async orUnavailable<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof StoreFailed)) throw error;
      throw new Problem(503, error.full ? 'evidence-store-full' : 'evidence-store-unavailable');
    }
  }
}

/** RFC 8187. */
const inHeader = (text: string): string =>
  encodeURIComponent(text).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
