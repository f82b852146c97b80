import type { RJSFValidationError, ValidationData, ValidatorType } from '@rjsf/utils';
import { toErrorSchema } from '@rjsf/utils';
import type { TFunction } from 'i18next';
import type { JsonSchemaNode } from '../api/json-schema';
import { typed } from './schema';
import type * as validator from './validator';

type Checks = Pick<typeof validator, 'faultsIn'>;

let checks: Checks | undefined;

/** Loads what checks a form; whoever is about to type needs it next. What cannot be loaded the server checks alone. */
export const loadChecks = (): Promise<void> =>
  import('./validator').then(
    (loaded) => {
      checks = loaded;
    },
    () => undefined,
  );

export const hasChecks = (): boolean => checks !== undefined;

/** Checks what was typed against the command's schema; messages in the chosen language. */
export const formValidator = (command: JsonSchemaNode, t: TFunction): ValidatorType => ({
  validateFormData: (formData: unknown): ValidationData<unknown> => {
    const errors: RJSFValidationError[] = checks?.faultsIn(command, typed(formData ?? {}), t) ?? [];
    return { errors, errorSchema: toErrorSchema<unknown>(errors) };
  },
  // Asked between alternatives, of which a drawn form has none.
  isValid: () => true,
  rawValidation: () => ({}),
});
