import { v5 as uuidv5 } from 'uuid';
import { type CaseDesks, type SignedIn, isRefused, mirrorRequest } from '#case-desk';
import type { Clock } from '#kernel';
import type { ReadModels } from '#read-models';

const namespace = '9d5f0c8e-7f43-4f51-a7e1-2f7c1c1f5a90';
const atOnce = 200;
const system: SignedIn = { user: 'system', positions: [{ role: 'system', office: 'bureau' }] };

/**
 * Opens an accountability item for every advance whose paper clock has ended without papers.
 * The command id is made of case and advance, so two workers or a restart cannot open one twice.
 * @returns how many were opened
 */
export const openAccountabilities = async (desks: CaseDesks, readModels: ReadModels, clock: Clock): Promise<number> => {
  const late = await readModels.advances.withoutAccountability(clock.now(), atOnce);
  let opened = 0;
  for (const { caseId, advanceId } of late) {
    const [row] = await readModels.caseload.byIds([caseId]);
    const handling = row === undefined ? undefined : desks.of(row.type)?.handling;
    const outcome = await handling?.execute({
      caseId,
      opening: false,
      command: { type: 'OpenAccountability', advanceId } as never,
      by: system,
      commandId: uuidv5(`${caseId}/${advanceId}/accountability`, namespace),
    });
    if (outcome !== undefined && !isRefused(outcome) && !outcome.repeated) opened += 1;
  }
  return opened;
};

/**
 * Records at the other case what only one side of a link shows, because a process died between the two.
 * @returns how many sides were made whole
 */
export const mirrorOneSidedLinks = async (desks: CaseDesks, readModels: ReadModels): Promise<number> => {
  let mirrored = 0;
  for (const { caseId, otherId, kind, ended, version } of await readModels.links.oneSided(atOnce)) {
    const [row] = await readModels.caseload.byIds([otherId]);
    const handling = row === undefined ? undefined : desks.of(row.type)?.handling;
    const request = mirrorRequest(caseId, { caseId: otherId, kind, ended }, `${caseId}/${version}`);
    const outcome = await handling?.execute(request);
    if (outcome !== undefined && !isRefused(outcome) && !outcome.repeated) mirrored += 1;
  }
  return mirrored;
};
