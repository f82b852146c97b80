import { Button, Input } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseFile, CaseTypeDescription } from '../api/types';
import { inLanguage } from '../case/changes';
import { isShown, lastNameOf, pathInWords } from '../case/value-paths';
import type { NameOf } from '../case/values';
import { useLabel, useLanguage } from '../i18n';
import { Loading } from '../shell/loading';
import { Panel } from '../shell/panel';
import { ProblemNote } from '../shell/problem-note';
import type { Moment, SetValue } from './api';
import { useProvenance } from './queries';
import { SetByFacts, SetByLine } from './set-by';
import { useStateValue } from './state-value';

interface ValuesProps {
  readonly caseFile: CaseFile;
  readonly described: CaseTypeDescription;
  readonly nameOf: NameOf;
  readonly moment: Moment;
}

const atFirst = 40;

interface RowProps extends Omit<ValuesProps, 'moment' | 'nameOf'> {
  readonly value: SetValue;
  readonly words: string;
  readonly text: string;
}

const Row = ({ value: { setBy, corrections }, words, text, caseFile, described }: RowProps) => {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <tr>
        <td className="lead">{words}</td>
        <td data-label={t('auditing.values.value')}>{text}</td>
        <td data-label={t('auditing.values.setBy')}>
          <span>
            {setBy === undefined ? t('auditing.values.initial') : <SetByLine setBy={setBy} described={described} />}
          </span>
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
      {open && setBy !== undefined ? (
        <tr className="row-detail">
          <td colSpan={4}>
            <SetByFacts setBy={setBy} caseFile={caseFile} described={described} />
            {corrections.map((correction) => (
              <div key={correction.setBy.version}>
                <h3>{t('auditing.values.corrected')}</h3>
                <p>{[correction.correction, correction.reason].filter(Boolean).join(' · ')}</p>
                <SetByFacts setBy={correction.setBy} caseFile={caseFile} described={described} />
              </div>
            ))}
          </td>
        </tr>
      ) : null}
    </>
  );
};

/** Every value of the case at the moment, with the event that set it. */
export const ValuesPanel = ({ caseFile, described, nameOf, moment }: ValuesProps) => {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const shown = useStateValue({ described, nameOf });
  const [typed, setTyped] = useState('');
  const [all, setAll] = useState(false);
  const sought = useDeferredValue(typed.trim());
  const provenance = useProvenance(caseFile.caseId, moment);
  const rows = (provenance.data?.values ?? [])
    .filter(({ path }) => isShown(path) && inLanguage(language)({ path }))
    .map((value) => ({
      value,
      words: pathInWords(value.path, described, label),
      text: shown(lastNameOf(value.path), value.value),
    }))
    .filter(({ words, text }) => sought === '' || words.includes(sought) || text.includes(sought));
  return (
    <Panel title={t('auditing.values.title')}>
      <label className="field">
        {t('auditing.values.find')}
        <Input value={typed} allowClear onChange={({ target }) => setTyped(target.value)} />
      </label>
      <ProblemNote error={provenance.error} retry={() => void provenance.refetch()} />
      {provenance.isPending ? <Loading /> : null}
      <p className="quiet small" role="status">
        {provenance.isSuccess ? t('auditing.values.count', { count: rows.length }) : null}
      </p>
      {rows.length === 0 ? null : (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('auditing.values.field')}</th>
              <th scope="col">{t('auditing.values.value')}</th>
              <th scope="col">{t('auditing.values.setBy')}</th>
              <th scope="col">
                <span className="hidden-text">{t('auditing.values.origin')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, all ? rows.length : atFirst).map((row) => (
              <Row key={row.value.path} {...row} caseFile={caseFile} described={described} />
            ))}
          </tbody>
        </table>
      )}
      {all || rows.length <= atFirst ? null : (
        <Button type="link" onClick={() => setAll(true)}>
          {t('history.allChanges', { count: rows.length })}
        </Button>
      )}
    </Panel>
  );
};
