import { one } from './round-one.js';

export const two = (): unknown => one;
