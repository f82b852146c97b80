import { type AnyCaseType, withSharedActs } from '#kernel';
import { guardianshipIntervention } from './guardianship-intervention/index.js';
import { outreachLead } from './outreach-lead/index.js';
import { reliefApplication } from './relief-application/index.js';
import { withdrawable as withdrawableApplications } from './relief-application/stages.js';
import { transientAssistance } from './transient-assistance/index.js';
import { withdrawable as withdrawableRequests } from './transient-assistance/stages.js';
import { wanderRiskList } from './wander-risk-list/index.js';

/** The list of case types. A further type is one folder and one line here. */
export const caseTypes: readonly AnyCaseType[] = [
  withSharedActs(reliefApplication, withdrawableApplications),
  withSharedActs(guardianshipIntervention, []),
  withSharedActs(transientAssistance, withdrawableRequests),
  withSharedActs(outreachLead, []),
  withSharedActs(wanderRiskList, []),
];

export { listedPersons } from './wander-risk-list/listed.js';
export type { Relief } from './relief-application/state.js';
