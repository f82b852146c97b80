export { handles, listScope, sees, visibleOffices } from './access.js';
export {
  type AdministratorRefusal,
  type NewAdministrator,
  enrolAdministrator,
  shortestPassword,
} from './administrator.js';
export { type OrganisationRefusal, rolesIn } from './changes.js';
export { type DemoAccount, demoAccounts, namedAccounts, demoPassword, demoUsers, yubeiOffices } from './data/yubei.js';
export {
  type Office,
  type Organisation,
  type OrganisationEvent,
  type Position,
  type User,
  actorsOf,
  ancestors,
  foldOrganisation,
  isWithin,
  officeKinds,
  officesOfKind,
  organisationEvents,
  subtree,
} from './organisation.js';
export { attemptSeconds } from './oidc/login-attempts.js';
export { type OidcRefusal, type OidcSettings, OidcSignIn } from './oidc/oidc-sign-in.js';
export { type OrganisationChange, OrganisationDirectory } from './organisation-directory.js';
export { type Call, entitledTo, policy } from './policy.js';
export { type LockedBy, lockMinutes } from './sign-in-throttle.js';
export { SignIn, type SignInRefusal, type SignedInToken } from './sign-in.js';
export { migrateIdentity } from './tables.js';
