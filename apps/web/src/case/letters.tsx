import { useTranslation } from 'react-i18next';
import { useHistory } from '../api/queries';
import type { CaseTypeDescription } from '../api/types';
import { dayOf } from '../format';
import { useLabel } from '../i18n';
import '../letters/text';
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
  const events = (history.data?.events ?? []).filter(({ ofClock }) => ofClock !== true);
  const happened = new Set(events.map(({ type }) => type));
  const ready = described.letters.flatMap((letter) =>
    events.filter(({ type }) => type === letter.after).map((event) => ({ letter, event })),
  );
  const notYet = described.letters.filter(({ after }) => !happened.has(after));
  return (
    <Panel title={t('case.tabs.letters')}>
      <ProblemNote error={history.error} retry={() => void history.refetch()} />
      {ready.length === 0 ? <p className="quiet">{t('letters.none')}</p> : null}
      <ul className="letter-list">
        {ready.map(({ letter, event }) => (
          <li key={`${letter.id}-${event.version}`}>
            <span>
              <b>{label(letter.label, letter.id)}</b>
              <span className="row-sub">
                {t('letters.onDay', { day: dayOf(event.occurredAt) })}
                {letter.delivered === true ? ` · ${t('letters.withReceipt')}` : null}
              </span>
            </span>
            <LinkButton to={`/cases/${caseId}/letters/${letter.id}?version=${event.version}`}>
              {t('letters.open')}
            </LinkButton>
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
