import type { RegistryFieldsType } from '@rjsf/utils';
import { onDemand } from '../forms/on-demand';

const fields: Readonly<Record<string, RegistryFieldsType>> = {
  'relief-application': {
    benefitRequest: onDemand(() =>
      import('./relief/benefit-request-field').then((module) => module.BenefitRequestField),
    ),
    applicant: onDemand(() => import('./relief/applicant-field').then((module) => module.ApplicantField)),
    members: onDemand(() => import('./relief/members-field').then((module) => module.MembersField)),
  },
};

const none: RegistryFieldsType = {};

/** Form fields that a room draws itself; each loads with the first form that shows it. */
export const fieldsOf = (type: string): RegistryFieldsType => fields[type] ?? none;
