export { accessHolds } from './access.js';
export {
  type LinkKind,
  linkKinds,
  type SharedCommand,
  type SharedCommandName,
  isSharedCommand,
  sharedCommandNames,
  sharedCommands,
} from './commands.js';
export { type SharedRefusal } from './refusals.js';
export { type SharedEvent, type SharedEventName, isSharedEvent, sharedEvents } from './events.js';
export {
  type Access,
  type CaseLink,
  type EndedLink,
  type Conference,
  type Evidence,
  type Note,
  type SharedState,
  type Supervision,
} from './state.js';
export { type Shared, withSharedActs } from './wrap.js';
