import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CaseloadRow, CaseTypeDescription, Me } from '../api/types';
import { shortNumber, shownMoney } from '../format';
import { useLabel } from '../i18n';
import { LinkButton } from '../shell/link-button';
import { Due } from './due';

/** Who may take a step in a stage, by the stage table. */
export const rolesFor = (
  described: CaseTypeDescription | undefined,
  stage: string,
  command: string,
): readonly string[] => described?.stages.find((row) => row.stage === stage)?.commands[command] ?? [];

export const useStageName = (described: CaseTypeDescription | undefined) => {
  const label = useLabel();
  return (stage: string): string => label(described?.stages.find((row) => row.stage === stage)?.label, stage);
};

/** What kind of case it is; types without kinds go by their own name. */
export const useSchemeName = (described: CaseTypeDescription | undefined) => {
  const label = useLabel();
  return (scheme: string): string => label(described?.values[scheme], label(described?.label, scheme));
};

export interface CaseRowProps {
  readonly row: CaseloadRow;
  readonly described: CaseTypeDescription | undefined;
}

/** The next step when it is the viewer's to take; otherwise whose it is. */
const MainButton = ({ row, described, me }: CaseRowProps & { readonly me: Me }) => {
  const { t } = useTranslation();
  const label = useLabel();
  const step = row.nextStep ?? undefined;
  const view = <LinkButton to={`/cases/${row.caseId}`}>{t('work.open')}</LinkButton>;
  if (step === undefined) return view;
  const name = label(described?.commands[step]?.label, step);
  const roles = rolesFor(described, row.stage, step);
  if (roles.some((role) => me.roles.includes(role)))
    return (
      <LinkButton type="primary" to={`/cases/${row.caseId}?act=${step}`}>
        {name}
      </LinkButton>
    );
  const other = roles.find((role) => role !== 'system');
  return (
    <>
      <span className="quiet small">
        {name}
        {other === undefined ? null : (
          <span className="row-sub">{t('work.waiting', { roles: t(`roles.${other}`, other) })}</span>
        )}
      </span>
      {view}
    </>
  );
};

/** One case of the worklist: a row on a desktop, a card on a phone. */
export const WorkRow = ({ row, described, me }: CaseRowProps & { readonly me: Me }) => {
  const { t } = useTranslation();
  const label = useLabel();
  const stageName = useStageName(described);
  const schemeName = useSchemeName(described);
  return (
    <li className="row row-work">
      <div className="row-main">
        <Link className="row-name" to={`/cases/${row.caseId}`}>
          {row.title ?? label(described?.label, shortNumber(row.caseId))}
        </Link>
        {row.title === undefined ? null : <span className="row-sub">{schemeName(row.scheme)}</span>}
      </div>
      <div className="row-side">
        <Due dueOn={row.dueOn} overdue={row.overdue} provisional={row.provisional} />
      </div>
      <div className="row-rest">
        {stageName(row.stage)}
        {row.amountFen === undefined || row.amountFen === null ? null : (
          <span className="row-sub number">{shownMoney(row.amountFen)}</span>
        )}
      </div>
      <div className="row-rest quiet small">
        {label((row.area ?? row.office).name)} · {row.assignee?.name ?? t('case.unassigned')}
        <span className="row-sub number">{shortNumber(row.caseId)}</span>
      </div>
      <div className="row-end">
        <MainButton row={row} described={described} me={me} />
      </div>
    </li>
  );
};

/** One case of a search. */
export const FoundRow = ({ row, described }: CaseRowProps) => {
  const { t } = useTranslation();
  const label = useLabel();
  const stageName = useStageName(described);
  const schemeName = useSchemeName(described);
  return (
    <li className="row row-case">
      <div className="row-main">
        <Link className="row-name" to={`/cases/${row.caseId}`}>
          {row.title ?? label(described?.label, shortNumber(row.caseId))}
        </Link>
        <span className="row-sub">
          {row.title === undefined ? null : `${schemeName(row.scheme)} · `}
          <span className="number">{shortNumber(row.caseId)}</span>
        </span>
      </div>
      <div className="row-side">
        {row.open ? (
          <Due dueOn={row.dueOn} overdue={row.overdue} provisional={row.provisional} />
        ) : (
          <span className="mark">{t('caseload.closed')}</span>
        )}
      </div>
      <div className="row-rest">
        {stageName(row.stage)}
        <span className="row-sub number">{row.openedOn}</span>
      </div>
      <div className="row-rest">
        {label((row.area ?? row.office).name)}
        <span className="row-sub">
          {label(row.office.name)} · {row.assignee?.name ?? t('case.unassigned')}
        </span>
      </div>
      <div className="row-rest number">
        {row.amountFen === undefined || row.amountFen === null ? '' : shownMoney(row.amountFen)}
      </div>
    </li>
  );
};
