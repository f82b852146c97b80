import { Button } from 'antd';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseFile, CaseTypeDescription } from '../api/types';
import { inLanguage } from '../case/changes';
import { isShown, lastNameOf, pathInWords } from '../case/value-paths';
import type { NameOf } from '../case/values';
import { useLabel, useLanguage } from '../i18n';
import { Loading } from '../shell/loading';
import { ProblemNote } from '../shell/problem-note';
import type { Difference, Moment } from './api';
import { useDifferences } from './queries';
import { SetByFacts, SetByLine } from './set-by';
import { useStateValue } from './state-value';

interface DifferencesProps {
  readonly caseFile: CaseFile;
  readonly described: CaseTypeDescription;
  readonly nameOf: NameOf;
  /** Versions or instants; nothing before the beginning of the case. */
  readonly from: string | undefined;
  readonly to: string;
  readonly by: Moment['by'];
  /** What the two sides are called. */
  readonly sides: readonly [string, string];
}

const atFirst = 20;

const Row = ({
  difference: { path, change, before, after },
  caseFile,
  described,
  nameOf,
  sides,
}: Pick<DifferencesProps, 'caseFile' | 'described' | 'nameOf' | 'sides'> & { readonly difference: Difference }) => {
  const { t } = useTranslation();
  const label = useLabel();
  const shown = useStateValue({ described, nameOf });
  const [open, setOpen] = useState(false);
  const words = pathInWords(path, described, label);
  const side = (given: Difference['before']): string =>
    given?.value === undefined ? '—' : shown(lastNameOf(path), given.value);
  // What is gone was taken away by what came last; what stands before says where it came from.
  const setBy = after?.setBy ?? before?.setBy;
  return (
    <>
      <tr data-change={change}>
        <td className="lead">{words}</td>
        <td data-label={sides[0]} className="before">
          {side(before)}
        </td>
        <td data-label={sides[1]} className="after">
          {side(after)}
        </td>
        <td data-label={t('auditing.values.setBy')}>
          <span>{setBy === undefined ? '—' : <SetByLine setBy={setBy} described={described} />}</span>
        </td>
        <td className="row-act">
          {setBy === undefined ? null : (
            <Button
              type="link"
              size="small"
              aria-expanded={open}
              aria-label={t('auditing.values.whoSet', { field: words })}
              onClick={() => setOpen(!open)}
            >
              {t('auditing.values.origin')}
            </Button>
          )}
        </td>
      </tr>
      {open ? (
        <tr className="row-detail">
          <td colSpan={5}>
            {[before?.setBy, after?.setBy].map((one, index) =>
              one === undefined ? null : (
                <Fragment key={index === 0 ? 'before' : 'after'}>
                  <h3>{sides[index]}</h3>
                  <SetByFacts setBy={one} caseFile={caseFile} described={described} />
                </Fragment>
              ),
            )}
          </td>
        </tr>
      ) : null}
    </>
  );
};

/** Field by field, what a case held at one moment and at another, and which event made it so. */
export const Differences = ({ caseFile, described, nameOf, from, to, by, sides }: DifferencesProps) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const [all, setAll] = useState(false);
  const comparison = useDifferences(caseFile.caseId, from, to, by);
  if (from === undefined) return <p className="quiet">{t('auditing.replay.beginning')}</p>;
  if (comparison.isPending) return <Loading />;
  if (comparison.error !== null)
    return <ProblemNote error={comparison.error} retry={() => void comparison.refetch()} />;
  const differences = comparison.data.differences.filter(({ path }) => isShown(path)).filter(inLanguage(language));
  if (differences.length === 0) return <p className="quiet">{t('auditing.compare.same')}</p>;
  return (
    <>
      <p className="quiet small" role="status">
        {t('auditing.compare.count', { count: differences.length })}
      </p>
      <table className="table differences">
        <thead>
          <tr>
            <th scope="col">{t('auditing.values.field')}</th>
            <th scope="col">{sides[0]}</th>
            <th scope="col">{sides[1]}</th>
            <th scope="col">{t('auditing.values.setBy')}</th>
            <th scope="col">
              <span className="hidden-text">{t('auditing.values.origin')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {differences.slice(0, all ? differences.length : atFirst).map((difference) => (
            <Row
              key={`${difference.path}-${difference.change}`}
              difference={difference}
              caseFile={caseFile}
              described={described}
              nameOf={nameOf}
              sides={sides}
            />
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
