import fc from 'fast-check';
import { calculateBenefit, selfCareLevel, type BenefitContext } from './benefit.js';
import { benefitCalculationSchema } from './calculation.js';
import { startingRuleBook as book } from './data/index.js';
import {
  benefitRequestSchema,
  householdInput,
  incomeItemInput,
  incomeKinds,
  selfCareItems,
  type BenefitRequest,
  type Household,
  type HouseholdMember,
  type IncomeItem,
} from './household.js';
import { governingRuleSet, standardFor } from './rule-book.js';
import { specialGroups, type ReliefParameters, type ReliefScheme } from './types.js';

const yuan = (amount: number): number => Math.round(amount * 100);

const contextFor = (scheme: ReliefScheme, changes: Partial<ReliefParameters> = {}): BenefitContext => {
  const day = '2026-09-14';
  const ruleSet = governingRuleSet(book, scheme, day);
  const standard = standardFor(book, scheme, day);
  if (ruleSet === undefined || standard === undefined) throw new Error('nothing in force');
  return { ruleSet: { ...ruleSet, relief: { ...ruleSet.relief, ...changes } }, standard, day };
};

const calculate = (request: BenefitRequest, changes: Partial<ReliefParameters> = {}) => {
  const calculation = calculateBenefit(contextFor(request.scheme, changes), benefitRequestSchema.parse(request));
  expect(benefitCalculationSchema.parse(calculation)).toEqual(calculation);
  return calculation;
};

const pension = (amount: number): IncomeItem => ({ kind: 'pension', amountFen: yuan(amount), months: 1 });
const wage = (amount: number, jobStartedOn?: string): IncomeItem => ({
  kind: 'wage',
  amountFen: yuan(amount),
  months: 1,
  ...(jobStartedOn === undefined ? {} : { jobStartedOn }),
});

const member = (personId: string, incomes: readonly IncomeItem[] = [], more: Partial<HouseholdMember> = {}) => ({
  personId,
  relation: 'other' as const,
  incomes,
  groups: [],
  ableToWork: false,
  ...more,
});

const household = (members: readonly HouseholdMember[], more: Partial<Household> = {}): Household => ({
  members,
  expenses: [],
  assetsWithinRule: true,
  incomeMonth: '2026-08',
  ...more,
});

const dibao = (members: readonly HouseholdMember[], more: Partial<Household> = {}): BenefitRequest => ({
  scheme: 'dibao',
  household: household(members, more),
});

const items = ({ lines }: { readonly lines: readonly { readonly item: string; readonly amountFen: number }[] }) =>
  lines.map(({ item, amountFen }) => [item, amountFen]);

describe('dibao', () => {
  it('AC-01: three members at 400 a head get (735 - 400) x 3 = 1,005 CNY', () => {
    const calculation = calculate(dibao([member('a', [pension(1200)]), member('b'), member('c')]));
    expect(calculation).toMatchObject({
      eligible: true,
      members: 3,
      standardId: 'dibao-2023',
      standardFen: 73_500,
      perCapitaIncomeFen: 40_000,
      amountFen: 100_500,
      topUpFen: 0,
      ruleSet: 'chongqing@2',
      phaseOutPossible: false,
    });
    expect(items(calculation)).toEqual([
      ['income.pension', 120_000],
      ['topUpToStandard', 100_500],
    ]);
  });

  it('is the full standard without any income', () => expect(calculate(dibao([member('a')])).amountFen).toBe(73_500));

  it('ends exactly at the standard', () => {
    expect(calculate(dibao([member('a', [pension(734.99)])])).amountFen).toBe(1);
    expect(calculate(dibao([member('a', [pension(735)])]))).toMatchObject({
      eligible: false,
      reason: 'income-not-below-standard',
      amountFen: 0,
      phaseOutPossible: true,
    });
    expect(calculate(dibao([member('a', [pension(1102.5)])])).phaseOutPossible).toBe(false);
  });

  it('is refused for assets above the rule, whatever the income', () =>
    expect(calculate(dibao([member('a')], { assetsWithinRule: false }))).toMatchObject({
      eligible: false,
      reason: 'assets-above-rule',
      amountFen: 0,
    }));

  it('rounds per-capita income down to whole fen', () => {
    const calculation = calculate(dibao([member('a', [pension(100)]), member('b'), member('c')]));
    expect(calculation.perCapitaIncomeFen).toBe(3_333);
    expect(calculation.amountFen).toBe((73_500 - 3_333) * 3);
  });

  it('takes farming income over 12 months, net of its costs', () => {
    const farming: IncomeItem = { kind: 'farming', amountFen: yuan(9_000), costFen: yuan(3_000), months: 12 };
    expect(calculate(dibao([member('a', [farming])])).perCapitaIncomeFen).toBe(yuan(500));
    const loss: IncomeItem = { kind: 'farming', amountFen: yuan(1_000), costFen: yuan(3_000), months: 12 };
    expect(calculate(dibao([member('a', [loss])])).perCapitaIncomeFen).toBe(0);
  });

  it('AC-10: does not count wages through the sixth month of the job', () => {
    const inMonth = (incomeMonth: string) =>
      calculate(dibao([member('a', [wage(600, '2026-03-15')]), member('b')], { incomeMonth }));
    expect(inMonth('2026-03')).toMatchObject({ perCapitaIncomeFen: 0, wageCountsFrom: '2026-09' });
    expect(inMonth('2026-08')).toMatchObject({ perCapitaIncomeFen: 0, amountFen: 147_000 });
    const september = inMonth('2026-09');
    // 600 less 20% for the costs of working.
    expect(september).toMatchObject({ perCapitaIncomeFen: yuan(240), amountFen: (73_500 - 24_000) * 2 });
    expect(september.wageCountsFrom).toBeUndefined();
  });

  it('deducts employment costs from wages, for each earner at most half the standard', () => {
    expect(items(calculate(dibao([member('a', [wage(500), wage(300)]), member('b'), member('c')])))).toContainEqual([
      'employmentDeduction',
      -yuan(160),
    ]);
    const high = calculate(dibao([member('a', [wage(5_000)])]));
    expect(items(high)).toContainEqual(['employmentDeduction', -36_750]);
    expect(high.perCapitaIncomeFen).toBe(500_000 - 36_750);
  });

  it('rounds shares down to whole fen', () =>
    expect(items(calculate(dibao([member('a', [wage(1.04)])])))).toContainEqual(['employmentDeduction', -20]));

  it('deducts long-term rigid spending of the listed kinds and never goes below zero', () => {
    const calculation = calculate(
      dibao([member('a', [pension(900)])], {
        expenses: [
          { kind: 'medical', amountFen: yuan(2_400), months: 12, personId: 'a' },
          { kind: 'rent', amountFen: yuan(600), months: 1 },
        ],
      }),
    );
    expect(calculation.perCapitaIncomeFen).toBe(yuan(700));
    expect(items(calculation)).toContainEqual(['rigidExpense.medical', -yuan(200)]);
    const poor = calculate(
      dibao([member('a', [pension(100)])], { expenses: [{ kind: 'medical', amountFen: yuan(500), months: 1 }] }),
    );
    expect(poor).toMatchObject({ perCapitaIncomeFen: 0, amountFen: 73_500 });
  });

  it('does not count support from a payer of a special group', () => {
    const support = (payerGroup?: 'seriouslyIll' | 'pregnant'): IncomeItem => ({
      kind: 'support',
      amountFen: yuan(300),
      months: 1,
      ...(payerGroup === undefined ? {} : { payerGroup }),
    });
    expect(calculate(dibao([member('a', [support('seriouslyIll')])])).amountFen).toBe(73_500);
    expect(calculate(dibao([member('a', [support('pregnant')])])).amountFen).toBe(43_500);
    expect(calculate(dibao([member('a', [support()])])).amountFen).toBe(43_500);
  });

  it('adds one top-up for each member of a special group, the highest', () => {
    const calculation = calculate(
      dibao([
        member('a', [], { disability: { kind: 'physical', level: 2 } }),
        member('b', [], { groups: ['elderly70', 'seriouslyIll'] }),
        member('c', [], { disability: { kind: 'physical', level: 3 } }),
      ]),
    );
    expect(calculation).toMatchObject({ topUpFen: 14_700, amountFen: 73_500 * 3 + 14_700 });
    expect(calculation.lines.filter(({ item }) => item.startsWith('topUp.')).map(({ personId }) => personId)).toEqual([
      'a',
      'b',
    ]);
  });

  it('can be paid in bands and rounded up, where the rule set says so', () => {
    const bands = [
      { band: 'A', belowPercent: 50, payPercent: 80 },
      { band: 'B', belowPercent: 100, payPercent: 50 },
    ];
    expect(calculate(dibao([member('a', [pension(100)])]), { bands })).toMatchObject({ band: 'A', amountFen: 58_800 });
    expect(calculate(dibao([member('a', [pension(400)])]), { bands })).toMatchObject({ band: 'B', amountFen: 36_750 });
    const rounded = calculate(dibao([member('a', [pension(100.01)])]), { roundUpToFen: 100 });
    expect(rounded.amountFen).toBe(63_500);
    expect(items(rounded)).toContainEqual(['rounding', 1]);
  });
});

describe('single-person dibao', () => {
  const ask = (person: HouseholdMember, others: readonly HouseholdMember[]) =>
    calculate({ scheme: 'dibao', household: household([person, ...others]), singlePerson: person.personId });
  const disabled = member('a', [], { disability: { kind: 'physical', level: 1 } });

  it('measures the household against 1.5 times the standard and the person alone against the standard', () => {
    const calculation = ask(disabled, [member('b', [pension(2_000)])]);
    expect(calculation).toMatchObject({ eligible: true, members: 1, amountFen: 73_500 + 7_350 });
    expect(items(calculation)[0]).toEqual(['singlePerson.household', 100_000]);
  });

  it('deducts only what is spent for the person', () => {
    const expense = (personId: string) => ({ kind: 'medical' as const, amountFen: yuan(100), months: 1, personId });
    const calculation = calculate({
      scheme: 'dibao',
      household: household([{ ...disabled, incomes: [pension(300)] }, member('b')], {
        expenses: [expense('a'), expense('b')],
      }),
      singlePerson: 'a',
    });
    expect(calculation.perCapitaIncomeFen).toBe(yuan(200));
  });

  it('is refused at 1.5 times the standard', () =>
    expect(ask(disabled, [member('b', [pension(2_205)])])).toMatchObject({
      eligible: false,
      reason: 'income-not-below-ceiling',
    }));

  it.each([
    ['physical', 3, false],
    ['mental', 3, true],
    ['intellectual', 3, true],
    ['mental', 4, false],
    ['visual', 2, true],
  ] as const)('%s disability of level %d: %s', (kind, level, eligible) =>
    expect(ask(member('a', [], { disability: { kind, level } }), [member('b')]).eligible).toBe(eligible),
  );

  it('is open to the seriously ill and refused to somebody else', () => {
    expect(ask(member('a', [], { groups: ['seriouslyIll'] }), [member('b')]).eligible).toBe(true);
    expect(ask(member('a'), [member('b')])).toMatchObject({ reason: 'single-person-conditions-not-met' });
    expect(calculate({ scheme: 'dibao', household: household([member('a')]), singlePerson: 'stranger' })).toMatchObject(
      { eligible: false, reason: 'single-person-conditions-not-met' },
    );
  });
});

describe('near-threshold and rigid-expenditure households', () => {
  it.each([
    [734, 'income-below-standard'],
    [735, undefined],
    [1102.49, undefined],
    [1102.5, 'income-not-below-ceiling'],
  ])('near-threshold at %d CNY a head: %s', (amount, reason) => {
    const calculation = calculate({ scheme: 'nearThreshold', household: household([member('a', [pension(amount)])]) });
    expect(calculation).toMatchObject({ eligible: reason === undefined, amountFen: 0 });
    expect(calculation.reason).toBe(reason);
  });

  const rigid = (monthly: number, spendingOfYear: number) =>
    calculate({
      scheme: 'rigidExpenditure',
      household: household([member('a', [pension(monthly)])], {
        expenses: [{ kind: 'medical', amountFen: yuan(spendingOfYear), months: 12 }],
      }),
    });

  it('rigid expenditure: below the ceiling, with spending above 60% of the year’s income', () => {
    expect(rigid(1_500, 10_800.01)).toMatchObject({ eligible: true, amountFen: 0, perCapitaIncomeFen: yuan(1_500) });
    expect(rigid(1_500, 10_800)).toMatchObject({ eligible: false, reason: 'rigid-spending-too-low' });
    expect(rigid(3_300, 90_000)).toMatchObject({ eligible: false, reason: 'income-not-below-ceiling' });
  });
});

describe('destitute support', () => {
  const test = (failed: number) => ({
    eating: failed < 1,
    dressing: failed < 2,
    bed: failed < 3,
    toilet: failed < 4,
    indoorWalking: failed < 5,
    bathing: failed < 6,
  });
  const ask = (failed: number, more: object = {}) =>
    calculate({
      scheme: 'destituteSupport',
      personId: 'a',
      selfCare: test(failed),
      unableToWork: true,
      withoutIncome: true,
      withoutSupporter: true,
      form: 'dispersed',
      ...more,
    });

  it.each([
    [0, 'selfReliant', 95_550 + 5_000],
    [1, 'halfDependent', 95_550 + 20_000],
    [3, 'halfDependent', 95_550 + 20_000],
    [4, 'fullyDependent', 95_550 + 30_000],
    [6, 'fullyDependent', 95_550 + 30_000],
  ])('%d failed items: %s', (failed, careLevel, amountFen) =>
    expect(ask(failed)).toMatchObject({ careLevel, amountFen, eligible: true }),
  );

  it('has the basic standard at 1.3 times dibao', () =>
    expect(contextFor('destituteSupport').standard.monthlyFen).toBe((73_500 * 13) / 10));

  it('counts the failed items, whichever they are', () => {
    const { relief } = contextFor('destituteSupport').ruleSet;
    for (const item of selfCareItems)
      expect(selfCareLevel({ ...test(0), [item]: false }, relief)).toBe('halfDependent');
  });

  it.each([
    [{ unableToWork: false }, 'able-to-work'],
    [{ withoutIncome: false }, 'has-income'],
    [{ withoutSupporter: false }, 'has-supporter'],
  ])('is refused when a condition is missing: %s', (more, reason) =>
    expect(ask(0, more)).toMatchObject({ eligible: false, reason, amountFen: 0 }),
  );
});

describe('temporary relief', () => {
  const ask = (more: Partial<Extract<BenefitRequest, { scheme: 'temporaryRelief' }>>) =>
    calculate({
      scheme: 'temporaryRelief',
      kind: 'emergency',
      persons: 1,
      perCapitaIncomeFen: 0,
      necessarySpendingFen: 0,
      alreadyPaidFen: 0,
      ...more,
    });

  it('emergency: twice the standard a person, at most twelve times in all', () => {
    expect(ask({ persons: 3 }).amountFen).toBe(3 * 147_000);
    expect(ask({ persons: 7 }).amountFen).toBe(882_000);
  });

  it('takes off what was paid before the papers', () => {
    expect(ask({ persons: 1, alreadyPaidFen: 100_000 }).amountFen).toBe(47_000);
    expect(ask({ persons: 1, alreadyPaidFen: 147_000 })).toMatchObject({
      eligible: false,
      reason: 'nothing-left-to-pay',
    });
  });

  it.each([
    [734.99, 60],
    [735, 50],
    [1_102.5, 40],
    [1_470, 30],
  ])('expenditure at %d CNY a head pays %d%% of the spending', (income, share) =>
    expect(
      ask({ kind: 'expenditure', perCapitaIncomeFen: yuan(income), necessarySpendingFen: yuan(10_000) }).amountFen,
    ).toBe(yuan(100 * share)),
  );

  it('expenditure ends at three times the standard', () =>
    expect(
      ask({ kind: 'expenditure', perCapitaIncomeFen: yuan(2_205), necessarySpendingFen: yuan(10_000) }),
    ).toMatchObject({ eligible: false, reason: 'income-not-below-ceiling' }));
});

describe('disability allowances', () => {
  const ask = (level: number, lowIncome: boolean, otherCareBenefit = false) =>
    calculate({
      scheme: 'disabilityAllowance',
      personId: 'a',
      disability: { kind: 'physical', level },
      lowIncome,
      otherCareBenefit,
    });

  it('living for low income, care for severe disability, both together', () => {
    expect(ask(1, true)).toMatchObject({ eligible: true, amountFen: 8_000 + 9_000 });
    expect(ask(2, false)).toMatchObject({ eligible: true, amountFen: 8_000 });
    expect(ask(4, true)).toMatchObject({ eligible: true, amountFen: 8_000 });
    expect(ask(1, true, true).amountFen).toBe(8_000);
    expect(ask(3, false)).toMatchObject({ eligible: false, reason: 'disability-level-not-covered', amountFen: 0 });
  });
});

describe('child benefit', () => {
  const child = (
    parents: Extract<BenefitRequest, { scheme: 'childBenefit' }>['parents'],
    form: 'institution' | 'dispersed' = 'dispersed',
  ) => calculate({ scheme: 'childBenefit', personId: 'c', parents, form });

  it.each([
    [['dead', 'notFound'], 'orphan'],
    [['dead', 'missing'], 'deFactoUnattended'],
    [['imprisoned', 'severelyDisabled'], 'deFactoUnattended'],
  ] as const)('both parents %s: %s', (parents, item) => expect(items(child(parents))).toEqual([[item, 147_700]]));

  it.each([[['dead', 'ableToCare']], [['ableToCare', 'ableToCare']]] as const)(
    'none where a parent can care: %s',
    (parents) =>
      expect(child(parents)).toMatchObject({ eligible: false, reason: 'parents-able-to-care', amountFen: 0 }),
  );

  it('is more in an institution', () => expect(child(['dead', 'dead'], 'institution').amountFen).toBe(167_700));

  it('is unknown to rules that do not name it', () =>
    expect(
      calculate(
        { scheme: 'childBenefit', personId: 'c', parents: ['dead', 'dead'], form: 'dispersed' },
        { childBenefit: undefined },
      ),
    ).toMatchObject({ eligible: false }));
});

describe('household incomes beyond any one amount', () => {
  it('still add up exactly', () => {
    const most = { kind: 'pension' as const, amountFen: 10_000_000_000, months: 1 };
    const calculation = calculate(dibao([member('a', [most, most, most])]));
    expect(calculation).toMatchObject({ eligible: false, perCapitaIncomeFen: 30_000_000_000 });
  });
});

describe('bad input', () => {
  const income = { kind: 'wage', amountFen: 100, months: 1 };

  it.each([
    ['negative', { ...income, amountFen: -5 }],
    ['fractional', { ...income, amountFen: 0.5 }],
    ['beyond all bounds', { ...income, amountFen: 10_000_000_001 }],
    ['not a number', { ...income, amountFen: '100' }],
    ['unknown kind', { ...income, kind: 'lottery' }],
    ['no months', { ...income, months: 0 }],
    ['farming over one month', { ...income, kind: 'farming' }],
    ['costs of a wage', { ...income, costFen: 10 }],
    ['a day that is not real', { ...income, jobStartedOn: '2026-02-30' }],
    ['an unknown field', { ...income, bonus: 1 }],
  ])('income: %s', (_, item) => expect(incomeItemInput.safeParse(item).success).toBe(false));

  it('a member listed twice, or nobody', () => {
    expect(householdInput.safeParse(household([member('a'), member('a')])).success).toBe(false);
    expect(householdInput.safeParse(household([])).success).toBe(false);
    expect(householdInput.safeParse(household([member('a')], { incomeMonth: '2026-13' })).success).toBe(false);
  });
});

describe('any household', () => {
  const someIncome: fc.Arbitrary<IncomeItem> = fc.record({
    kind: fc.constantFrom(...incomeKinds.filter((kind) => kind !== 'farming')),
    amountFen: fc.integer({ min: 0, max: 500_000 }),
    months: fc.integer({ min: 1, max: 12 }),
  });
  const someMember = fc.record({
    incomes: fc.array(someIncome, { maxLength: 3 }),
    groups: fc.uniqueArray(fc.constantFrom(...specialGroups), { maxLength: 3 }),
  });
  const someHousehold = fc
    .array(someMember, { minLength: 1, maxLength: 6 })
    .map((members) => household(members.map((one, index) => member(`p${index}`, one.incomes, one))));

  it('gets whole fen that the lines add up to, and less the more it earns', () =>
    fc.assert(
      fc.property(someHousehold, fc.integer({ min: 1, max: 300_000 }), (found, extra) => {
        const calculation = calculate({ scheme: 'dibao', household: found });
        expect(Number.isSafeInteger(calculation.amountFen)).toBe(true);
        const paid = calculation.lines.filter(({ item }) => /^(topUp|rounding|bandedAmount)/.test(item));
        expect(calculation.eligible ? paid.reduce((total, { amountFen }) => total + amountFen, 0) : 0).toBe(
          calculation.amountFen,
        );
        expect(calculation.eligible).toBe(calculation.perCapitaIncomeFen < calculation.standardFen);
        const [first, ...rest] = found.members;
        if (first === undefined) return;
        const richer = {
          ...first,
          incomes: [...first.incomes, { kind: 'pension' as const, amountFen: extra, months: 1 }],
        };
        const then = calculate({ scheme: 'dibao', household: { ...found, members: [richer, ...rest] } });
        expect(then.amountFen).toBeLessThanOrEqual(calculation.amountFen);
        expect(then.perCapitaIncomeFen).toBeGreaterThanOrEqual(calculation.perCapitaIncomeFen);
      }),
    ));
});
