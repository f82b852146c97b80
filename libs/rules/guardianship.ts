import { z } from 'zod';

export const guardianshipParametersSchema = z.strictObject({});
