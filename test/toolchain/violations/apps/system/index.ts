import { desk } from '#case-desk';

export const system = desk;
