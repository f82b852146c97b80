export { attemptRecorder, migrateAttempts } from './attempts.js';
export { CaseCommand, type CaseTypeDesk, EventsRecorded } from './case-commands.js';
export { CaseDesks, type Sees } from './case-desks.js';
export { type CaseFile, GetCase, GetCaseHandler, type LegalCommand } from './case-queries.js';
export { CaseReader, type FoldedCase, type ReadableEvent, categoryOf, stampOf, streamOf } from './case-reader.js';
export { CaseHandling } from './handling.js';
export { type Attempt, type DeskSurroundings, type PersonalData } from './ports.js';
export {
  type CaseAnswer,
  type CaseOutcome,
  type CaseRefusal,
  type CaseRequest,
  type RefusalKind,
  type SignedIn,
  isRefused,
} from './request.js';
export { RuleBookDirectory } from './rule-book-directory.js';
