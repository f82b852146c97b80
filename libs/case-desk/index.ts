export { CaseCommand, type CaseTypeDesk, EventsRecorded } from './case-commands.js';
export { type Sees, type Sight } from './access.js';
export { CaseDesks, type CaseStanding } from './case-desks.js';
export {
  type CaseFile,
  GetCase,
  GetCaseHandler,
  type LegalCommand,
  OpenSeal,
  OpenSealHandler,
} from './case-queries.js';
export { CaseReader, type FoldedCase, type ReadableEvent, categoryOf, stampOf, streamOf } from './case-reader.js';
export { CaseHandling } from './handling.js';
export { mirrorRequest } from './links.js';
export { type SealedEntry } from './sealed-entries.js';
export { type Attempt, type DeskSurroundings, type PersonalData, type RestrictedRead } from './ports.js';
export {
  type CaseAnswer,
  type CaseOutcome,
  type CaseRefusal,
  type CaseRequest,
  type RefusalKind,
  type SignedIn,
  isRefused,
} from './request.js';
export { type Difference, type Side, differencesBetween } from './time-travel/comparison.js';
export { type ValueOrigin, evidenceOf, provenanceOf } from './time-travel/provenance.js';
export { stagesAlong } from './time-travel/stages-along.js';
export { type Travel, travelBys } from './time-travel/travel.js';
export { type Publication, RuleBookDirectory } from './rule-book-directory.js';
