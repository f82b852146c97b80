import { officesOfKind } from '#identity';
import { startingRuleBook } from '#rules';
import { townsOf } from './district.js';
import { type Outline, type Setting, listOutlines, outlines, tell } from './stories.js';
import { Rehearsal, organisation } from './testing/rehearsal.js';

const settingOf = (seed: number): Setting => ({
  seed,
  towns: townsOf([...officesOfKind(organisation, 'townOffice'), ...officesOfKind(organisation, 'committee')]),
  rules: startingRuleBook,
  firstDay: '2025-10-05',
  until: '2026-09-30',
});
const lastInstant = '2026-09-30T15:59:59.000Z';

const storiesOf = (setting: Setting, cases: number): readonly Outline[] => [
  ...listOutlines(setting),
  ...outlines(setting, cases),
];

const rehearse = (outline: Outline, setting: Setting): Rehearsal => {
  const rehearsal = new Rehearsal();
  try {
    rehearsal.play(tell(outline, setting), setting.until);
  } catch (error) {
    throw new Error(`${outline.kind} ${outline.key}: ${String(error)}`, { cause: error });
  }
  return rehearsal;
};

describe('stories', () => {
  it.each([1, 2, 3, 4, 5, 6, 7])('of seed %i are legal from beginning to end', (seed) => {
    const setting = settingOf(seed);
    for (const outline of storiesOf(setting, 300)) rehearse(outline, setting);
  });

  it('have as many cases as were asked for, in the proportions of a district', () => {
    const setting = settingOf(1);
    const counts: Record<string, number> = {};
    for (const outline of outlines(setting, 3_000))
      for (const { type } of tell(outline, setting).endings) counts[type] = (counts[type] ?? 0) + 1;
    const { 'relief-application': relief = 0, 'transient-assistance': transients = 0 } = counts;
    const { 'guardianship-intervention': children = 0, 'outreach-lead': leads = 0 } = counts;
    expect(relief + transients + children + leads).toBe(3_000);
    expect(relief / 3_000).toBeCloseTo(0.73, 1);
    expect(transients / 3_000).toBeCloseTo(0.12, 1);
    expect(children).toBeGreaterThan(60);
    expect(leads).toBeGreaterThan(200);
  });

  it('are the same whatever the number of them', () => {
    const setting = settingOf(2);
    const more = new Set(outlines(setting, 200).map(({ key }) => key));
    const fewer = outlines(setting, 60);
    expect(fewer.filter(({ key }) => !more.has(key))).toEqual([]);
    for (const outline of fewer) expect(tell(outline, setting)).toEqual(tell(outline, setting));
  });

  it('name nobody twice', () => {
    const setting = settingOf(3);
    const numbers = storiesOf(setting, 2_000).flatMap((outline) =>
      tell(outline, setting).acts.flatMap(({ body: { idNumber } }) => (typeof idNumber === 'string' ? [idNumber] : [])),
    );
    expect(numbers.length).toBeGreaterThan(2_000);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('begin within the played days, also before long holidays, and leave out what would lie after them', () => {
    const setting = { ...settingOf(4), until: '2026-10-03' };
    for (const outline of outlines(setting, 300)) {
      const { acts } = tell(outline, setting);
      expect(acts.flatMap(({ opens }) => opens).length).toBeGreaterThan(0);
      for (const { at } of acts) expect(at.slice(0, 10) <= setting.until).toBe(true);
    }
  });

  it('miss some deadlines, and not many', () => {
    const setting = settingOf(5);
    const told = storiesOf(setting, 500).map((outline) => rehearse(outline, setting).clocks(lastInstant));
    const cases = told.reduce((sum, clocks) => sum + new Set(clocks.map(({ name }) => name)).size, 0);
    const missed = told.reduce(
      (sum, clocks) =>
        sum +
        new Set(
          clocks
            .filter(({ state, nature }) => (state === 'late' || state === 'overdue') && nature !== 'right')
            .map(({ name }) => name),
        ).size,
      0,
    );
    expect(missed / cases).toBeGreaterThan(0.02);
    expect(missed / cases).toBeLessThan(0.08);
  });
});
