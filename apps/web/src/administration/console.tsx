import type { Console } from '../console';

export const administration: Console = { pages: [], places: [] };
