import { Alert, Select } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useCase } from '../api/queries';
import type { CaseTypeDescription } from '../api/types';
import { shortNumber } from '../format';
import { useLabel } from '../i18n';
import { useFrom } from './from';

/** A case that the new one belongs together with. */
export interface LinkTo {
  readonly caseId: string;
  readonly kind: string;
}

/** Kinds that people choose: what another region reports is linked by the desk. */
const kindsOf = ({ commands }: CaseTypeDescription): readonly string[] =>
  (commands['LinkCase']?.schema.properties?.['kind']?.enum ?? []).filter((kind) => kind !== 'region');

/** What a link is usually called, by the type of the new case and of the one it comes from. */
const usualKind = (type: string, from: string | undefined): string => {
  if (from === 'outreach-lead') return 'lead';
  if (type === 'guardianship-intervention') return 'guardianship';
  return type === 'relief-application' ? 'relief' : 'related';
};

/** The link as it will be made, once the other case is known. */
export const useLinkTo = (type: string, chosenKind: string | undefined): LinkTo | undefined => {
  const from = useFrom();
  const other = useCase(from ?? '', from !== undefined);
  if (from === undefined) return undefined;
  return { caseId: from, kind: chosenKind ?? usualKind(type, other.data?.type) };
};

/** Says from which case the new one comes, and as what they belong together. */
export const LinkedFrom = ({
  link,
  described,
  choose,
}: {
  readonly link: LinkTo;
  readonly described: CaseTypeDescription;
  readonly choose: (kind: string) => void;
}) => {
  const { t } = useTranslation();
  const label = useLabel();
  const id = useId();
  const other = useCase(link.caseId).data;
  return (
    <Alert
      className="gap"
      type="info"
      title={
        <>
          {t('opening.from')}{' '}
          <Link to={`/cases/${link.caseId}`}>
            {other?.title} <span className="number">{shortNumber(link.caseId)}</span>
          </Link>
        </>
      }
      description={
        <span className="person-line">
          <label htmlFor={id}>{t('opening.linkKind')}</label>
          <Select
            id={id}
            value={link.kind}
            onChange={choose}
            options={kindsOf(described).map((kind) => ({ value: kind, label: label(described.values[kind], kind) }))}
            popupMatchSelectWidth={false}
          />
        </span>
      }
    />
  );
};
