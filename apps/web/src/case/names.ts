import { useMe, useOfficeUsers, useOffices } from '../api/queries';
import type { CaseFile } from '../api/types';
import { useLabel } from '../i18n';
import { roomOf } from '../rooms';
import type { NameOf } from './values';

/** Names for the identifiers that stand in a case: its people, offices, and the staff of the offices around it. */
export const useNameOf = (caseFile: CaseFile | undefined): NameOf => {
  const label = useLabel();
  const offices = useOffices().data?.rows ?? [];
  const me = useMe().data;
  const places = [caseFile?.office.officeId, caseFile?.area?.officeId, me?.office?.officeId, 'bureau'];
  const users = useOfficeUsers([...new Set(places.filter((place) => place !== undefined))]);
  const known = new Map<string, string>([
    ...offices.map(({ officeId, name }): [string, string] => [officeId, label(name)]),
    ...users.map(({ userId, name }): [string, string] => [userId, name]),
    ...(caseFile === undefined ? [] : roomOf(caseFile.type).persons(caseFile)).map(
      ({ personId, name }): [string, string] => [personId, name],
    ),
  ]);
  return (id) => known.get(id);
};
