import type { FieldProps } from '@rjsf/utils';
import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Field } from '../../forms/field';
import { surroundingsOf } from '../../forms/surroundings';

interface Applicant {
  readonly personId: string;
  readonly name?: string;
  readonly phone?: string;
  readonly address?: string;
}

/** The applicant comes from the registry; only what may differ for this application is typed. */
export const ApplicantField = (props: FieldProps<Applicant>) => {
  const { t } = useTranslation();
  const { applicant } = surroundingsOf(props);
  const { formData, onChange, fieldPathId } = props;
  if (formData === undefined || applicant === undefined) return null;
  const set = (change: Partial<Applicant>) => onChange({ ...formData, ...change }, fieldPathId.path);
  return (
    <fieldset className="form-part">
      <legend>{t('case.applicant')}</legend>
      <p className="person-line gap">
        <b>{applicant.name}</b>
        <span className="number">{applicant.idNumberMasked}</span>
        <span className="quiet">{applicant.hukou?.region}</span>
      </p>
      <div className="form-grid">
        <Field label={t('people.phone')} id="applicant-phone">
          <Input
            id="applicant-phone"
            inputMode="tel"
            value={formData.phone ?? ''}
            placeholder={applicant.phoneMasked ?? ''}
            onChange={({ target }) => set({ phone: target.value === '' ? undefined : target.value })}
          />
        </Field>
        <Field label={t('people.address')} id="applicant-address">
          <Input
            id="applicant-address"
            value={formData.address ?? ''}
            onChange={({ target }) => set({ address: target.value === '' ? undefined : target.value })}
          />
        </Field>
      </div>
    </fieldset>
  );
};
