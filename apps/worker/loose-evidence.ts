import { StoreFailed } from '#evidence';
import type { System } from '#system';

/**
 * Removes files that were uploaded and never attached to a case within a day. A store that is away is tried again.
 * @returns how many were removed
 */
export const sweepLooseEvidence = async ({ evidence, desks }: Pick<System, 'evidence' | 'desks'>): Promise<number> => {
  try {
    return await evidence.sweep(async ({ caseId, evidenceId }) => {
      const found = await desks.find(caseId);
      if (found === undefined) return false;
      const { room, handling } = found.desk;
      const { state } = handling.reader.fold(handling.reader.unopened(), found.events);
      return room.evidence?.(state).some((item) => item.evidenceId === evidenceId) === true;
    });
  } catch (error) {
    if (error instanceof StoreFailed) return 0;
    throw error;
  }
};
