import type { FieldProps } from '@rjsf/utils';
import type { CaseFile, CaseTypeDescription, PersonOfCase, PersonRow } from '../api/types';

/** What fields drawn by a case type may look at. */
export interface Surroundings {
  readonly described: CaseTypeDescription;
  readonly caseFile?: CaseFile;
  /** The people of the case, offered before the registry is searched. */
  readonly persons?: readonly PersonOfCase[];
  /** Told whom a field was given, so that the fields beside it can be filled in. */
  readonly chosen?: (person: PersonOfCase) => void;
  /** The person for whom a case is opened. */
  readonly applicant?: PersonRow;
}

const isSurroundings = (context: unknown): context is Surroundings =>
  typeof context === 'object' && context !== null && 'described' in context;

export const surroundingsOf = ({ registry }: Pick<FieldProps, 'registry'>): Surroundings => {
  const context: unknown = registry.formContext;
  if (!isSurroundings(context)) throw new Error('A form of a case stands in its surroundings');
  return context;
};
