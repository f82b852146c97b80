import { useTranslation } from 'react-i18next';
import { fileOf } from '../rooms/files';
import type { Letter } from '../api/types';
import './letters.css';
import './text';
import { asPrinted } from './punctuation';
import { type LetterProps, type WrittenLetter, useLetter } from './use-letter';

const Signatures = ({ names }: { readonly names: readonly string[] }) => {
  const { i18n } = useTranslation();
  const t = i18n.getFixedT('zh');
  return (
    <ul className="sheet-hands">
      {names.map((name, index) => (
        <li key={index}>
          {asPrinted(`${name}${t('letters.signedBy')}`)}
          <span className="sheet-line" />
          <span className="sheet-when">{t('letters.when')}</span>
        </li>
      ))}
    </ul>
  );
};

const Body = ({ letter, written }: { readonly letter: Letter; readonly written: WrittenLetter }) => {
  const { i18n } = useTranslation();
  const t = i18n.getFixedT('zh');
  const { title, issuer, number, addressee, paragraphs, basis, remedy, day } = written;
  return (
    <>
      <header className="sheet-head">
        {letter.unsealed === true ? null : <p className="sheet-issuer">{issuer}</p>}
        <h1>{title}</h1>
        {number === undefined ? null : <p className="sheet-number">{number}</p>}
      </header>
      {addressee === undefined ? null : <p className="plain">{addressee}</p>}
      {paragraphs.map((paragraph, index) => (
        <p key={index}>{paragraph}</p>
      ))}
      {basis === undefined ? null : <p>{basis}</p>}
      {remedy === undefined ? null : <p className="sheet-remedy">{remedy}</p>}
      <div className="sheet-end">
        {letter.signatures === undefined ? null : <Signatures names={letter.signatures} />}
        {letter.unsealed === true ? null : (
          <p className="signature">
            {issuer}
            {asPrinted(t('letters.signature'))}
            <br />
            {day}
          </p>
        )}
      </div>
    </>
  );
};

const ways = ['direct', 'post', 'left', 'entrusted', 'announced'] as const;

/** The receipt of delivery, filled in by hand by whoever delivers and whoever receives. */
const Receipt = ({ written }: { readonly written: WrittenLetter }) => {
  const { i18n } = useTranslation();
  const t = i18n.getFixedT('zh');
  const rows = [
    ['document', written.title],
    ['number', written.number ?? ''],
    ['receiver', written.addressee?.slice(0, -1) ?? ''],
    ['place', ''],
    ['way', ways.map((way) => `□ ${t(`letters.ways.${way}`)}`).join(' ')],
    ['received', ''],
    ['proxy', ''],
    ['deliveredBy', ''],
    ['refused', ''],
    ['remark', ''],
  ] as const;
  return (
    <article className="sheet" lang="zh">
      <header className="sheet-head">
        <p className="sheet-issuer">{written.issuer}</p>
        <h2>{t('letters.receipt')}</h2>
      </header>
      <table className="sheet-receipt">
        <tbody>
          {rows.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{asPrinted(t(`letters.receiptRows.${name}`))}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </article>
  );
};

/** A letter as it is printed, with its annex and, where it is delivered, the receipt. */
export const Sheets = (props: LetterProps) => {
  const { letter, caseFile, described, events } = props;
  const written = useLetter(props);
  const { Annex } = fileOf(caseFile.type);
  const event = events.at(-1);
  return (
    <>
      <article className="sheet" lang="zh">
        <Body letter={letter} written={written} />
        {event === undefined ? null : <Annex caseFile={caseFile} described={described} event={event} />}
      </article>
      {letter.delivered === true ? <Receipt written={written} /> : null}
    </>
  );
};
