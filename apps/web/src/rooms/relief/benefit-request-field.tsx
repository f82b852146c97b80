import type { FieldProps } from '@rjsf/utils';
import { Checkbox } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { selfCareItems } from '#rules/household.js';
import { parentCircumstances } from '#rules/types.js';
import { useHistory } from '../../api/queries';
import { surroundingsOf } from '../../forms/surroundings';
import { useLabel } from '../../i18n';
import { DisabilityFields } from './benefit/disability';
import { type RequestDraft, draftFor } from './benefit/draft';
import { HouseholdFields } from './benefit/household';
import { Money, Pick, Whole } from './benefit/inputs';
import { nameOf, reliefOf } from './state';

type RequestScheme = RequestDraft['scheme'];

const Tick = ({
  text,
  value,
  set,
}: {
  readonly text: string;
  readonly value: boolean | undefined;
  readonly set: (value: boolean) => void;
}) => (
  <p className="gap">
    <Checkbox checked={value === true} onChange={({ target }) => set(target.checked)}>
      {text}
    </Checkbox>
  </p>
);

const Fields = ({
  draft,
  put,
  word,
  personName,
  failed,
}: {
  readonly draft: RequestDraft;
  readonly put: (draft: RequestDraft) => void;
  readonly word: (value: string) => string;
  readonly personName: (personId: string) => string;
  readonly failed: boolean;
}) => {
  const { t } = useTranslation();
  switch (draft.scheme) {
    case 'dibao':
    case 'nearThreshold':
    case 'rigidExpenditure':
      return (
        <HouseholdFields
          household={draft.household}
          set={(household) => put({ ...draft, household })}
          word={word}
          nameOf={personName}
          failed={failed}
        />
      );
    case 'destituteSupport':
      return (
        <>
          <Tick
            text={t('benefit.unableToWork')}
            value={draft.unableToWork}
            set={(unableToWork) => put({ ...draft, unableToWork })}
          />
          <Tick
            text={t('benefit.withoutIncome')}
            value={draft.withoutIncome}
            set={(withoutIncome) => put({ ...draft, withoutIncome })}
          />
          <Tick
            text={t('benefit.withoutSupporter')}
            value={draft.withoutSupporter}
            set={(withoutSupporter) => put({ ...draft, withoutSupporter })}
          />
          <fieldset className="form-set">
            <legend>{t('benefit.selfCare')}</legend>
            {selfCareItems.map((item) => (
              <Tick
                key={item}
                text={t(`benefit.care.${item}`)}
                value={draft.selfCare[item]}
                set={(able) => put({ ...draft, selfCare: { ...draft.selfCare, [item]: able } })}
              />
            ))}
          </fieldset>
          <Pick
            label={t('benefit.form')}
            value={draft.form}
            set={(form) => put({ ...draft, form })}
            options={(['institution', 'dispersed'] as const).map((form) => ({ value: form, label: word(form) }))}
            missing={failed && draft.form === undefined}
          />
        </>
      );
    case 'temporaryRelief':
      return (
        <div className="form-grid">
          <Whole
            label={t('benefit.persons')}
            max={30}
            value={draft.persons}
            set={(persons) => put({ ...draft, persons })}
            missing={failed && draft.persons === undefined}
          />
          <Money
            label={t('benefit.perCapita')}
            value={draft.perCapitaIncomeFen}
            set={(perCapitaIncomeFen) => put({ ...draft, perCapitaIncomeFen })}
            missing={failed && draft.perCapitaIncomeFen === undefined}
          />
          <Money
            label={t('benefit.spending')}
            value={draft.necessarySpendingFen}
            set={(necessarySpendingFen) => put({ ...draft, necessarySpendingFen })}
            missing={failed && draft.necessarySpendingFen === undefined}
          />
          <Money
            label={t('benefit.alreadyPaid')}
            value={draft.alreadyPaidFen}
            set={(alreadyPaidFen) => put({ ...draft, alreadyPaidFen })}
            missing={failed && draft.alreadyPaidFen === undefined}
          />
        </div>
      );
    case 'disabilityAllowance':
      return (
        <>
          <DisabilityFields
            value={draft.disability}
            set={(disability) => put({ ...draft, disability })}
            word={word}
            failed={failed}
          />
          <Tick
            text={t('benefit.lowIncome')}
            value={draft.lowIncome}
            set={(lowIncome) => put({ ...draft, lowIncome })}
          />
          <Tick
            text={t('benefit.otherCare')}
            value={draft.otherCareBenefit}
            set={(otherCareBenefit) => put({ ...draft, otherCareBenefit })}
          />
        </>
      );
    case 'childBenefit':
      return (
        <div className="form-grid form-grid-3">
          {draft.parents.map((parent, index) => (
            <Pick
              key={index}
              label={t(index === 0 ? 'benefit.father' : 'benefit.mother')}
              value={parent}
              set={(chosen) => put({ ...draft, parents: draft.parents.with(index, chosen) })}
              options={parentCircumstances.map((one) => ({ value: one, label: word(one) }))}
              missing={failed && parent === undefined}
            />
          ))}
          <Pick
            label={t('benefit.upbringing')}
            value={draft.form}
            set={(form) => put({ ...draft, form })}
            options={(['institution', 'dispersed'] as const).map((form) => ({ value: form, label: word(form) }))}
            missing={failed && draft.form === undefined}
          />
        </div>
      );
    default:
      return draft satisfies never;
  }
};

/** What the arithmetic is asked with, by the scheme of the case; starts from the last calculation. */
export const BenefitRequestField = (props: FieldProps<RequestDraft>) => {
  const { t } = useTranslation();
  const label = useLabel();
  const { formData, onChange, fieldPathId, errorSchema } = props;
  const { caseFile, described } = surroundingsOf(props);
  const history = useHistory(caseFile?.caseId ?? '', caseFile !== undefined);
  const last = history.data?.events.findLast(({ type }) => type === 'BenefitCalculated')?.data['request'];
  const begun = formData?.scheme !== undefined;
  useEffect(() => {
    if (caseFile === undefined || history.isPending || begun) return;
    onChange(
      draftFor(reliefOf(caseFile), caseFile.scheme as RequestScheme, last as RequestDraft | undefined),
      fieldPathId.path,
    );
  });
  if (caseFile === undefined || formData?.scheme === undefined) return null;
  const relief = reliefOf(caseFile);
  return (
    <>
      {last === undefined ? null : <p className="notice-box">{t('benefit.copied')}</p>}
      <Fields
        draft={formData}
        put={(draft) => onChange(draft, fieldPathId.path)}
        word={(value) => label(described.values[value], value)}
        personName={(personId) => nameOf(relief, personId)}
        failed={errorSchema !== undefined && Object.keys(errorSchema).length > 0}
      />
    </>
  );
};
