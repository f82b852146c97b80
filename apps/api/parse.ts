import type { z } from 'zod';
import { type FieldError, Problem } from './problem.js';
import { checkText } from './text-check.js';

const named = /^[a-z0-9]+(?:-[a-z0-9]+)+$/;

const reasonOf = (issue: z.core.$ZodIssue): string => {
  if (named.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'unrecognized_keys':
      return 'unknown-field';
    case 'too_small':
      return 'too-small';
    case 'too_big':
      return 'too-big';
    case 'invalid_type':
      return 'wrong-type';
    case 'invalid_format':
      return 'wrong-format';
    case 'invalid_value':
      return 'value-not-allowed';
    case 'not_multiple_of':
      return 'wrong-step';
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return 'invalid-value';
    default:
      issue satisfies never;
      return 'invalid-value';
  }
};

const fieldError = (issue: z.core.$ZodIssue): FieldError => ({
  path: issue.path.join('.'),
  reason: reasonOf(issue),
  message: issue.message,
});

/**
 * The body as its schema says.
 * @throws Problem 400 `invalid-request` with every field at fault, or 422 with the rule's own reason where a field breaks a named rule
 */
export const parse = <Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> => {
  if (typeof body === 'string') throw new Problem(415, 'not-json');
  checkText(body);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(fieldError);
  const rule = errors.find((error) => error.reason === error.message);
  if (rule !== undefined) throw new Problem(422, rule.reason, { errors });
  throw new Problem(400, 'invalid-request', { errors });
};
