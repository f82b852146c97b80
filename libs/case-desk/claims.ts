import { v5 as uuidv5 } from 'uuid';
import type { Instant } from '#kernel';
import { type EventStore, type StoredEvent, VersionConflict } from '#event-store';

const namespace = '6f1d3f1e-2f0c-4c52-9a3e-8f4b7a3f6f10';
/** A claim that its case does not show after this time was left behind by a refusal or by a desk that died. */
const abandonedAfterMs = 60_000;

interface Claim {
  readonly key: string;
  readonly holder: string | undefined;
  readonly version: number;
  readonly at: Instant | undefined;
}

export interface ClaimRequest {
  readonly keys: readonly string[];
  readonly caseId: string;
  readonly commandId: string;
  readonly caseType: string;
  readonly now: Instant;
  readonly metadata: StoredEvent['metadata'];
  /** Whether the holder's case is open and holds the key, is closed, or does not show it. */
  readonly standing: (caseType: string, caseId: string, key: string) => Promise<'open' | 'closed' | 'absent'>;
}

const streamOf = (key: string): string => `claim-${key}`;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const lastClaim = async (store: EventStore, key: string): Promise<Claim & { readonly caseType: string }> => {
  for await (const event of store.read(streamOf(key), { backwards: true }))
    return {
      key,
      holder: textOf(event.data['caseId']),
      caseType: textOf(event.data['caseType']),
      version: event.version,
      at: event.recordedAt,
    };
  return { key, holder: undefined, caseType: '', version: 0, at: undefined };
};

/**
 * Takes every key for the case, so that only one open case may hold each.
 * Answers the key and the case that stand in the way, or nothing. Keys taken before a refusal do no harm:
 * a claim counts only while its case is open and shows it.
 */
export const takeClaims = async (
  store: EventStore,
  request: ClaimRequest,
): Promise<{ readonly key: string; readonly caseId: string } | undefined> => {
  const keys = [...new Set(request.keys)].sort();
  const found = await Promise.all(keys.map((key) => lastClaim(store, key)));
  for (const claim of found) {
    if (claim.holder === undefined || claim.holder === request.caseId) continue;
    const standing = await request.standing(claim.caseType, claim.holder, claim.key);
    const fresh = claim.at !== undefined && Date.parse(request.now) - Date.parse(claim.at) < abandonedAfterMs;
    if (standing === 'open' || (standing === 'absent' && fresh)) return { key: claim.key, caseId: claim.holder };
  }
  const missing = found.filter((claim) => claim.holder !== request.caseId);
  const taken = await Promise.all(
    missing.map(async (claim) => {
      try {
        await store.append(
          streamOf(claim.key),
          claim.version === 0 ? 'none' : claim.version,
          [
            {
              type: 'CaseClaimed',
              schemaVersion: 1,
              data: { caseId: request.caseId, caseType: request.caseType },
              metadata: request.metadata,
            },
          ],
          { commandId: uuidv5(`${request.commandId}/${claim.key}/${claim.version}`, namespace) },
        );
        return undefined;
      } catch (error) {
        if (error instanceof VersionConflict) return claim.key;
        throw error;
      }
    }),
  );
  const lost = taken.find((key) => key !== undefined);
  if (lost === undefined) return undefined;
  const winner = await lastClaim(store, lost);
  return winner.holder === request.caseId ? undefined : { key: lost, caseId: winner.holder ?? '' };
};
