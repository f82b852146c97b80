import { type Organisation, type Position, handles, sees } from '#identity';
import { type AnyCaseType, type CaseSummary, type FieldPath, type Role, restrictedPaths } from '#kernel';
import { type Walk, schemaOf } from './planted.js';

/** What the stage tables, the rooms' `access`, `handles` and `sees` say, put together once more and apart from the desk. */
export type Verdict =
  { readonly allowed: true } | { readonly allowed: false; readonly status: 403 | 404; readonly reason: string };

const yes: Verdict = { allowed: true };
const no = (status: 403 | 404, reason: string): Verdict => ({ allowed: false, status, reason });

/** Acts of somebody whose office does not handle the case. */
const fromOutside = ['AcceptHandOver', 'RefuseHandOver', 'RequestAccess'];

export const mayCommand = (
  { stages }: AnyCaseType,
  stage: string,
  command: string,
  position: Position,
  inOffice: boolean,
): Verdict => {
  if (!inOffice && !fromOutside.includes(command)) return no(403, 'not-your-office');
  return stages[stage]?.commands[command]?.includes(position.role) === true ? yes : no(403, 'role-not-allowed');
};

export const mayLook = (room: AnyCaseType, summary: CaseSummary, position: Position, of: Organisation): Verdict =>
  isEntitled(room.access?.readers, position.role) && sees(of, position, summary.office, summary.area)
    ? yes
    : no(404, 'no-such-case');

export const mayOpenSeal = (room: AnyCaseType, summary: CaseSummary, position: Position, of: Organisation): Verdict => {
  const look = mayLook(room, summary, position, of);
  if (!look.allowed) return look;
  return room.access?.sealReaders.includes(position.role) === true ? yes : no(403, 'role-not-allowed');
};

export const mayList = (room: AnyCaseType, summary: CaseSummary, position: Position, of: Organisation): boolean =>
  isEntitled(room.access && [...room.access.readers, ...room.access.overseers], position.role) &&
  sees(of, position, summary.office, summary.area);

export const isInOffice = (summary: CaseSummary, position: Position, of: Organisation): boolean =>
  handles(of, position, summary.office, summary.area);

/** Restricted fields in the walk's events: all that their rights can hang on beside the case's office and area. */
export const restrictedIn = (room: AnyCaseType, walk: Walk): readonly string[] => keptPaths(room, walk, () => true);

/** Paths of the fields in the walk's events that are kept from the role. */
export const keptFrom = (room: AnyCaseType, walk: Walk, role: Role): readonly string[] =>
  keptPaths(room, walk, (kind) => room.access?.restricted[kind]?.includes(role) === false);

const keptPaths = (room: AnyCaseType, walk: Walk, isKept: (kind: string) => boolean): readonly string[] => {
  const kept = walk.flatMap(({ event }) =>
    restrictedPaths(schemaOf(room, event.type))
      .filter(({ kind, path }) => isKept(kind) && holds(event, path))
      .map(({ path }) => path.join('/')),
  );
  return [...new Set(kept)].toSorted();
};

const isEntitled = (entitled: readonly Role[] | undefined, role: Role): boolean => entitled?.includes(role) ?? true;

const holds = (value: unknown, [step, ...rest]: FieldPath): boolean => {
  if (step === undefined) return value !== undefined;
  if (typeof value !== 'object' || value === null) return false;
  const inner = step === '*' ? Object.values(value) : [Reflect.get(value, step)];
  return inner.some((one) => holds(one, rest));
};
