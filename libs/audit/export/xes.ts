import type { AnyCaseType } from '#kernel';
import type { Attribute } from './attributes.js';
import type { ExportedCase, ExportedEvent } from './cases.js';
import type { ExportedPerson } from './identities.js';

const extensions = [
  ['Concept', 'concept', 'http://www.xes-standard.org/concept.xesext'],
  ['Time', 'time', 'http://www.xes-standard.org/time.xesext'],
  ['Organizational', 'org', 'http://www.xes-standard.org/org.xesext'],
  ['Identity', 'identity', 'http://www.xes-standard.org/identity.xesext'],
] as const;

const controls = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const quoted = (text: string): string =>
  text
    .replace(controls, '\u{fffd}')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\t', '&#9;');

const attribute = (kind: string, key: string, value: string | number | boolean | undefined): string =>
  value === undefined ? '' : `<${kind} key="${key}" value="${quoted(String(value))}"/>`;

const kindOf = (value: Attribute['value']): string => {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'int' : 'float';
  return typeof value === 'boolean' ? 'boolean' : 'string';
};

const typed = ({ name, value }: Attribute): string => attribute(kindOf(value), `caseflow:${name}`, value);

const personsOf = (persons: readonly ExportedPerson[]): readonly string[] => [
  ...persons.map(({ id }, index) => attribute('string', `caseflow:person.${index + 1}`, id)),
  ...persons.map(({ name }, index) => attribute('string', `caseflow:personName.${index + 1}`, name)),
  persons.some(({ erased }) => erased) ? attribute('boolean', 'caseflow:personErased', true) : '',
];

const eventOf = (event: ExportedEvent): string =>
  [
    '<event>',
    attribute('string', 'concept:name', event.type),
    attribute('date', 'time:timestamp', event.occurredAt),
    attribute('string', 'org:resource', event.user),
    attribute('string', 'caseflow:userName', event.userName),
    attribute('string', 'org:role', event.role),
    attribute('string', 'org:group', event.office),
    attribute('id', 'identity:id', event.id),
    attribute('date', 'caseflow:recordedAt', event.recordedAt),
    attribute('string', 'caseflow:ruleSet', event.ruleSet),
    ...personsOf(event.persons),
    ...event.attributes.map(typed),
    '</event>\n',
  ].join('');

const traceOf = (one: ExportedCase): string =>
  [
    '<trace>',
    attribute('string', 'concept:name', one.caseId),
    attribute('string', 'caseflow:caseType', one.type),
    attribute('string', 'caseflow:scheme', one.scheme),
    attribute('string', 'org:group', one.office),
    attribute('string', 'caseflow:stage', one.stage),
    attribute('string', 'caseflow:outcome', one.outcome),
    ...personsOf(one.persons),
    '\n',
  ].join('');

const head = (rooms: readonly AnyCaseType[]): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1849.2016" xes.features="">\n',
    ...extensions.map(([name, prefix, uri]) => `<extension name="${name}" prefix="${prefix}" uri="${uri}"/>\n`),
    `<global scope="trace">${attribute('string', 'concept:name', 'UNKNOWN')}</global>\n`,
    `<global scope="event">${attribute('string', 'concept:name', 'UNKNOWN')}`,
    `${attribute('date', 'time:timestamp', '1970-01-01T00:00:00.000Z')}</global>\n`,
    '<classifier name="Activity" scope="event" keys="concept:name"/>\n',
    attribute('string', 'concept:name', rooms.map(({ type }) => type).join(' ')),
    '\n',
  ].join('');

/** Cases as an XES log (IEEE 1849), a piece at a time: a trace for each case, its events in the order of its stream. */
export async function* xesOf(
  cases: AsyncIterable<ExportedCase>,
  rooms: readonly AnyCaseType[],
): AsyncGenerator<string> {
  yield head(rooms);
  for await (const one of cases) {
    yield traceOf(one);
    for (const event of one.events) yield eventOf(event);
    yield '</trace>\n';
  }
  yield '</log>\n';
}
