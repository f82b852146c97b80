import type { Actor } from '#kernel';
import type { EventStore } from '#event-store';
import { type JoinedPerson, type OpenedEntry, joinedBy } from './joined-person.js';
import type { Act, PersonActs, Registered, RegistryRefusal } from './person-acts.js';

/** Which entries stand for the same person. A link is an event in the stream of one of its two entries. */
export class PersonLinks {
  constructor(
    private readonly acts: PersonActs,
    private readonly store: EventStore,
  ) {}

  /** The persons behind these entries, in one query and with one look at the keys; unknown ids are left out. */
  async joined(personIds: readonly string[]): Promise<ReadonlyMap<string, JoinedPerson>> {
    const entries = await this.acts.tables.joinedEntries(personIds);
    const opened = await this.acts.opened(
      entries.map(({ data: { identified, sex, bornOn, foundOn }, ...entry }) => ({
        ...entry,
        data: { identified, sex, bornOn, foundOn },
      })),
    );
    const found = new Map<string, OpenedEntry[]>();
    for (const [index, entry] of entries.entries()) {
      const person = opened[index];
      if (person !== undefined) found.set(entry.askedId, [...(found.get(entry.askedId) ?? []), { entry, person }]);
    }
    const joined = new Map<string, JoinedPerson>();
    for (const [askedId, together] of found) {
      const person = joinedBy(together);
      if (person !== undefined) joined.set(askedId, person);
    }
    return joined;
  }

  /** Does what depends on all entries of these persons, while nobody else does anything of the kind. */
  inTurn(
    personIds: readonly string[],
    decide: () => Promise<Registered | RegistryRefusal>,
  ): Promise<Registered | RegistryRefusal> {
    const { tables } = this.acts;
    return tables.inTurn(async () => {
      // A process may have ended between the log and the tables.
      for (const brokenOff of await tables.beginTurn(personIds)) await this.acts.entry(brokenOff);
      const outcome = await decide();
      await tables.endTurn();
      return outcome;
    });
  }

  /**
   * Links the entry to another one. Entries that stand for one person already stay as they are.
   * @param mayBe refuses for a reason of its own
   */
  async link(
    personId: string,
    { otherId, reason }: { readonly otherId: string; readonly reason: string },
    actor: Actor,
    commandId: string,
    mayBe: (one: JoinedPerson, other: JoinedPerson) => RegistryRefusal | undefined = () => undefined,
  ): Promise<Registered | RegistryRefusal> {
    const data = { personId, otherId, reason };
    const fingerprint = this.acts.fingerprint('link', data);
    const act: Act = { type: 'PersonsLinked', personId, data, actor, commandId, fingerprint };
    if (personId === otherId) return { refused: 'link-to-itself' };
    return this.inTurn([personId], () =>
      this.acts.retried(act, async (entry) => {
        const other = await this.acts.entry(otherId);
        const [joined, [opened]] = [await this.joined([personId, otherId]), await this.openedOf(other)];
        const [one, another] = [joined.get(personId), joined.get(otherId)];
        if (one === undefined || another === undefined) return { refused: 'no-such-person' };
        if (one.entryIds.includes(otherId)) return { personId, position: await this.store.horizon() };
        if (opened?.erased === true) return { refused: 'person-erased' };
        return mayBe(one, another) ?? contradiction(one, another) ?? this.acts.append(act, entry.version);
      }),
    );
  }

  /** Takes back the link between two entries; what else was linked to either of them stays with it. */
  async unlink(
    personId: string,
    { otherId, reason }: { readonly otherId: string; readonly reason: string },
    actor: Actor,
    commandId: string,
  ): Promise<Registered | RegistryRefusal> {
    const fingerprint = this.acts.fingerprint('unlink', { personId, otherId, reason });
    const outcome = await this.inTurn([personId, otherId], async () => {
      const before = await this.acts.taken({ commandId, fingerprint });
      if (before !== undefined) return before;
      const [entry, other] = [await this.acts.entry(personId), await this.acts.entry(otherId)];
      if (entry === undefined || other === undefined) return { refused: 'no-such-person' };
      const keptBy = [entry, other].find(({ linkedTo }) => linkedTo.includes(personId) || linkedTo.includes(otherId));
      if (keptBy === undefined) return { refused: 'not-linked' };
      const data = { personId: keptBy.personId, otherId: keptBy === entry ? otherId : personId, reason };
      const act: Act = { type: 'PersonsUnlinked', personId: keptBy.personId, data, actor, commandId, fingerprint };
      return this.acts.retried(act, ({ version }) => this.acts.append(act, version));
    });
    return 'refused' in outcome ? outcome : { ...outcome, personId };
  }

  private openedOf(entry: OpenedEntry['entry'] | undefined): ReturnType<PersonActs['opened']> {
    return this.acts.opened(entry === undefined ? [] : [entry]);
  }
}

/** Why the two cannot be the same person. */
const contradiction = (one: JoinedPerson, other: JoinedPerson): RegistryRefusal | undefined => {
  // An ID number belongs to one entry only.
  if (one.identified && other.identified) return { refused: 'id-numbers-differ' };
  const deaths = [one.deceasedOn, other.deceasedOn].filter((day) => day !== undefined);
  if (new Set(deaths).size > 1) return { refused: 'death-days-differ' };
  const bornOn = one.bornOn ?? other.bornOn;
  return bornOn !== undefined && deaths.some((day) => day < bornOn) ? { refused: 'died-before-birth' } : undefined;
};
