import type { Console } from '../console';

export const supervision: Console = { pages: [], places: [] };
