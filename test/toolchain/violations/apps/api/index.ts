import { desk } from '#case-desk';

export const api = desk;
