export { type Person, type PersonCorrection, type PersonInput, personCorrection, personInput } from './person.js';
export {
  type PersonSearch,
  PersonRegistry,
  type Registered,
  type RegistryRefusal,
  masked,
  migratePeople,
} from './person-registry.js';
