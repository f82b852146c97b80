import { useRef, useState } from 'react';
import type { Fields } from './schema';

/** A form as somebody left it: what was typed, and what keeps a repetition harmless. */
export interface Draft {
  readonly fields: Fields;
  readonly occurredAt?: string | undefined;
  /** The command id, and the identifiers made for it: sent again after a reload, nothing is done twice. */
  readonly key: string;
  readonly fresh: Fields;
  /** The version of the case that was looked at. */
  readonly seen?: number;
}

const prefix = 'draft';

/** Where a draft lies: one for each user, case and command. */
export const draftPlace = (userId: string, ...about: readonly string[]): string => [prefix, userId, ...about].join('/');

const isDraft = (kept: unknown): kept is Draft =>
  typeof kept === 'object' && kept !== null && 'fields' in kept && 'key' in kept && 'fresh' in kept;

const draftAt = (place: string): Draft | undefined => {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(place) ?? 'null');
    return isDraft(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
};

const dropDraft = (place: string): void => sessionStorage.removeItem(place);

/** Keeps the draft in this tab; a draft too large for the browser is not kept. */
const keepDraft = (place: string, draft: Draft): void => {
  try {
    sessionStorage.setItem(place, JSON.stringify(draft));
  } catch {
    dropDraft(place);
  }
};

const places = (): readonly string[] => Object.keys(sessionStorage).filter((place) => place.startsWith(`${prefix}/`));

/** At sign-out: drafts hold personal data. */
export const dropDrafts = (): void => places().forEach(dropDraft);

/** Whoever signs in finds nothing that others typed in this tab. */
export const keepOnlyDraftsOf = (userId: string): void =>
  places()
    .filter((place) => !place.startsWith(`${draftPlace(userId)}/`))
    .forEach(dropDraft);

/** The draft at a place, if somebody left one before this form was opened, and how to keep the next. */
export const useDraft = (
  place: string,
): { readonly left: Draft | undefined; readonly keep: (draft: Draft) => void; readonly drop: () => void } => {
  const [left] = useState(() => draftAt(place));
  const dropped = useRef(false);
  return {
    left,
    keep: (draft) => {
      if (!dropped.current) keepDraft(place, draft);
    },
    drop: () => {
      dropped.current = true;
      dropDraft(place);
    },
  };
};
