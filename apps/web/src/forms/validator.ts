import type { RJSFValidationError } from '@rjsf/utils';
import type { TFunction } from 'i18next';
import { z } from 'zod';
import type { JsonSchemaNode } from '../api/json-schema';

/*
 * Forms are checked with Zod: the usual JSON Schema validator compiles schemas with `new Function`, which the page's
 * content security policy forbids.
 */
z.config({ jitless: true });

type Issue = z.core.$ZodIssue;

const compiled = new WeakMap<object, z.ZodType>();

const schemaFor = (schema: object): z.ZodType => {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const made = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
  compiled.set(schema, made);
  return made;
};

const valueAt = (data: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    data,
  );

const explain = (issue: Issue, value: unknown, t: TFunction): string => {
  if (value === undefined) return t('form.required');
  switch (issue.code) {
    case 'too_small':
      if (issue.origin === 'string') return t('form.tooShort');
      return t(issue.origin === 'array' ? 'form.tooFew' : 'form.tooSmall', { count: Number(issue.minimum) });
    case 'too_big':
      return t('form.tooLarge');
    case 'invalid_value':
      return t('form.choose');
    case 'invalid_type':
      return issue.expected === 'number' || issue.expected === 'int' ? t('form.notANumber') : t('form.invalid');
    case 'custom':
    case 'invalid_element':
    case 'invalid_format':
    case 'invalid_key':
    case 'invalid_union':
    case 'not_multiple_of':
    case 'unrecognized_keys':
      return t('form.invalid');
    default:
      issue satisfies never;
      return t('form.invalid');
  }
};

/** The innermost issues: of a choice between shapes, those of the shape that came closest. */
const innermost = (issue: Issue): readonly Issue[] => {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const closest = issue.errors.reduce((best, one) => (one.length < best.length ? one : best));
  return closest.flatMap((inner) => innermost({ ...inner, path: [...issue.path, ...inner.path] }));
};

/** What is wrong with what was typed, by the command's schema; messages in the chosen language. */
export const faultsIn = (command: JsonSchemaNode, data: unknown, t: TFunction): RJSFValidationError[] => {
  const outcome = schemaFor(command).safeParse(data);
  return outcome.success
    ? []
    : outcome.error.issues.flatMap(innermost).map((issue) => ({
        property: `.${issue.path.join('.')}`,
        message: explain(issue, valueAt(data, issue.path), t),
        stack: issue.path.join('.'),
      }));
};
