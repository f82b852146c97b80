import { type AnyCaseType, withSharedActs } from '#kernel';
import { reliefApplication } from './relief-application/index.js';
import { withdrawable } from './relief-application/stages.js';

/** The list of case types. A further type is one folder and one line here. */
export const caseTypes: readonly AnyCaseType[] = [withSharedActs(reliefApplication, withdrawable)];
