import type { CaseFile } from '../case-queries.js';
import type { ReadableEvent } from '../case-reader.js';
import { type Origins, isContainer, namesIn, partOf, traceOn, untraced } from './origins.js';

/** A value of a case and the event behind it; none where every new case begins with the value. */
export interface ValueOrigin {
  /** `own.calculation.amountFen`, `shared.notes.0.text` */
  readonly path: string;
  readonly value: unknown;
  readonly setBy: ReadableEvent | undefined;
  /** Later entries that correct what this one said. */
  readonly corrections: readonly ReadableEvent[];
}

export interface Leaf {
  readonly path: string;
  readonly value: unknown;
  readonly setBy: ReadableEvent | undefined;
}

export const joined = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** Every single value within a value; an empty list or object has none. */
export const leavesOf = (value: unknown, origins: Origins | undefined, path: string): readonly Leaf[] =>
  isContainer(value)
    ? namesIn(value).flatMap((name) => leavesOf(partOf(value, name), origins?.parts?.get(name), joined(path, name)))
    : [{ path, value, setBy: origins?.by }];

const isCorrection = ({ event }: ReadableEvent): boolean => event.type === 'EntryCorrected';

const concerns = (correction: ReadableEvent, { path, setBy }: Leaf): boolean => {
  const field = correction.event['field'];
  if (setBy === undefined || correction.event['version'] !== setBy.stored.version) return false;
  return typeof field === 'string' && `.${path}`.endsWith(`.${field.replaceAll('/', '.')}`);
};

/** For every single value at or under the path, or for all, the event that last set it. */
export const provenanceOf = ({ room, events }: CaseFile, under = ''): readonly ValueOrigin[] => {
  const { state, origins } = traceOn(room, untraced(room), events);
  const corrections = events.filter(isCorrection);
  return leavesOf(state, origins, '')
    .filter(({ path }) => under === '' || path === under || path.startsWith(`${under}.`))
    .map((leaf) => ({ ...leaf, corrections: corrections.filter((correction) => concerns(correction, leaf)) }));
};

/** Papers that belong to what an event says: attached by the same command, or named by the event. */
export const evidenceOf = ({ stored, event }: ReadableEvent, events: readonly ReadableEvent[]): readonly string[] => {
  const named: unknown = event['evidence'];
  const own: readonly unknown[] = Array.isArray(named) ? named : [];
  const ids = [
    ...own,
    ...events
      .filter((other) => other.stored.metadata.commandId === stored.metadata.commandId)
      .filter((other) => other.event.type === 'EvidenceAttached' || other.event.type === 'EvidenceSuperseded')
      .map((other) => other.event['evidenceId']),
  ];
  return [...new Set(ids.filter((id) => typeof id === 'string'))];
};
