import type { ClockRule, RuleSet } from '../types.js';

export const transientParameters: RuleSet['transient'] = {};

export const transientClocks: readonly ClockRule[] = [];
