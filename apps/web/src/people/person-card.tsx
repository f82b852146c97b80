import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useCaseTypes } from '../api/queries';
import type { OpenCase, PersonRow } from '../api/types';
import { shortNumber } from '../format';
import { useLabel } from '../i18n';

const CaseLine = ({ open }: { readonly open: OpenCase }) => {
  const { t } = useTranslation();
  const label = useLabel();
  const described = useCaseTypes()[open.type];
  const stage = described?.stages.find((row) => row.stage === open.stage)?.label;
  const scheme = label(described?.values[open.scheme], open.scheme);
  return (
    <li className="person-line">
      {open.caseId === undefined ? (
        <>
          <span>{scheme}</span>
          <span className="quiet">{t('people.elsewhere', { office: label(open.office?.name) })}</span>
        </>
      ) : (
        <>
          <Link to={`/cases/${open.caseId}`}>
            {scheme} {shortNumber(open.caseId)}
          </Link>
          <span className="quiet">{label(stage, open.stage ?? '')}</span>
        </>
      )}
    </li>
  );
};

/** A person of the registry with the cases that are open. */
export const PersonCard = ({ person, children }: { readonly person: PersonRow; readonly children?: ReactNode }) => {
  const { t } = useTranslation();
  return (
    <li className="card">
      <div className="card-head">
        <div>
          <p className="person-line">
            <b className="row-name">{person.name ?? person.alias}</b>
            {person.name === undefined ? <span className="mark">{t('people.unidentified')}</span> : null}
            {person.sex === 'male' || person.sex === 'female' ? <span>{t(`people.${person.sex}`)}</span> : null}
            <span className="number">{person.bornOn}</span>
            {person.deceasedOn === undefined ? null : (
              <span className="mark" data-tone="red">
                {t('people.deceased', { day: person.deceasedOn })}
              </span>
            )}
          </p>
          <p className="person-line quiet small">
            <span className="number">{person.idNumberMasked}</span>
            <span className="number">{person.phoneMasked}</span>
            <span>{person.hukou?.region}</span>
          </p>
        </div>
        <div className="card-act">{children}</div>
      </div>
      {person.openCases.length === 0 ? (
        <p className="quiet small">{t('people.noOpenCases')}</p>
      ) : (
        <div className="open-cases">
          <span className="mark" data-tone="amber">
            {t('people.openCases')} {person.openCases.length}
          </span>
          <ul>
            {person.openCases.map((open, index) => (
              <CaseLine key={open.caseId ?? `${open.scheme}-${index}`} open={open} />
            ))}
          </ul>
        </div>
      )}
    </li>
  );
};
