import type { RegistryFieldsType } from '@rjsf/utils';
import { ApplicantField } from './relief/applicant-field';
import { BenefitRequestField } from './relief/benefit-request-field';
import { MembersField } from './relief/members-field';

const fields: Readonly<Record<string, RegistryFieldsType>> = {
  'relief-application': { benefitRequest: BenefitRequestField, applicant: ApplicantField, members: MembersField },
};

const none: RegistryFieldsType = {};

/** Form fields that a room draws itself; apart from the room, for whoever only reads a case needs no forms. */
export const fieldsOf = (type: string): RegistryFieldsType => fields[type] ?? none;
