import type { ClockRule, RuleSet } from '../types.js';

export const outreachParameters: RuleSet['outreach'] = {};

export const outreachClocks: readonly ClockRule[] = [];
