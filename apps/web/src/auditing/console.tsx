import type { Console } from '../console';

export const auditing: Console = { pages: [], places: [] };
