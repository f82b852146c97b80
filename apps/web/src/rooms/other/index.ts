import { identifies } from '../../forms/schema';
import { plainOpening } from '../opening';
import type { RoomScreen } from '../room';
import { freshIdsOf, personsOf, thingsToChoose } from './state';

/** A case type whose room brings no screen of its own: everything comes from its description. */
export const otherRoom: RoomScreen = {
  persons: personsOf,
  opening: plainOpening,
  choices: (command, { caseFile, described, language }) => {
    const persons = personsOf(caseFile).map(({ personId, name }) => ({ value: personId, label: name }));
    return {
      ...(persons.length === 0 ? {} : { signedBy: persons, personIds: persons }),
      ...thingsToChoose(command, caseFile, described, language),
    };
  },
  freshIds: (command, { described }) => freshIdsOf(command, described),
  ownFields: {},
  initial: (command, { caseFile, described, language }) => {
    const schema = described.commands[command]?.schema ?? {};
    const only = Object.entries(thingsToChoose(command, caseFile, described, language)).filter(
      ([, choices]) => choices.length === 1,
    );
    const persons = personsOf(caseFile);
    return {
      ...Object.fromEntries(only.map(([field, [choice]]) => [field, choice?.value])),
      // A command that also asks for the name is about somebody new to the case.
      ...(persons.length === 1 && schema.required?.includes('personId') === true && !identifies(schema)
        ? { personId: persons[0]?.personId }
        : {}),
    };
  },
};
