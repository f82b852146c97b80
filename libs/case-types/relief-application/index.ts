import { type SharedEvent, defineCaseType, sharedEvents } from '#kernel';
import { type ReliefScheme, type RuleBook, endOfDay } from '#rules';
import { clocks } from './clocks.js';
import { type ReliefCommand, reliefCommands } from './commands.js';
import { decide } from './decide.js';
import { type ReliefEvent, reliefEvents } from './events.js';
import { evolve } from './evolve.js';
import { history } from './history/index.js';
import type { ReliefRefusal } from './refusals.js';
import { money } from './money.js';
import { screen } from './screen.js';
import { type ReliefStage, stages } from './stages.js';
import { type Relief, livingMembers, newRelief, schemeOf } from './state.js';
import { summary } from './summary.js';

const claimOf = (scheme: string, personId: string): string => `${scheme}:${personId}`;

const onePerson: readonly ReliefScheme[] = ['destituteSupport', 'disabilityAllowance', 'childBenefit'];

/** Persons who may not have a second open application of the scheme: the applicant, and the household where it counts. */
const claimants = (command: Extract<ReliefCommand, { type: 'LodgeApplication' }>): readonly string[] =>
  command.singlePerson === true || onePerson.includes(command.scheme)
    ? [command.applicant.personId]
    : [command.applicant.personId, ...command.members.map((member) => member.personId)];

export const reliefApplication = defineCaseType<
  ReliefCommand,
  ReliefEvent | SharedEvent,
  Relief,
  ReliefStage,
  ReliefRefusal,
  RuleBook
>({
  type: 'relief-application',
  label: { zh: '社会救助申请', en: 'Relief application' },
  commands: reliefCommands,
  events: { ...reliefEvents, ...sharedEvents },
  opening: ['LodgeApplication'],
  stages,
  initial: newRelief,
  stageOf: (relief) => relief.stage,
  decide,
  evolve,
  summary,
  clocks,
  notices: (relief) => relief.notices,
  duties: (relief) =>
    relief.mutualChecks
      .filter(({ expired }) => !expired)
      .map(({ checkId, expiresOn }) => ({ at: endOfDay(expiresOn), command: { type: 'ExpireMutualCheck', checkId } })),
  unsettled: ({ recoveries }) => (recoveries.some((one) => one.repaidFen < one.totalFen) ? ['recovery'] : []),
  money,
  ask: (command, relief, actor) => {
    if (command.type === 'LodgeApplication')
      return [command.applicant, ...command.members].map(({ personId }) => ({ ask: 'person', personId }));
    if (command.type === 'ConfirmGrant' && relief.lodged?.scheme === 'childBenefit')
      return [{ ask: 'person', personId: relief.lodged.applicant.personId }];
    if (command.type === 'ReportChange')
      return (command.joined ?? []).map(({ personId }) => ({ ask: 'person', personId }));
    return command.type === 'PayFirstRelief' ? [{ ask: 'late-papers', officer: actor.user }] : [];
  },
  claims: (command, relief) => {
    if (command.type === 'ReportChange')
      return (command.joined ?? []).map(({ personId }) => claimOf(schemeOf(relief), personId));
    if (command.type !== 'LodgeApplication') return [];
    const persons = claimants(command).map((personId) => claimOf(command.scheme, personId));
    const { incident } = command;
    // One dwelling, one temporary relief for a disaster; other applications of the family lodged with it stand beside it.
    return command.scheme !== 'temporaryRelief' ||
      incident?.disasterId === undefined ||
      incident.dwellingId === undefined
      ? persons
      : [...persons, `dwelling:${incident.disasterId}:${incident.dwellingId}`];
  },
  holds: (relief, key) =>
    key.startsWith('dwelling:') ||
    livingMembers(relief).some(({ personId }) => claimOf(schemeOf(relief), personId) === key),
  screen,
  history,
});
