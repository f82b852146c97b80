import { useTranslation } from 'react-i18next';
import type { CaseFile, CaseTypeDescription } from '../api/types';
import { sharedOf } from '../forms/choices';
import { shortNumber, shownInstant } from '../format';
import { useLabel } from '../i18n';
import { useRuleSetName } from '../i18n/rule-set';
import { Fact } from '../shell/fact';
import type { SetBy } from './api';

/** Who did it: a person in a role, or the system. */
export const useActorName = () => {
  const { t } = useTranslation();
  return ({ actor }: Pick<SetBy, 'actor'>): string =>
    actor.role === 'system'
      ? t('roles.system')
      : t('history.by', { name: actor.name, role: t(`roles.${actor.role}`, actor.role) });
};

/** The event that set a value, in one line. */
export const SetByLine = ({ setBy, described }: { readonly setBy: SetBy; readonly described: CaseTypeDescription }) => {
  const { t } = useTranslation();
  const label = useLabel();
  const actorName = useActorName();
  return (
    <>
      {label(described.events[setBy.type]?.label, setBy.type)}
      {setBy.correction ? <span className="mark">{t('auditing.values.correction')}</span> : null}
      <span className="row-sub">
        {actorName(setBy)} · <span className="number">{shownInstant(setBy.occurredAt)}</span>
      </span>
    </>
  );
};

/** Everything that is known of how a value came about. */
export const SetByFacts = ({
  setBy,
  caseFile,
  described,
}: {
  readonly setBy: SetBy;
  readonly caseFile: CaseFile;
  readonly described: CaseTypeDescription;
}) => {
  const { t } = useTranslation();
  const label = useLabel();
  const actorName = useActorName();
  const ruleSetName = useRuleSetName();
  const { evidence } = sharedOf(caseFile);
  const evidenceName = (id: string): string =>
    evidence.find(({ evidenceId }) => evidenceId === id)?.name ?? shortNumber(id);
  return (
    <dl className="facts small">
      <Fact name={t('auditing.values.event')}>
        {label(described.events[setBy.type]?.label, setBy.type)} · {t('history.entry')} {setBy.version}
      </Fact>
      <Fact name={t('history.actor')}>{actorName(setBy)}</Fact>
      <Fact name={t('column.office')}>{label(setBy.actor.officeName)}</Fact>
      <Fact name={t('history.occurred')}>{shownInstant(setBy.occurredAt)}</Fact>
      <Fact name={t('history.recorded')}>{shownInstant(setBy.recordedAt)}</Fact>
      <Fact name={t('case.ruleSet')}>{ruleSetName(setBy.ruleSet) ?? t('none')}</Fact>
      <Fact name={t('case.evidence')}>
        {setBy.evidence.length === 0 ? t('none') : setBy.evidence.map(evidenceName).join(t('separator'))}
      </Fact>
    </dl>
  );
};
