import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CaseFile, CaseTypeDescription, CommandPermission } from '../api/types';
import { sharedActs, sharedChoices } from '../forms/choices';
import { useLabel, useLanguage } from '../i18n';
import { roomOf } from '../rooms';
import { Panel } from '../shell/panel';
import { rolesFor, useStageName } from '../work/case-row';
import { StartFrom } from './start-from';

interface ActsProps {
  readonly caseFile: CaseFile;
  readonly described: CaseTypeDescription;
  readonly choose: (command: string) => void;
}

/** Roles of people who may issue a command in some stage; empty when only the desk itself issues it. */
const peopleFor = (described: CaseTypeDescription, command: string): readonly string[] =>
  [...new Set(described.stages.flatMap(({ stage }) => rolesFor(described, stage, command)))].filter(
    (role) => role !== 'system',
  );

/** Acts of the case that people do, split by whether the viewer may do them now. */
const useActs = ({ caseFile, described }: ActsProps) => {
  const language = useLanguage();
  const room = roomOf(caseFile.type);
  // An act on something the case does not hold (an objection, a means test) has nothing to choose from.
  const hasObject = (command: string): boolean => {
    const choices = {
      ...sharedChoices(command, caseFile, described, language),
      ...room.choices(command, { caseFile, described, language }),
    };
    const required = described.commands[command]?.schema.required ?? [];
    return required.every((field) => choices[field]?.length !== 0);
  };
  const acts = caseFile.commands
    .filter(({ type }) => !described.opening.includes(type) && peopleFor(described, type).length > 0)
    .map((act): CommandPermission =>
      act.allowed && !hasObject(act.type) ? { ...act, allowed: false, reason: 'nothing-to-choose' } : act,
    );
  return { allowed: acts.filter((act) => act.allowed), blocked: acts.filter((act) => !act.allowed) };
};

/** The normal next step: a button for whoever may take it, or whose it is. */
export const NextStep = (props: ActsProps) => {
  const { caseFile, described, choose } = props;
  const { t } = useTranslation();
  const label = useLabel();
  const { allowed } = useActs(props);
  const next = caseFile.nextStep;
  if (next === undefined) return null;
  const name = label(described.commands[next]?.label, next);
  const roles = rolesFor(described, caseFile.stage, next).filter((role) => role !== 'system');
  return (
    <section className="panel panel-body next-step" aria-label={t('case.nextIs', { step: name })}>
      {allowed.some(({ type }) => type === next) ? (
        <>
          <p className="quiet small">{t('work.nextStep')}</p>
          <Button type="primary" size="large" block onClick={() => choose(next)}>
            {name}
          </Button>
        </>
      ) : (
        <>
          <b>{t('case.nextIs', { step: name })}</b>
          <p className="quiet small">
            {t('case.nextBy', { roles: roles.map((role) => t(`roles.${role}`, role)).join(t('separator')) })}
          </p>
        </>
      )}
    </section>
  );
};

const Blocked = ({ act, caseFile, described }: ActsProps & { readonly act: CommandPermission }) => {
  const { t } = useTranslation();
  const label = useLabel();
  const stageName = useStageName(described);
  const why = (): string => {
    const here = rolesFor(described, caseFile.stage, act.type);
    switch (act.reason) {
      case 'role-not-allowed':
        return t('case.otherRole', { roles: here.map((role) => t(`roles.${role}`, role)).join(t('separator')) });
      case 'command-not-allowed-in-stage':
        return t('case.otherStage', { stages: (act.stages ?? []).map(stageName).join(t('separator')) });
      case 'nothing-to-choose':
        return t('case.nothingToChoose');
      case undefined:
      default:
        return t(`problem.${act.reason ?? 'malformed'}`);
    }
  };
  return (
    <li>
      {label(described.commands[act.type]?.label, act.type)}
      <small>{why()}</small>
    </li>
  );
};

/** What else may be done now; what may not, with the reason. */
export const Acts = (props: ActsProps) => {
  const { caseFile, described, choose } = props;
  const { t } = useTranslation();
  const label = useLabel();
  const { allowed, blocked } = useActs(props);
  const others = allowed.filter(({ type }) => type !== caseFile.nextStep);
  const buttons = (acts: readonly CommandPermission[]) => (
    <div className="acts">
      {acts.map(({ type }) => (
        <Button key={type} onClick={() => choose(type)}>
          {label(described.commands[type]?.label, type)}
        </Button>
      ))}
    </div>
  );
  const shared = others.filter(({ type }) => sharedActs.includes(type));
  return (
    <Panel title={t('case.acts')}>
      {buttons(others.filter(({ type }) => !sharedActs.includes(type)))}
      {allowed.length === 0 ? <p className="quiet">{t('case.noActs')}</p> : null}
      {shared.length === 0 ? null : (
        <details open={shared.length === others.length}>
          <summary>{t('case.actsOf.shared')}</summary>
          {buttons(shared)}
        </details>
      )}
      <StartFrom caseFile={caseFile} />
      {blocked.length === 0 ? null : (
        <details>
          <summary>{t('case.locked', { count: blocked.length })}</summary>
          <ul className="blocked">
            {blocked.map((act) => (
              <Blocked key={act.type} {...props} act={act} />
            ))}
          </ul>
        </details>
      )}
    </Panel>
  );
};
