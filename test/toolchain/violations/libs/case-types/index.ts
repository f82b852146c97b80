import { first } from './first-room/index.js';
import { second } from './second-room/index.js';

export const caseTypes = [first, second];
