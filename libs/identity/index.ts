export { handles, listScope, sees } from './access.js';
export { type DemoAccount, demoAccounts, demoPassword, demoUsers, yubeiOffices } from './data/yubei.js';
export {
  type Office,
  type Organisation,
  type OrganisationEvent,
  type Position,
  type User,
  foldOrganisation,
  isWithin,
  subtree,
} from './organisation.js';
export { OrganisationDirectory } from './organisation-directory.js';
export { SignIn, type SignInRefusal, type SignedInToken, migrateIdentity } from './sign-in.js';
