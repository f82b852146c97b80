import type { ClockRule, RuleSet } from '../types.js';

export const guardianshipParameters: RuleSet['guardianship'] = {};

export const guardianshipClocks: readonly ClockRule[] = [];
