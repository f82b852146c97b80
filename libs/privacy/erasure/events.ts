import { z } from 'zod';
import { personal } from '#kernel';
import type { StoredEvent } from '#event-store';

const reason = personal(z.string());
const about = { personId: z.string() };

/** Why a person may ask, or the bureau may decide, that data is erased (个人信息保护法 §47). */
export const erasureGrounds = ['purposeAchieved', 'retentionOver', 'consentWithdrawn', 'unlawful'] as const;
export type ErasureGround = (typeof erasureGrounds)[number];
const ground = z.enum(erasureGrounds);

/** Events of holds and erasures of a person, stream `erasure-<personId>` of the entry that leads. */
export const erasureEvents = {
  LegalHoldPlaced: z.object({ type: z.literal('LegalHoldPlaced'), ...about, holdId: z.string(), reason }),
  LegalHoldLifted: z.object({ type: z.literal('LegalHoldLifted'), ...about, holdId: z.string(), reason }),
  ErasureRequested: z.object({
    type: z.literal('ErasureRequested'),
    ...about,
    requestId: z.string(),
    ground,
    reason,
  }),
  ErasureRefused: z.object({ type: z.literal('ErasureRefused'), ...about, requestId: z.string(), reason }),
  /** Decided for good: what it names is destroyed, now or by whoever finishes it. */
  PersonErased: z.object({
    type: z.literal('PersonErased'),
    ...about,
    requestId: z.string(),
    ground,
    requestedBy: z.string(),
    /** Every entry of the registry that stands for the person. */
    entryIds: z.array(z.string()),
    /** Cases about nobody else who is not erased: their notes and findings go with the person. */
    casesErased: z.array(z.string()),
    /** Cases that are about others too: their notes and findings stay. */
    casesKept: z.array(z.string()),
  }),
  /** Every key is destroyed and every trace removed. */
  ErasureCompleted: z.object({
    type: z.literal('ErasureCompleted'),
    ...about,
    requestId: z.string(),
    entryIds: z.array(z.string()),
    casesErased: z.array(z.string()),
  }),
} as const;

type Schemas = typeof erasureEvents;
export type ErasureEvent = { [Name in keyof Schemas]: z.infer<Schemas[Name]> }[keyof Schemas];

export interface Hold {
  readonly holdId: string;
  readonly personId: string;
  readonly placedBy: string;
  readonly placedAt: string;
}

export interface ErasureRequest {
  readonly requestId: string;
  readonly personId: string;
  readonly ground: ErasureGround;
  readonly requestedBy: string;
  readonly requestedAt: string;
  readonly state: 'requested' | 'refused' | 'erasing' | 'erased';
  readonly decidedBy?: string;
  readonly entryIds?: readonly string[];
  readonly casesErased?: readonly string[];
  readonly casesKept?: readonly string[];
}

/** What is known of holds and erasures of one person. */
export interface ErasureFile {
  readonly holds: readonly Hold[];
  readonly requests: readonly ErasureRequest[];
}

/**
 * A stored event of a person's file; of its personal fields no one asks here, so they stay sealed.
 * @throws when the event is none of these
 */
export const eventOf = ({ type, data }: Pick<StoredEvent, 'type' | 'data'>): ErasureEvent => {
  if (!Object.hasOwn(erasureEvents, type)) throw new TypeError(`${type} is no event of an erasure`);
  return { ...data, type } as unknown as ErasureEvent;
};

export const emptyFile: ErasureFile = { holds: [], requests: [] };

/** The file after the event. */
export const evolveFile = (
  file: ErasureFile,
  event: ErasureEvent,
  { user, at }: { readonly user: string; readonly at: string },
): ErasureFile => {
  switch (event.type) {
    case 'LegalHoldPlaced': {
      const { holdId, personId } = event;
      return { ...file, holds: [...file.holds, { holdId, personId, placedBy: user, placedAt: at }] };
    }
    case 'LegalHoldLifted':
      return { ...file, holds: file.holds.filter(({ holdId }) => holdId !== event.holdId) };
    case 'ErasureRequested': {
      const { requestId, personId, ground: asked } = event;
      const request = { requestId, personId, ground: asked, requestedBy: user, requestedAt: at };
      return { ...file, requests: [...file.requests, { ...request, state: 'requested' }] };
    }
    case 'ErasureRefused':
      return withRequest(file, event.requestId, { state: 'refused', decidedBy: user });
    case 'PersonErased': {
      const { entryIds, casesErased, casesKept } = event;
      return withRequest(file, event.requestId, {
        state: 'erasing',
        decidedBy: user,
        entryIds,
        casesErased,
        casesKept,
      });
    }
    case 'ErasureCompleted':
      return withRequest(file, event.requestId, { state: 'erased' });
    default:
      return event satisfies never;
  }
};

const withRequest = (file: ErasureFile, requestId: string, change: Partial<ErasureRequest>): ErasureFile => ({
  ...file,
  requests: file.requests.map((request) => (request.requestId === requestId ? { ...request, ...change } : request)),
});
