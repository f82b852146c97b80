import { kernel } from '#kernel';
import { rules } from '#rules';
import { z } from 'zod';

export const first = { kernel, rules, schema: z.string() };
