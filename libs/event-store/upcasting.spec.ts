import { upcast, UnknownEventVersion } from '#event-store';
import type { EventHistory } from '#kernel';

const history: EventHistory = {
  versions: { IncomeRecorded: 3, Broken: 3 },
  upcasts: {
    IncomeRecorded: {
      1: ({ yuan, ...rest }) => ({ ...rest, fen: typeof yuan === 'number' ? yuan * 100 : 0 }),
      2: ({ fen, ...rest }) => ({ ...rest, amountFen: fen }),
    },
    Broken: { 1: (data) => data },
  },
};

const stored = (type: string, schemaVersion: number, data = {}): Parameters<typeof upcast>[1] => ({
  stream: 'reliefApplication-7',
  version: 4,
  id: '00000000-0000-4000-8000-000000000001',
  type,
  schemaVersion,
  data,
});

describe('upcasting', () => {
  it('takes an event through every version up to the current one', () => {
    expect(upcast(history, stored('IncomeRecorded', 1, { yuan: 12, member: 'p1' }))).toEqual({
      member: 'p1',
      amountFen: 1200,
    });
    expect(upcast(history, stored('IncomeRecorded', 2, { fen: 5 }))).toEqual({ amountFen: 5 });
  });

  it('leaves the current version, and what is stored, as it is', () => {
    const data = { amountFen: 5, later: 'field' };
    expect(upcast(history, stored('IncomeRecorded', 3, data))).toBe(data);
    const old = Object.freeze({ yuan: 1 });
    upcast(history, stored('IncomeRecorded', 1, old));
    expect(old).toEqual({ yuan: 1 });
    expect(upcast(history, stored('NeverChanged', 1, data))).toBe(data);
  });

  it.each([
    ['newer than the code', 'IncomeRecorded', 4],
    ['newer, of a type never changed', 'NeverChanged', 2],
    ['older, with a step missing', 'Broken', 2],
    ['zero', 'IncomeRecorded', 0],
  ])('fails loudly on a version %s, naming the event and nothing of what it says', (_, type, version) => {
    const event = stored(type, version, { name: '李某' });
    expect(() => upcast(history, event)).toThrow(UnknownEventVersion);
    expect(() => upcast(history, event)).toThrow(
      new RegExp(
        `${type} in version ${version} .*00000000-0000-4000-8000-000000000001, number 4 of reliefApplication-7`,
      ),
    );
    expect(() => upcast(history, event)).not.toThrow('李某');
  });
});
