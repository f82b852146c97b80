import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useComparison } from '../api/queries';
import type { CaseTypeDescription, Comparison } from '../api/types';
import { useLabel, useLanguage } from '../i18n';
import { Loading } from '../shell/loading';
import { ProblemNote } from '../shell/problem-note';
import { useStageName } from '../work/case-row';
import { type NameOf, useShownValue } from './values';
import { isShown, lastNameOf, pathInWords } from './value-paths';

interface ChangesProps {
  readonly caseId: string;
  readonly described: CaseTypeDescription;
  readonly nameOf: NameOf;
  /** Versions of the case. */
  readonly from: number;
  readonly to: number;
}

const atFirst = 12;

type Difference = Comparison['differences'][number];

/** A text that is kept in both languages is shown in one. */
export const inLanguage =
  (language: 'zh' | 'en') =>
  ({ path }: Pick<Difference, 'path'>): boolean =>
    !path.endsWith(language === 'zh' ? '.en' : '.zh');

/** What the case holds now that it did not hold then: value by value, before and after. */
export const Changes = ({ caseId, described, nameOf, from, to }: ChangesProps) => {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const shown = useShownValue({ described, nameOf });
  const stageName = useStageName(described);
  const [all, setAll] = useState(false);
  const comparison = useComparison(caseId, from, to);
  if (comparison.isPending) return <Loading />;
  if (comparison.error !== null)
    return <ProblemNote error={comparison.error} retry={() => void comparison.refetch()} />;
  const differences = comparison.data.differences.filter(({ path }) => isShown(path)).filter(inLanguage(language));
  if (differences.length === 0) return <p className="quiet">{t('history.noChange')}</p>;
  const side = (path: string, value: unknown): string => {
    if (value === undefined) return '—';
    if (path === 'own.stage' && typeof value === 'string') return stageName(value);
    if (path.endsWith('.status') && typeof value === 'string') return t(`payments.${value}`, value);
    return shown(lastNameOf(path), value);
  };
  return (
    <>
      <table className="table changes">
        <thead>
          <tr>
            <th>{t('history.field')}</th>
            <th>{t('history.before')}</th>
            <th>{t('history.after')}</th>
          </tr>
        </thead>
        <tbody>
          {differences.slice(0, all ? differences.length : atFirst).map(({ path, change, before, after }) => (
            <tr key={`${path}-${change}`} data-change={change}>
              <td className="lead">{pathInWords(path, described, label)}</td>
              <td data-label={t('history.before')}>{side(path, before?.value)}</td>
              <td data-label={t('history.after')}>{side(path, after?.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {all || differences.length <= atFirst ? null : (
        <Button type="link" onClick={() => setAll(true)}>
          {t('history.allChanges', { count: differences.length })}
        </Button>
      )}
    </>
  );
};
