import { kernel } from '#kernel';

export const rules = [kernel];
