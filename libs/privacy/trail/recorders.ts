import { setTimeout as pause } from 'node:timers/promises';
import type { Instant } from '#kernel';
import type { Trail } from './trail.js';

const attemptPatienceMs = 1_000;
const rememberedReads = 10_000;

/** A command that was refused, as the desk tells it. */
interface Attempt {
  readonly at: Instant;
  readonly user: string;
  readonly caseType: string;
  readonly caseId: string;
  readonly command: string;
  readonly commandId: string;
  readonly reason: string;
}

/** Somebody looked into a restricted case, as the desk tells it. */
interface RestrictedRead {
  readonly user: string;
  readonly role: string;
  readonly office: string;
  readonly caseType: string;
  readonly caseId: string;
  readonly access?: { readonly accessId: string; readonly purpose: string };
}

/**
 * Records a refused attempt: who tried what and why not, never what was typed. The refusal is not held up by a store that
 * is away: then the trouble is told and the attempt is lost.
 */
export const attemptRecorder =
  (trail: Trail, actorOf: (user: string) => { readonly role: string; readonly office: string }, lost: () => void) =>
  async ({ at, user, caseType, caseId, command, commandId, reason }: Attempt): Promise<void> => {
    const waiting = new AbortController();
    const recorded = trail
      .record(
        { type: 'CommandRefused', caseType, caseId, command, refusedCommand: commandId, reason },
        { user, ...actorOf(user) },
        { at },
      )
      .catch(lost);
    await Promise.race([
      recorded,
      pause(attemptPatienceMs, undefined, { signal: waiting.signal }).catch(() => undefined),
    ]);
    waiting.abort();
  };

/**
 * Records that somebody looked into a restricted case: once in an hour for a person, a case and a way in, so that neither
 * a page that is loaded again nor its parts are told apart. Rejects when it cannot be recorded.
 */
export const readRecorder = (trail: Trail, now: () => Instant): ((read: RestrictedRead) => Promise<void>) => {
  const seen = new Set<string>();
  return async ({ user, role, office, caseType, caseId, access }) => {
    const once = [now().slice(0, 13), user, caseId, access?.accessId ?? role].join('/');
    if (seen.has(once)) return;
    await trail.record(
      {
        type: 'RestrictedCaseRead',
        caseId,
        caseType,
        ...(access === undefined ? { through: 'role' } : { through: 'access', ...access }),
      },
      { user, role, office },
      { once },
    );
    if (seen.size >= rememberedReads) seen.clear();
    seen.add(once);
  };
};
