import { Problem } from './problem.js';

// C0 and C1 controls except tab and line breaks, and the marks that reverse the order of the letters after them.
// eslint-disable-next-line no-control-regex
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/;
const deepest = 32;

/**
 * Refuses text that cannot be kept or shown as it was typed: broken surrogates, control characters, bidi overrides.
 * @throws Problem `invalid-text` or `nested-too-deep`, naming the path, never the text
 */
export const checkText = (value: unknown, path = '', depth = 0): void => {
  if (depth > deepest) throw new Problem(400, 'nested-too-deep');
  if (typeof value === 'string') {
    if (value.isWellFormed() && !forbidden.test(value)) return;
    throw new Problem(400, 'invalid-text', {
      errors: [{ path, reason: 'invalid-text', message: 'The text holds characters that cannot be stored.' }],
    });
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) checkText(item, path === '' ? key : `${path}.${key}`, depth + 1);
};
