import type { RJSFSchema } from '@rjsf/utils';
import type { JsonSchemaNode } from '../api/json-schema';
import type { PersonOfCase, PersonRow } from '../api/types';
import type { Fields } from './schema';

/** What the registry knows of a person and this part of a command asks for. */
export const filledFrom = (
  { properties = {} }: Pick<JsonSchemaNode, 'properties'> | Pick<RJSFSchema, 'properties'>,
  { personId, name, alias, sex, bornOn, hukou }: PersonRow | (PersonOfCase & Partial<PersonRow>),
): Fields => {
  const known: Fields = { personId, name, alias, sex, bornOn, hukouRegion: hukou?.region, hukouKind: hukou?.kind };
  return Object.fromEntries(
    Object.entries(known).filter(([field, value]) => value !== undefined && properties[field] !== undefined),
  );
};
