import type { FieldProps } from '@rjsf/utils';
import type { CaseFile, CaseTypeDescription, PersonRow } from '../api/types';

/** What fields drawn by a case type may look at. */
export interface Surroundings {
  readonly described: CaseTypeDescription;
  readonly caseFile?: CaseFile;
  /** The person who applies, before there is a case. */
  readonly applicant?: PersonRow;
}

const isSurroundings = (context: unknown): context is Surroundings =>
  typeof context === 'object' && context !== null && 'described' in context;

export const surroundingsOf = ({ registry }: Pick<FieldProps, 'registry'>): Surroundings => {
  const context: unknown = registry.formContext;
  if (!isSurroundings(context)) throw new Error('A form of a case stands in its surroundings');
  return context;
};
