import { type AnyCaseType, withSharedActs } from '#kernel';
import { guardianshipIntervention } from './guardianship-intervention/index.js';
import { reliefApplication } from './relief-application/index.js';
import { withdrawable } from './relief-application/stages.js';
import { transientAssistance } from './transient-assistance/index.js';

/** The list of case types. A further type is one folder and one line here. */
export const caseTypes: readonly AnyCaseType[] = [
  withSharedActs(reliefApplication, withdrawable),
  withSharedActs(guardianshipIntervention, []),
  withSharedActs(transientAssistance, []),
];
