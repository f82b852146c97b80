import { z } from 'zod';

export const transientParametersSchema = z.strictObject({});
