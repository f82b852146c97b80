import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { OfficeName, UserName } from '../api/types';
import { shortNumber } from '../format';
import { useLabel } from '../i18n';
import { useKindLabel } from './names';

/** The case of a row: what kind it is and its number, never whom it is about. */
export const CaseCell = ({
  row,
}: {
  readonly row: { readonly caseId: string; readonly type: string; readonly scheme?: string };
}) => {
  const kindLabel = useKindLabel();
  const typeName = kindLabel({ type: row.type });
  const kindName = kindLabel(row);
  return (
    <th scope="row" className="lead">
      <span>
        <Link to={`/cases/${row.caseId}`}>
          {kindName} <span className="number">{shortNumber(row.caseId)}</span>
        </Link>
        {kindName === typeName ? null : <span className="row-sub">{typeName}</span>}
      </span>
    </th>
  );
};

/** The office that has the case, the area it is from, and whose it is. */
export const PlaceCell = ({
  row,
}: {
  readonly row: {
    readonly office: OfficeName;
    readonly area?: OfficeName | undefined;
    readonly assignee?: UserName | undefined;
  };
}) => {
  const { t } = useTranslation();
  const label = useLabel();
  return (
    <td data-label={t('column.office')}>
      <span>
        {label(row.office.name)}
        <span className="row-sub">
          {row.area === undefined ? null : `${label(row.area.name)} · `}
          {row.assignee?.name ?? t('case.unassigned')}
        </span>
      </span>
    </td>
  );
};
