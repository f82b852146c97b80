import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CaseFile, CaseTypeDescription, CommandPermission } from '../api/types';
import { sharedActs } from '../forms/choices';
import { useLabel } from '../i18n';
import { Panel } from '../shell/panel';
import { rolesFor, useStageName } from '../work/case-row';

/** Roles of people who may issue a command in some stage; empty when only the desk itself issues it. */
const peopleFor = (described: CaseTypeDescription, command: string): readonly string[] =>
  [...new Set(described.stages.flatMap(({ stage }) => rolesFor(described, stage, command)))].filter(
    (role) => role !== 'system',
  );

interface ActsProps {
  readonly caseFile: CaseFile;
  readonly described: CaseTypeDescription;
  readonly choose: (command: string) => void;
}

const Blocked = ({ act, caseFile, described }: ActsProps & { readonly act: CommandPermission }) => {
  const { t } = useTranslation();
  const label = useLabel();
  const stageName = useStageName(described);
  const separator = t('separator');
  const here = rolesFor(described, caseFile.stage, act.type);
  const why =
    act.reason === 'role-not-allowed'
      ? t('case.otherRole', { roles: here.map((role) => t(`roles.${role}`, role)).join(separator) })
      : act.reason === 'command-not-allowed-in-stage'
        ? t('case.otherStage', { stages: (act.stages ?? []).map(stageName).join(separator) })
        : t(`problem.${act.reason ?? 'malformed'}`);
  return (
    <li>
      {label(described.commands[act.type]?.label, act.type)}
      <small>{why}</small>
    </li>
  );
};

/** What may be done now, the normal next step first; what may not, with the reason. */
export const Acts = (props: ActsProps) => {
  const { caseFile, described, choose } = props;
  const { t } = useTranslation();
  const label = useLabel();
  const name = (command: string) => label(described.commands[command]?.label, command);
  const shown = caseFile.commands.filter(
    ({ type }) => !described.opening.includes(type) && peopleFor(described, type).length > 0,
  );
  const allowed = shown.filter((act) => act.allowed);
  const next = caseFile.nextStep;
  const mayNext = allowed.some(({ type }) => type === next);
  const process = allowed.filter(({ type }) => type !== next && !sharedActs.includes(type));
  const shared = allowed.filter(({ type }) => type !== next && sharedActs.includes(type));
  const blocked = shown.filter((act) => !act.allowed);
  const nextRoles =
    next === undefined ? [] : rolesFor(described, caseFile.stage, next).filter((role) => role !== 'system');
  return (
    <Panel title={t('case.acts')}>
      <div className="acts">
        {next !== undefined && mayNext ? (
          <Button type="primary" size="large" onClick={() => choose(next)}>
            {name(next)}
          </Button>
        ) : null}
        {next !== undefined && !mayNext ? (
          <p className="notice-box">
            <b>{t('case.nextIs', { step: name(next) })}</b>
            <span className="row-sub">
              {t('case.nextBy', { roles: nextRoles.map((role) => t(`roles.${role}`, role)).join(t('separator')) })}
            </span>
          </p>
        ) : null}
        {process.map(({ type }) => (
          <Button key={type} onClick={() => choose(type)}>
            {name(type)}
          </Button>
        ))}
        {shared.length === 0 ? null : (
          <details open={process.length === 0 && !mayNext}>
            <summary>{t('case.actsOf.shared')}</summary>
            <div className="acts-pair">
              {shared.map(({ type }) => (
                <Button key={type} size="small" onClick={() => choose(type)}>
                  {name(type)}
                </Button>
              ))}
            </div>
          </details>
        )}
        {allowed.length === 0 ? <p className="quiet">{t('case.noActs')}</p> : null}
      </div>
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
