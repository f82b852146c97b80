import { inForce, startingRuleBook } from './index.js';
import { type ListedPerson, listMonthStart, proposeMatches } from './outreach.js';

const rules = inForce(startingRuleBook, 'national', '2026-07-01')?.outreach;
if (rules === undefined) throw new Error('no outreach rules');

const propose = (person: Parameters<typeof proposeMatches>[0], listed: readonly ListedPerson[]) =>
  proposeMatches(person, listed, rules, '2026-07-20');

const listed: readonly ListedPerson[] = [
  {
    personId: 'p1',
    name: '王大山',
    sex: 'male',
    bornOn: '1948-05-01',
    features: '左手缺小指,讲邻水口音',
    lastSeenAround: '武陵路菜市场',
  },
  { personId: 'p2', name: '王小花', sex: 'female', bornOn: '1950-01-01', features: '讲邻水口音' },
  { personId: 'p3', name: '李建国', sex: 'male', bornOn: '1951-01-01', features: '右腿微跛', lastSeenAround: '龙头寺' },
  { personId: 'p4', name: '王大山', sex: 'male', bornOn: '1990-01-01', features: '左手缺小指' },
];

describe('months of the list', () => {
  it('are January and July', () => {
    expect(listMonthStart('2026-H2', rules)).toBe('2026-07-01');
    expect(listMonthStart('2027-H1', rules)).toBe('2027-01-01');
  });
});

describe('matches of an unidentified person', () => {
  it('ranks by likeness and says why', () => {
    const found = propose(
      {
        sex: 'male',
        age: { from: 75, to: 80 },
        alias: '老王,王山',
        description: '老人左手缺小指,邻水口音重',
        foundAt: '渝北区武陵路菜市场门口',
      },
      listed,
    );
    expect(found.map(({ personId }) => personId)).toEqual(['p1']);
    expect(found[0]?.score).toBeGreaterThan(80);
    expect(found[0]?.reasons).toEqual([
      { likeness: 'name', points: 40, shared: ['王', '山'] },
      { likeness: 'features', points: 27, shared: ['左手缺小指', '邻水口音'] },
      { likeness: 'age', points: 15, shared: [] },
      { likeness: 'place', points: 10, shared: ['武陵路菜市场'] },
      { likeness: 'sex', points: 5, shared: [] },
    ]);
  });

  it('rules out another sex and an age far off, and nobody for want of knowledge', () => {
    const ids = (person: Parameters<typeof proposeMatches>[0]) =>
      propose(person, listed).map(({ personId }) => personId);
    expect(ids({ alias: '王大山' })).toEqual(['p1', 'p4']);
    expect(ids({ alias: '王大山', age: { from: 30, to: 35 } })).toEqual(['p4']);
    expect(ids({ alias: '王大山', sex: 'female' })).toEqual([]);
    expect(ids({ alias: '小花,姓王', sex: 'female' })).toEqual(['p2']);
  });

  it('proposes nobody on sex and age alone', () => {
    expect(propose({ sex: 'male', age: { from: 70, to: 80 } }, listed)).toEqual([]);
    expect(propose({}, listed)).toEqual([]);
  });

  it('gives half the points to an age just outside the tolerance', () => {
    const age = (from: number, to: number) =>
      propose({ alias: '王大山', age: { from, to } }, [listed[0] ?? { personId: '', name: '' }])[0]?.reasons.find(
        ({ likeness }) => likeness === 'age',
      )?.points;
    expect(age(70, 78)).toBe(15);
    expect(age(65, 73)).toBe(15);
    expect(age(65, 70)).toBe(8);
  });
});
