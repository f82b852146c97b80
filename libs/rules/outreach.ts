import { z } from 'zod';

export const outreachParametersSchema = z.strictObject({});
