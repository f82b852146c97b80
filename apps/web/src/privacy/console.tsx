import type { Console } from '../console';

export const privacy: Console = { pages: [], places: [] };
