import { caseTypes } from '#case-types';

export const desk = caseTypes;
