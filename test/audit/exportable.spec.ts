import { caseTypes } from '#case-types';
import { type AnyCaseType, type JsonObject, personalPaths, restrictedPaths } from '#kernel';
import { ExportableAttributes } from '../../libs/audit/export/attributes.js';

const everyEvent = caseTypes.flatMap((room) =>
  Object.keys(room.events).map((event) => [room.type, event, room] as const),
);

/** Names of all fields the event can have at its top. */
const fieldsOf = (room: AnyCaseType, event: string): readonly string[] => {
  const shape: unknown = Reflect.get(room.events[event] ?? {}, 'shape');
  return Object.keys(shape ?? {}).filter((name) => name !== 'type');
};

const filled = (names: readonly string[], value: string | number | boolean): JsonObject =>
  Object.fromEntries(names.map((name) => [name, value]));

describe('What an export takes from an event', () => {
  it.each(everyEvent)('%s %s: no text that somebody typed', (_, event, room) => {
    const names = fieldsOf(room, event);
    const attributes = new ExportableAttributes(room);
    for (const text of ['张伟住在龙溪', '500112198001150012', '13800000000', '2026-09-14 张伟', 'granted to Zhang'])
      expect(attributes.of(event, filled(names, text))).toEqual([]);
  });

  it.each(everyEvent)('%s %s: nothing personal or restricted, whatever it is', (_, event, room) => {
    const schema = room.events[event];
    if (schema === undefined) throw new Error('no such event');
    const paths = [...personalPaths(schema), ...restrictedPaths(schema).map(({ path }) => path)];
    const kept = new Set(paths.map(([first]) => first));
    const attributes = new ExportableAttributes(room);
    for (const value of [true, 7, '2026-09-14', ...Object.keys(room.screen.values)])
      for (const { name } of attributes.of(event, filled(fieldsOf(room, event), value)))
        expect(kept).not.toContain(name);
  });

  it('takes figures, days and codes', () => {
    const relief = caseTypes.find(({ type }) => type === 'relief-application');
    if (relief === undefined) throw new Error('no such case type');
    const data = { month: '2026-09', batchId: 'b1', amountFen: 64_500 };
    expect(new ExportableAttributes(relief).of('PaymentProduced', data)).toEqual([
      { name: 'month', value: '2026-09' },
      { name: 'amountFen', value: 64_500 },
    ]);
  });
});
