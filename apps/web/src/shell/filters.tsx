import { Button, DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { type Query, withQuery } from '../api/client';
import { useCaseTypes, useOffices } from '../api/queries';
import { today } from '../format';
import { useLabel } from '../i18n';

export interface Choosing {
  readonly value: string | undefined;
  readonly choose: (value: string | undefined) => void;
}

export const TypeFilter = ({ value, choose }: Choosing) => {
  const { t } = useTranslation();
  const label = useLabel();
  return (
    <label>
      {t('filter.type')}
      <Select
        allowClear
        placeholder={t('all')}
        value={value}
        onChange={(type?: string) => choose(type)}
        options={Object.values(useCaseTypes()).map(({ type, label: name }) => ({
          value: type,
          label: label(name, type),
        }))}
      />
    </label>
  );
};

/** An office stands for everything under it. */
export const OfficeFilter = ({ value, choose }: Choosing) => {
  const { t } = useTranslation();
  const label = useLabel();
  const offices = useOffices().data?.rows ?? [];
  return (
    <label>
      {t('filter.office')}
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('all')}
        value={value}
        onChange={(office?: string) => choose(office)}
        options={offices.map(({ officeId, name }) => ({ value: officeId, label: label(name) }))}
      />
    </label>
  );
};

export const natures = ['statutory', 'local', 'internal'] as const;

export const NatureFilter = ({ value, choose }: Choosing) => {
  const { t } = useTranslation();
  return (
    <label>
      {t('filter.nature')}
      <Select
        allowClear
        placeholder={t('all')}
        value={value}
        onChange={(nature?: string) => choose(nature)}
        options={natures.map((nature) => ({ value: nature, label: t(`clock.${nature}`) }))}
      />
    </label>
  );
};

/** The day whose end is looked at; none is the present. */
export const AsOfFilter = ({ value, choose }: Choosing) => {
  const { t } = useTranslation();
  return (
    <label>
      {t('filter.asOf')}
      <DatePicker
        value={value === undefined ? null : dayjs(value)}
        placeholder={t('filter.now')}
        disabledDate={(day) => day.format('YYYY-MM-DD') > today()}
        onChange={(day: dayjs.Dayjs | null) => choose(dayOrNow(day))}
      />
    </label>
  );
};

const dayOrNow = (day: dayjs.Dayjs | null): string | undefined => {
  const chosen = day?.format('YYYY-MM-DD');
  return chosen === today() ? undefined : chosen;
};

/** Says that what is shown is not the present. */
export const PastMark = ({ asOf, leave }: { readonly asOf: string | undefined; readonly leave: () => void }) => {
  const { t } = useTranslation();
  if (asOf === undefined) return null;
  return (
    <div className="past-mark" role="status">
      <span>
        <b>{t('past.title', { day: asOf })}</b> {t('past.text')}
      </span>
      <Button size="small" onClick={leave}>
        {t('past.leave')}
      </Button>
    </div>
  );
};

/** The same question, answered as a file. */
export const CsvLink = ({ path, query }: { readonly path: string; readonly query: Query }) => {
  const { t } = useTranslation();
  return (
    <Button href={withQuery(path, { ...query, format: 'csv' })} download>
      {t('csv')}
    </Button>
  );
};
