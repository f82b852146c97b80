import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Form, Input, Select } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { incomeKinds } from '#rules/household.js';
import { specialGroups } from '#rules/types.js';
import { DisabilityFields } from './disability';
import type { ExpenseDraft, HouseholdDraft, IncomeDraft, MemberDraft } from './draft';
import { Day, Money, Pick, Whole } from './inputs';

interface Around {
  readonly word: (value: string) => string;
  readonly nameOf: (personId: string) => string;
  /** The form was sent and something is missing. */
  readonly failed: boolean;
}

const expenseKinds = ['medical', 'education', 'disabilityCare', 'longTermCare', 'rent', 'other'] as const;
const hasCosts = (kind: IncomeDraft['kind']): boolean => kind === 'farming' || kind === 'business';

/** Fields that do not belong to the kind of income are dropped with it. */
const ofKind = (income: IncomeDraft, kind: IncomeDraft['kind']): IncomeDraft => ({
  kind,
  amountFen: income.amountFen,
  months: kind === 'farming' ? 12 : (income.months ?? 1),
  ...(hasCosts(kind) ? { costFen: income.costFen ?? 0 } : {}),
});

const Income = ({
  income,
  set,
  remove,
  word,
  failed,
}: Around & {
  readonly income: IncomeDraft;
  readonly set: (income: IncomeDraft) => void;
  readonly remove: () => void;
}) => {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="form-part">
      <div className="form-item-head">
        <span className="form-title">{income.kind === undefined ? t('benefit.incomeKind') : word(income.kind)}</span>
        <Button type="text" danger icon={<DeleteOutlined />} aria-label={t('benefit.remove')} onClick={remove} />
      </div>
      <div className="form-grid form-grid-3">
        <Pick
          label={t('benefit.incomeKind')}
          value={income.kind}
          set={(kind) => set(ofKind(income, kind))}
          options={incomeKinds.map((kind) => ({ value: kind, label: word(kind) }))}
          missing={failed && income.kind === undefined}
        />
        <Money
          label={t('benefit.amount')}
          value={income.amountFen}
          set={(amountFen) => set({ ...income, amountFen })}
          missing={failed && income.amountFen === undefined}
        />
        <Whole
          label={t('benefit.months')}
          max={12}
          value={income.months}
          set={(months) => set({ ...income, months })}
          missing={failed && (income.months === undefined || (income.kind === 'farming' && income.months !== 12))}
        />
        {hasCosts(income.kind) ? (
          <Money label={t('benefit.cost')} value={income.costFen} set={(costFen) => set({ ...income, costFen })} />
        ) : null}
        {income.kind === 'wage' ? (
          <>
            <Day
              label={t('benefit.jobStarted')}
              value={income.jobStartedOn}
              set={(jobStartedOn) => set({ ...income, jobStartedOn })}
            />
            <Form.Item layout="vertical" label={t('benefit.jobId')} htmlFor={id}>
              <Input
                id={id}
                value={income.jobId ?? ''}
                onChange={({ target }) => set({ ...income, jobId: target.value === '' ? undefined : target.value })}
              />
            </Form.Item>
          </>
        ) : null}
        {income.kind === 'support' ? (
          <Pick
            clear
            label={t('benefit.payerGroup')}
            value={income.payerGroup}
            set={(payerGroup) => set({ ...income, payerGroup })}
            options={specialGroups.map((group) => ({ value: group, label: word(group) }))}
          />
        ) : null}
      </div>
    </div>
  );
};

const Member = ({
  member,
  set,
  ...around
}: Around & { readonly member: MemberDraft; readonly set: (member: MemberDraft) => void }) => {
  const { t } = useTranslation();
  const id = useId();
  const { word, nameOf, failed } = around;
  const { incomes } = member;
  return (
    <div className="form-part">
      <div className="form-item-head">
        <span className="form-title">
          {nameOf(member.personId)} <span className="quiet">{word(member.relation ?? '')}</span>
        </span>
        <Checkbox
          checked={member.ableToWork === true}
          onChange={({ target }) => set({ ...member, ableToWork: target.checked })}
        >
          {t('benefit.ableToWork')}
        </Checkbox>
      </div>
      <Form.Item layout="vertical" label={t('benefit.groups')} htmlFor={id}>
        <Select
          id={id}
          mode="multiple"
          placeholder={t('none')}
          value={[...(member.groups ?? [])]}
          onChange={(groups) => set({ ...member, groups })}
          options={specialGroups.map((group) => ({ value: group, label: word(group) }))}
        />
      </Form.Item>
      <p className="gap">
        <Checkbox
          checked={member.disability !== undefined}
          onChange={({ target }) => set({ ...member, disability: target.checked ? {} : undefined })}
        >
          {t('benefit.disability')}
        </Checkbox>
      </p>
      {member.disability === undefined ? null : (
        <DisabilityFields
          value={member.disability}
          set={(disability) => set({ ...member, disability })}
          word={word}
          failed={failed}
        />
      )}
      {incomes.length === 0 ? <p className="quiet gap">{t('benefit.noIncome')}</p> : null}
      {incomes.map((income, index) => (
        <Income
          key={index}
          {...around}
          income={income}
          set={(changed) => set({ ...member, incomes: incomes.map((one, at) => (at === index ? changed : one)) })}
          remove={() => set({ ...member, incomes: incomes.filter((_, at) => at !== index) })}
        />
      ))}
      <p className="gap">
        <Button
          size="small"
          icon={<PlusOutlined />}
          onClick={() => set({ ...member, incomes: [...incomes, { months: 1 }] })}
        >
          {t('benefit.addIncome')}
        </Button>
      </p>
    </div>
  );
};

const Expense = ({
  expense,
  people,
  set,
  remove,
  word,
  nameOf,
  failed,
}: Around & {
  readonly expense: ExpenseDraft;
  readonly people: readonly string[];
  readonly set: (expense: ExpenseDraft) => void;
  readonly remove: () => void;
}) => {
  const { t } = useTranslation();
  return (
    <div className="form-part">
      <div className="form-item-head">
        <span className="form-title">{expense.kind === undefined ? t('benefit.expenseKind') : word(expense.kind)}</span>
        <Button type="text" danger icon={<DeleteOutlined />} aria-label={t('benefit.remove')} onClick={remove} />
      </div>
      <div className="form-grid">
        <Pick
          label={t('benefit.expenseKind')}
          value={expense.kind}
          set={(kind) => set({ ...expense, kind })}
          options={expenseKinds.map((kind) => ({ value: kind, label: word(kind) }))}
          missing={failed && expense.kind === undefined}
        />
        <Pick
          clear
          label={t('benefit.whose')}
          value={expense.personId}
          set={(personId) => set({ ...expense, personId })}
          options={people.map((personId) => ({ value: personId, label: nameOf(personId) }))}
        />
        <Money
          label={t('benefit.amount')}
          value={expense.amountFen}
          set={(amountFen) => set({ ...expense, amountFen })}
          missing={failed && expense.amountFen === undefined}
        />
        <Whole
          label={t('benefit.months')}
          max={12}
          value={expense.months}
          set={(months) => set({ ...expense, months })}
          missing={failed && expense.months === undefined}
        />
      </div>
    </div>
  );
};

/** Members with their income and spending, as the arithmetic of the household schemes takes it. */
export const HouseholdFields = ({
  household,
  set,
  ...around
}: Around & { readonly household: HouseholdDraft; readonly set: (household: HouseholdDraft) => void }) => {
  const { t } = useTranslation();
  const { members, expenses } = household;
  return (
    <>
      <fieldset className="form-set">
        <legend>{t('benefit.members')}</legend>
        {members.map((member, index) => (
          <Member
            key={member.personId}
            {...around}
            member={member}
            set={(changed) => set({ ...household, members: members.map((one, at) => (at === index ? changed : one)) })}
          />
        ))}
      </fieldset>
      <fieldset className="form-set">
        <legend>{t('benefit.expenses')}</legend>
        {expenses.map((expense, index) => (
          <Expense
            key={index}
            {...around}
            people={members.map(({ personId }) => personId)}
            expense={expense}
            set={(changed) =>
              set({ ...household, expenses: expenses.map((one, at) => (at === index ? changed : one)) })
            }
            remove={() => set({ ...household, expenses: expenses.filter((_, at) => at !== index) })}
          />
        ))}
        <p className="gap">
          <Button
            size="small"
            icon={<PlusOutlined />}
            onClick={() => set({ ...household, expenses: [...expenses, { months: 1 }] })}
          >
            {t('benefit.addExpense')}
          </Button>
        </p>
      </fieldset>
      <div className="form-grid">
        <Day
          month
          label={t('benefit.incomeMonth')}
          value={household.incomeMonth}
          set={(incomeMonth) => set({ ...household, incomeMonth })}
          missing={around.failed && household.incomeMonth === undefined}
        />
        <Form.Item layout="vertical" label=" " colon={false}>
          <Checkbox
            checked={household.assetsWithinRule === true}
            onChange={({ target }) => set({ ...household, assetsWithinRule: target.checked })}
          >
            {t('benefit.assets')}
          </Checkbox>
        </Form.Item>
      </div>
    </>
  );
};
