import type { BenefitRequest, Disability, HouseholdMember, IncomeItem, RigidExpense } from '#rules/household.js';
import type { ParentCircumstance } from '#rules/types.js';
import { previousMonth } from '../../../format';
import { householdOf } from '../state';
import type { Relief } from '#case-types';

/** A part of a request while it is typed: anything may still be missing. */
type Draft<T> = { readonly [Name in keyof T]?: T[Name] | undefined };

export type IncomeDraft = Draft<IncomeItem>;
export type DisabilityDraft = Draft<Disability>;
export type ExpenseDraft = Draft<RigidExpense>;

export type MemberDraft = Omit<Draft<HouseholdMember>, 'incomes' | 'disability'> & {
  readonly personId: string;
  readonly incomes: readonly IncomeDraft[];
  readonly disability?: DisabilityDraft | undefined;
};

export interface HouseholdDraft {
  readonly members: readonly MemberDraft[];
  readonly expenses: readonly ExpenseDraft[];
  readonly assetsWithinRule?: boolean | undefined;
  readonly incomeMonth?: string | undefined;
}

type Scheme = BenefitRequest['scheme'];
type Of<S extends Scheme> = Extract<BenefitRequest, { readonly scheme: S }>;

interface HouseholdRequestDraft {
  readonly scheme: 'dibao' | 'nearThreshold' | 'rigidExpenditure';
  readonly household: HouseholdDraft;
  readonly singlePerson?: string | undefined;
}

export type DestituteDraft = Omit<Draft<Of<'destituteSupport'>>, 'scheme' | 'selfCare'> & {
  readonly scheme: 'destituteSupport';
  readonly selfCare: Readonly<Record<string, boolean>>;
};

export type TemporaryDraft = Omit<Draft<Of<'temporaryRelief'>>, 'scheme'> & { readonly scheme: 'temporaryRelief' };

export type DisabilityRequestDraft = Omit<Draft<Of<'disabilityAllowance'>>, 'scheme' | 'disability'> & {
  readonly scheme: 'disabilityAllowance';
  readonly disability: DisabilityDraft;
};

export type ChildDraft = Omit<Draft<Of<'childBenefit'>>, 'scheme' | 'parents'> & {
  readonly scheme: 'childBenefit';
  readonly parents: readonly (ParentCircumstance | undefined)[];
};

export type RequestDraft =
  HouseholdRequestDraft | DestituteDraft | TemporaryDraft | DisabilityRequestDraft | ChildDraft;

const minorsCannotWork = (relation: string): boolean => relation !== 'child' && relation !== 'grandchild';

const memberOf = (personId: string, relation: string, before: MemberDraft | undefined): MemberDraft => ({
  incomes: [],
  groups: [],
  ableToWork: minorsCannotWork(relation),
  ...before,
  personId,
  relation: relation as HouseholdMember['relation'],
});

const householdDraft = (relief: Relief, before: HouseholdDraft | undefined): HouseholdDraft => {
  const gone = new Set(relief.deceased.map(({ personId }) => personId));
  const lodgedOn = relief.trail[0]?.occurredAt.slice(0, 7) ?? '';
  return {
    expenses: [],
    assetsWithinRule: true,
    incomeMonth: previousMonth(lodgedOn),
    ...before,
    members: householdOf(relief)
      .filter(({ personId }) => !gone.has(personId))
      .map(({ personId, relation }) =>
        memberOf(
          personId,
          relation,
          before?.members.find((member) => member.personId === personId),
        ),
      ),
  };
};

/** What the form starts with: the last calculation's request where there is one, for the household as it is now. */
export const draftFor = (relief: Relief, scheme: Scheme, before: RequestDraft | undefined): RequestDraft => {
  const applicant = relief.lodged?.applicant.personId ?? '';
  const same = before?.scheme === scheme ? before : undefined;
  switch (scheme) {
    case 'dibao':
    case 'nearThreshold':
    case 'rigidExpenditure':
      return {
        scheme,
        household: householdDraft(relief, same !== undefined && 'household' in same ? same.household : undefined),
        ...(scheme === 'dibao' && relief.lodged?.singlePerson === true ? { singlePerson: applicant } : {}),
      };
    case 'destituteSupport':
      return {
        selfCare: { eating: true, dressing: true, bed: true, toilet: true, indoorWalking: true, bathing: true },
        unableToWork: true,
        withoutIncome: true,
        withoutSupporter: true,
        ...(same as DestituteDraft | undefined),
        scheme,
        personId: applicant,
      };
    case 'temporaryRelief':
      return {
        persons: householdOf(relief).length,
        perCapitaIncomeFen: 0,
        necessarySpendingFen: 0,
        alreadyPaidFen: relief.advances.reduce((total, { amountFen }) => total + amountFen, 0),
        ...(same as TemporaryDraft | undefined),
        scheme,
        kind: relief.lodged?.kind,
      };
    case 'disabilityAllowance':
      return {
        disability: {},
        lowIncome: false,
        otherCareBenefit: false,
        ...(same as DisabilityRequestDraft | undefined),
        scheme,
        personId: applicant,
      };
    case 'childBenefit':
      return {
        parents: [undefined, undefined],
        form: 'dispersed',
        ...(same as ChildDraft | undefined),
        scheme,
        personId: applicant,
      };
    default:
      return scheme satisfies never;
  }
};
