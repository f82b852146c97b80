import { v5 as uuidv5 } from 'uuid';
import type { CaseAnswer, CaseOutcome, CaseRequest, LinkChange, SignedIn } from './request.js';

/** The desk of a case, as far as a link needs it. */
interface LinkedDesk {
  readonly handling: { execute(request: CaseRequest): Promise<CaseOutcome> };
}

const namespace = '4f5b7e0c-6f0c-4d0e-8d9b-7b5d7f2d0c61';
const system: SignedIn = { user: 'system', positions: [{ role: 'system', office: 'bureau' }] };

/** The command that makes or ends a link at the other case, the same however often it is asked for. */
export const mirrorRequest = (
  caseId: string,
  { caseId: other, kind, ended }: LinkChange,
  cause: string,
): CaseRequest => ({
  caseId: other,
  opening: false,
  command: ended
    ? { type: 'UnlinkCase', ...{ caseId, reason: '对方案件已解除关联' } }
    : { type: 'LinkCase', ...{ caseId, kind } },
  by: system,
  commandId: uuidv5(`${cause}/${other}/${kind}/${ended ? 'end' : 'link'}`, namespace),
  causationId: cause,
  mirrored: true,
});

/**
 * A link holds on both sides: what one case recorded is recorded at the other. Should this process die in between,
 * the worker's duty does it from the read models.
 */
export const mirrorLinks = async (
  answer: CaseAnswer,
  request: CaseRequest,
  deskOf: (caseId: string) => Promise<LinkedDesk | undefined>,
): Promise<void> => {
  if (request.mirrored === true) return;
  for (const change of answer.links ?? []) {
    const desk = await deskOf(change.caseId);
    await desk?.handling.execute(mirrorRequest(answer.caseId, change, request.commandId));
  }
};
