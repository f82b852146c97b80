// breaks only-case-desk-and-apps-know-case-types
// breaks store-and-read-models-use-kernel-and-rules-only
export { caseTypes } from '#case-types';
