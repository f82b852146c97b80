import { useTranslation } from 'react-i18next';
import type { BenefitCalculation } from '#rules';
import { shownMoney } from '../../format';
import { useLabel } from '../../i18n';

/** A calculation line by line: what, for whom, how much, by which rule. */
export const CalculationTable = ({
  calculation,
  nameOf,
}: {
  readonly calculation: BenefitCalculation;
  readonly nameOf: (personId: string) => string;
}) => {
  const { t } = useTranslation();
  const label = useLabel();
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{t('calculation.item')}</th>
          <th>{t('calculation.person')}</th>
          <th className="right">{t('calculation.amount')}</th>
          <th>{t('calculation.article')}</th>
        </tr>
      </thead>
      <tbody>
        {calculation.lines.map((line, index) => (
          <tr key={`${line.item}-${index}`}>
            <td className="lead">{label(line.note, line.item)}</td>
            <td data-label={t('calculation.person')}>
              {line.personId === undefined ? t('calculation.household') : nameOf(line.personId)}
            </td>
            <td className="right" data-label={t('calculation.amount')}>
              {shownMoney(line.amountFen)}
            </td>
            <td data-label={t('calculation.article')}>
              {line.article}
              <span className="row-sub hash">{line.rule}</span>
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td className="lead">{t('calculation.result')}</td>
          <td className="empty" />
          <td className="right" data-label={t('calculation.amount')}>
            {shownMoney(calculation.amountFen)}
          </td>
          <td className="empty" />
        </tr>
      </tfoot>
    </table>
  );
};
