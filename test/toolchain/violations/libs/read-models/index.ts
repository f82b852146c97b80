export const caseload = 'caseload';
