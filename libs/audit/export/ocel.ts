import type { AnyCaseType, Instant } from '#kernel';
import { type AttributeType, ExportableAttributes } from './attributes.js';
import type { ExportedCase, ExportedEvent } from './cases.js';

interface OcelType {
  readonly name: string;
  readonly attributes: readonly { readonly name: string; readonly type: AttributeType }[];
}

interface Relationship {
  readonly objectId: string;
  readonly qualifier: string;
}

const ofEvery: OcelType['attributes'] = [
  { name: 'role', type: 'string' },
  { name: 'recordedAt', type: 'string' },
  { name: 'ruleSet', type: 'string' },
];

/** Types of the events of all rooms; an attribute that two rooms declare differently is text. */
const eventTypesOf = (rooms: readonly AnyCaseType[]): readonly OcelType[] => {
  const types = new Map<string, Map<string, AttributeType>>();
  for (const room of rooms)
    for (const [name, declared] of new ExportableAttributes(room).declared()) {
      const attributes = types.get(name) ?? new Map<string, AttributeType>();
      for (const { name: of, type } of declared)
        attributes.set(of, (attributes.get(of) ?? type) === type ? type : 'string');
      types.set(name, attributes);
    }
  return [...types].map(([name, attributes]) => ({
    name,
    attributes: [...ofEvery, ...[...attributes].map(([of, type]) => ({ name: of, type }))],
  }));
};

const objectTypesOf = (rooms: readonly AnyCaseType[]): readonly OcelType[] => [
  ...rooms.map(({ type }) => ({
    name: type,
    attributes: ['scheme', 'stage', 'outcome'].map((name) => ({ name, type: 'string' as const })),
  })),
  {
    name: 'person',
    attributes: [
      { name: 'name', type: 'string' },
      { name: 'erased', type: 'boolean' },
    ],
  },
  { name: 'user', attributes: [{ name: 'name', type: 'string' }] },
  { name: 'office', attributes: [] },
];

// The published schema knows values as text only; their types stand in the declarations.
const values = (pairs: Readonly<Record<string, string | number | boolean | undefined>>) =>
  Object.entries(pairs).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value: String(value) }]));

const eventOf = (event: ExportedEvent, caseId: string): object => {
  const { role, recordedAt, ruleSet } = event;
  const relationships: Relationship[] = [
    { objectId: caseId, qualifier: 'case' },
    { objectId: event.office, qualifier: 'acting office' },
    { objectId: event.user, qualifier: 'acted' },
    ...event.persons.map(({ id }) => ({ objectId: id, qualifier: 'concerns' })),
  ];
  const own = Object.fromEntries(event.attributes.map(({ name, value }) => [name, value]));
  const attributes = values({ role, recordedAt, ruleSet, ...own });
  return { id: event.id, type: event.type, time: event.occurredAt, attributes, relationships };
};

const objectOf = (
  id: string,
  type: string,
  time: Instant,
  attributes: Readonly<Record<string, string | boolean | undefined>> = {},
  relationships: readonly Relationship[] = [],
): object => ({ id, type, attributes: values(attributes).map((one) => ({ ...one, time })), relationships });

/** Objects that a case brings, those named before left out. */
const objectsOf = (one: ExportedCase, named: Set<string>): readonly object[] => {
  const time = one.openedAt;
  const others = new Map<string, () => object>();
  for (const { id, name, erased } of [...one.persons, ...one.events.flatMap(({ persons }) => persons)])
    others.set(id, () => objectOf(id, 'person', time, { name, erased }));
  for (const { user, userName, office } of one.events) {
    others.set(user, () => objectOf(user, 'user', time, { name: userName }));
    others.set(office, () => objectOf(office, 'office', time));
  }
  others.set(one.office, () => objectOf(one.office, 'office', time));
  const fresh = [...others].filter(([id]) => !named.has(id));
  for (const [id] of fresh) named.add(id);
  const { caseId, type, scheme, stage, outcome } = one;
  const relationships = [
    { objectId: one.office, qualifier: 'handled by' },
    ...one.persons.map(({ id }) => ({ objectId: id, qualifier: 'about' })),
  ];
  return [objectOf(caseId, type, time, { scheme, stage, outcome }, relationships), ...fresh.map(([, make]) => make())];
};

/**
 * Cases as an object-centric event log (OCEL 2.0, JSON), a piece at a time. Cases are read twice, once for the events
 * and once for the objects; only the names of persons, officials and offices are kept meanwhile.
 */
export async function* ocelOf(
  cases: () => AsyncIterable<ExportedCase>,
  rooms: readonly AnyCaseType[],
): AsyncGenerator<string> {
  const list = (items: readonly OcelType[]): string => items.map((item) => JSON.stringify(item)).join(',\n');
  yield `{"objectTypes":[\n${list(objectTypesOf(rooms))}],\n"eventTypes":[\n${list(eventTypesOf(rooms))}],\n"events":[\n`;
  let between = '';
  for await (const one of cases())
    for (const event of one.events) {
      yield between + JSON.stringify(eventOf(event, one.caseId));
      between = ',\n';
    }
  yield '],\n"objects":[\n';
  between = '';
  const named = new Set<string>();
  for await (const one of cases())
    for (const object of objectsOf(one, named)) {
      yield between + JSON.stringify(object);
      between = ',\n';
    }
  yield ']}\n';
}
