import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useCaseTypes } from '../api/queries';
import type { CaseFile, CaseTypeDescription } from '../api/types';
import { EvidencePanel } from '../evidence/evidence-panel';
import { sharedOf } from '../forms/choices';
import { shortNumber, shownInstant } from '../format';
import { useLabel } from '../i18n';
import { Panel } from '../shell/panel';
import type { NameOf } from './values';

interface Props {
  readonly caseFile: CaseFile;
  readonly described: CaseTypeDescription;
  readonly nameOf: NameOf;
}

const supervisionTone = { issued: 'red', answered: 'amber', closed: 'green' } as const;

const Supervisions = ({ caseFile, described }: Props) => {
  const { t } = useTranslation();
  const label = useLabel();
  const { supervisions } = sharedOf(caseFile);
  if (supervisions.length === 0) return null;
  return (
    <Panel title={t('case.supervisions')}>
      <ul className="value-list">
        {supervisions.map(({ supervisionId, text, answerBy, state, answer, remark }) => (
          <li key={supervisionId}>
            <span className="mark" data-tone={supervisionTone[state]}>
              {t(`case.supervision.${state}`)}
            </span>{' '}
            {text}
            <span className="row-sub">{t('case.answerBy', { day: answerBy })}</span>
            {answer === undefined ? null : (
              <p>
                <span className="quiet">{label(described.events['SupervisionAnswered']?.label)}</span> {answer}
              </p>
            )}
            {remark === undefined ? null : (
              <p>
                <span className="quiet">{label(described.events['SupervisionVerified']?.label)}</span> {remark}
              </p>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
};

const Conferences = ({ caseFile, nameOf }: Props) => {
  const { t } = useTranslation();
  const { conferences } = sharedOf(caseFile);
  if (conferences.length === 0) return null;
  return (
    <Panel title={t('case.conferences')}>
      <ul className="value-list">
        {conferences.map(({ conferenceId, topic, on, members, resolution }) => (
          <li key={conferenceId}>
            <b>{topic}</b> <span className="number quiet">{on}</span>
            <span className="row-sub">{members.map((member) => nameOf(member) ?? member).join(t('separator'))}</span>
            {resolution === undefined ? null : <p>{resolution}</p>}
          </li>
        ))}
      </ul>
    </Panel>
  );
};

const Links = ({ caseFile, described }: Props) => {
  const { t } = useTranslation();
  const label = useLabel();
  const types = useCaseTypes();
  const { links = [] } = caseFile;
  if (links.length === 0) return null;
  return (
    <Panel title={t('case.links')}>
      <ul className="value-list">
        {links.map(({ caseId, kind, region, case: row }) => (
          <li key={`${caseId}-${kind}`}>
            {row === undefined ? (
              <span className="number">{shortNumber(caseId)}</span>
            ) : (
              <Link to={`/cases/${caseId}`}>{row.title ?? shortNumber(caseId)}</Link>
            )}{' '}
            <span className="mark">{label(described.values[kind], kind)}</span>
            <span className="row-sub">{region ?? label(types[row?.type ?? '']?.label)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
};

const Notes = ({ caseFile, nameOf }: Props) => {
  const { t } = useTranslation();
  const { notes } = sharedOf(caseFile);
  if (notes.length === 0) return null;
  return (
    <Panel title={t('case.notes')}>
      <ul className="value-list">
        {[...notes].reverse().map(({ text, by, at }) => (
          <li key={`${at}-${by}`}>
            {text}
            <span className="row-sub">
              {nameOf(by) ?? by} · {shownInstant(at)}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
};

/** What every case carries beside the file of its own type. */
export const SharedPanels = (props: Props) => (
  <>
    <Supervisions {...props} />
    <EvidencePanel {...props} />
    <Conferences {...props} />
    <Links {...props} />
    <Notes {...props} />
  </>
);
