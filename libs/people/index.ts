export { type Household, type HouseholdMember } from './household.js';
export { type HouseholdKept, type HouseholdRefusal, HouseholdRegistry } from './household-registry.js';
export { type JoinedPerson } from './joined-person.js';
export { type Registered, type RegistryRefusal } from './person-acts.js';
export { PersonRegistry } from './person-registry.js';
export {
  type FoundPersonInput,
  type KnownIdentity,
  type NewIdentity,
  type Person,
  type PersonCorrection,
  type PersonDescription,
  type PersonInput,
  foundPersonInput,
  knownIdentity,
  masked,
  newIdentity,
  personCorrection,
  personInput,
  personLink,
  personLinkRemoval,
} from './person.js';
export { type PersonSearch } from './search-words.js';
export { migratePeople } from './tables.js';
