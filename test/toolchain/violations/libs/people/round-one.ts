// breaks no-cycle
import { two } from './round-two.js';

export const one = (): unknown => two;
