export { type Household, type HouseholdMember } from './household.js';
export { type HouseholdKept, type HouseholdRefusal, HouseholdRegistry } from './household-registry.js';
export {
  type Person,
  type PersonCorrection,
  type PersonDescription,
  type PersonInput,
  masked,
  personCorrection,
  personInput,
} from './person.js';
export { PersonRegistry, type Registered, type RegistryRefusal } from './person-registry.js';
export { type PersonSearch } from './search-words.js';
export { migratePeople } from './tables.js';
