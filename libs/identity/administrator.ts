import { randomUUID } from 'node:crypto';
import type { Refusal } from '#kernel';
import type { OrganisationRefusal } from './changes.js';
import { happenedBefore } from './changes.js';
import type { OrganisationEvent } from './organisation.js';
import type { OrganisationDirectory } from './organisation-directory.js';
import type { SignIn } from './sign-in.js';

/** Characters. */
export const shortestPassword = 12;

export interface NewAdministrator {
  readonly userId: string;
  readonly name: string;
  readonly password: string;
  /** `bureau` unless told. */
  readonly office?: string;
}

export type AdministratorRefusal = OrganisationRefusal | 'password-too-short';

/**
 * Enrols a user as administrator and sets the password, ending the user's sessions; for the first one of a new
 * installation, and for one whose password was lost.
 */
export const enrolAdministrator = async (
  directory: OrganisationDirectory,
  signIn: SignIn,
  { userId, name, password, office = 'bureau' }: NewAdministrator,
): Promise<Refusal<AdministratorRefusal> | undefined> => {
  if ([...password].length < shortestPassword)
    return { refused: 'password-too-short', detail: { characters: shortestPassword } };
  await directory.refresh();
  const wanted: readonly OrganisationEvent[] = [
    { type: 'UserEnrolled', userId, name, office },
    { type: 'RoleGranted', userId, role: 'administrator', office },
  ];
  const isAdministrator = directory.positionsOf(userId).some(({ role }) => role === 'administrator');
  const missing = isAdministrator
    ? []
    : wanted.filter((event) => event.type === 'RoleGranted' || !happenedBefore(directory.current(), event));
  if (missing.length > 0) {
    const refusal = await directory.change(missing, { user: 'system', role: 'system', office: 'bureau' }, randomUUID());
    if (refusal !== undefined) return refusal;
  }
  await signIn.setPassword(userId, password);
  return undefined;
};
