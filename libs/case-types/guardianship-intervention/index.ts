import { type SharedEvent, defineCaseType, sharedEvents } from '#kernel';
import type { RuleBook } from '#rules';
import { clocks } from './clocks.js';
import {
  type Command,
  type GuardianshipCommand,
  type GuardianshipCommandName,
  guardianshipCommands,
} from './commands.js';
import { decide } from './decide.js';
import { type GuardianshipEvent, guardianshipEvents } from './events.js';
import { evolve } from './evolve.js';
import { history } from './history/index.js';
import type { GuardianshipRefusal } from './refusals.js';
import { screen } from './screen.js';
import { type GuardianshipStage, stages } from './stages.js';
import { type Guardianship, newGuardianship } from './state.js';
import { summary } from './summary.js';

type Opening = Command<'ReceiveReport'> | Command<'RegisterConcern'>;

const isOpening = (command: GuardianshipCommand): command is Opening =>
  command.type === 'ReceiveReport' || command.type === 'RegisterConcern';

/** Acts that depend on how old the child is on that day. */
const ageMatters: readonly GuardianshipCommandName[] = [
  'RefuseReturn',
  'ReturnChild',
  'RecordRestorationRuling',
  'RecordAdoption',
  'EndGuardianship',
];

export const guardianshipIntervention = defineCaseType<
  GuardianshipCommand,
  GuardianshipEvent | SharedEvent,
  Guardianship,
  GuardianshipStage,
  GuardianshipRefusal,
  RuleBook
>({
  type: 'guardianship-intervention',
  label: { zh: '监护干预', en: 'Guardianship intervention' },
  commands: guardianshipCommands,
  events: { ...guardianshipEvents, ...sharedEvents },
  opening: ['ReceiveReport', 'RegisterConcern'],
  bringsIn: ['ReceiveReport'],
  stages,
  initial: newGuardianship,
  stageOf: (guardianship) => guardianship.stage,
  decide,
  evolve,
  summary,
  clocks,
  notices: () => [],
  ask: (command, { opened }) => {
    if (isOpening(command)) return [{ ask: 'person', personId: command.child.personId }];
    return opened !== undefined && ageMatters.includes(command.type)
      ? [{ ask: 'person', personId: opened.child.personId }]
      : [];
  },
  claims: (command) => (isOpening(command) ? [`child:${command.child.personId}`] : []),
  access: {
    readers: ['childProtectionOfficer', 'childSupervisor', 'childDirector', 'bureauLeader', 'auditor'],
    overseers: ['supervisor'],
    approvers: ['bureauLeader'],
    sealReaders: ['bureauLeader'],
    restricted: { health: ['childProtectionOfficer', 'bureauLeader'] },
  },
  screen,
  history,
});
