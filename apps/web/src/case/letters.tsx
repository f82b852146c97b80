import { useTranslation } from 'react-i18next';
import { useHistory } from '../api/queries';
import type { CaseTypeDescription } from '../api/types';
import { useLabel } from '../i18n';
import { LinkButton } from '../shell/link-button';
import { Loading } from '../shell/loading';
import { Panel } from '../shell/panel';
import { ProblemNote } from '../shell/problem-note';

/** The letters that can be printed from the case as it stands. */
export const Letters = ({
  caseId,
  described,
}: {
  readonly caseId: string;
  readonly described: CaseTypeDescription;
}) => {
  const { t } = useTranslation();
  const label = useLabel();
  const history = useHistory(caseId);
  if (history.isPending) return <Loading />;
  const happened = new Set(history.data?.events.map(({ type }) => type));
  const ready = described.letters.filter(({ after }) => happened.has(after));
  const notYet = described.letters.filter(({ after }) => !happened.has(after));
  return (
    <Panel title={t('case.tabs.letters')}>
      <ProblemNote error={history.error} retry={() => void history.refetch()} />
      {ready.length === 0 ? <p className="quiet">{t('letters.none')}</p> : null}
      <ul className="letter-list">
        {ready.map(({ id, label: name }) => (
          <li key={id}>
            <b>{label(name, id)}</b>
            <LinkButton to={`/cases/${caseId}/letters/${id}`}>{t('letters.open')}</LinkButton>
          </li>
        ))}
      </ul>
      {notYet.length === 0 ? null : (
        <details>
          <summary>{t('letters.notYet')}</summary>
          <ul className="blocked">
            {notYet.map(({ id, label: name, after }) => (
              <li key={id}>
                {label(name, id)}
                <small>{t('letters.after', { event: label(described.events[after]?.label, after) })}</small>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Panel>
  );
};
