import { useTranslation } from 'react-i18next';
import { useHistory } from '../../api/queries';
import type { CaseTypeDescription, HistoryEvent } from '../../api/types';
import { ValueTree } from '../../case/values';
import { shownInstant } from '../../format';
import { useLabel } from '../../i18n';
import { Panel } from '../../shell/panel';
import type { FileProps } from '../room';
import { personsOf } from './state';

const Persons = ({ caseFile }: FileProps) => {
  const { t } = useTranslation();
  const persons = personsOf(caseFile);
  return persons.length === 0 ? null : (
    <Panel title={t('case.people')} end={<span className="quiet">{t('case.persons', { count: persons.length })}</span>}>
      <p className="person-line">
        {persons.map(({ personId, name }) => (
          <b key={personId}>{name}</b>
        ))}
      </p>
    </Panel>
  );
};

/** Shared acts have panels of their own beside the file. */
const isOfProcedure = (
  described: CaseTypeDescription,
  { type, milestone, version, data, ofClock }: HistoryEvent,
): boolean =>
  ofClock !== true &&
  (milestone || version === 1) &&
  described.events[type] !== undefined &&
  Object.keys(data).length > 0;

const Findings = ({ caseFile, described, nameOf }: FileProps) => {
  const { t } = useTranslation();
  const label = useLabel();
  const events = useHistory(caseFile.caseId).data?.events ?? [];
  const shown = events.filter((event) => isOfProcedure(described, event));
  return shown.length === 0 ? null : (
    <Panel title={t('case.findings')}>
      <ol className="findings">
        {[...shown].reverse().map((event) => (
          <li key={event.position}>
            <h3>
              {label(described.events[event.type]?.label, event.type)}
              <span className="quiet small number">
                {shownInstant(event.occurredAt)} ·{' '}
                {event.actor.role === 'system' ? t('roles.system') : event.actor.name}
              </span>
            </h3>
            <ValueTree fields={event.data} described={described} nameOf={nameOf} />
          </li>
        ))}
      </ol>
    </Panel>
  );
};

/** The file of a case whose room has no panels: its people, and what its milestones say. */
export const OtherPanels = (props: FileProps) => (
  <>
    <Persons {...props} />
    <Findings {...props} />
  </>
);
