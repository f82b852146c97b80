import type { Shared } from '#kernel';
import type { ListedPerson } from '#rules';
import type { WanderList } from './state.js';

/** The persons of a list, as far as a comparison with unidentified persons needs them. */
export const listedPersons = ({ own }: Shared<WanderList>): readonly ListedPerson[] =>
  own.persons.map(({ personId, name, sex, bornOn, features, lastSeenAround }) => ({
    personId,
    name,
    ...(sex === undefined ? {} : { sex }),
    ...(bornOn === undefined ? {} : { bornOn }),
    ...(features === undefined ? {} : { features }),
    ...(lastSeenAround === undefined ? {} : { lastSeenAround }),
  }));
