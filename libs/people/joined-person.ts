import type { Day } from '#kernel';
import type { PersonEntry } from './entry.js';
import type { Person } from './person.js';

/** One human being behind one entry or several linked ones. */
export interface JoinedPerson {
  /** The entry that speaks for all: the identified one, else the one found first. */
  readonly leadId: string;
  /** Every entry, the leading one first. */
  readonly entryIds: readonly string[];
  /** The links as they were made, each between two entries. */
  readonly links: readonly { readonly personId: string; readonly otherId: string }[];
  readonly identified: boolean;
  readonly sex: 'male' | 'female' | undefined;
  readonly bornOn: Day | undefined;
  readonly deceasedOn: Day | undefined;
}

/** An entry with as much of it opened as is asked here. */
export interface OpenedEntry {
  readonly entry: PersonEntry;
  readonly person: Pick<Person, 'personId' | 'identified' | 'sex' | 'bornOn' | 'foundOn' | 'deceasedOn'>;
}

const rank = ({ person: { identified, foundOn = '', personId } }: OpenedEntry): string =>
  `${identified === true ? 0 : 1}/${foundOn}/${personId}`;

/** What is known of somebody by all entries together; what the leading one does not say, the others may. */
export const joinedBy = (entries: readonly OpenedEntry[]): JoinedPerson | undefined => {
  const ranked = entries.toSorted((one, other) => (rank(one) < rank(other) ? -1 : 1));
  const persons = ranked.map(({ person }) => person);
  const [lead] = persons;
  if (lead === undefined) return undefined;
  return {
    leadId: lead.personId,
    entryIds: persons.map(({ personId }) => personId),
    links: ranked.flatMap(({ entry: { personId, linkedTo } }) => linkedTo.map((otherId) => ({ personId, otherId }))),
    identified: lead.identified === true,
    sex: persons.find(({ sex }) => sex !== undefined)?.sex,
    bornOn: lead.bornOn,
    deceasedOn: persons.find(({ deceasedOn }) => deceasedOn !== undefined)?.deceasedOn,
  };
};
