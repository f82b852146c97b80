import { type SharedEvent, defineCaseType, sharedEvents } from '#kernel';
import type { RuleBook } from '#rules';
import { clocks } from './clocks.js';
import { type ListCommand, listCommands } from './commands.js';
import { decide } from './decide.js';
import { type ListEvent, listEvents } from './events.js';
import { evolve } from './evolve.js';
import { history } from './history/index.js';
import type { ListRefusal } from './refusals.js';
import { screen } from './screen.js';
import { type ListStage, stages } from './stages.js';
import { type WanderList, newList } from './state.js';
import { summary } from './summary.js';

const handlers = ['townOfficer', 'townLeader', 'stationOfficer', 'stationLeader'] as const;

export const wanderRiskList = defineCaseType<
  ListCommand,
  ListEvent | SharedEvent,
  WanderList,
  ListStage,
  ListRefusal,
  RuleBook
>({
  type: 'wander-risk-list',
  label: { zh: '易走失人员名单', en: 'List of persons prone to wander' },
  commands: listCommands,
  events: { ...listEvents, ...sharedEvents },
  opening: ['OpenList'],
  bringsIn: ['OpenList'],
  stages,
  initial: newList,
  stageOf: (list) => list.stage,
  decide,
  evolve,
  summary,
  clocks,
  notices: () => [],
  ask: (command) => (command.type === 'AddPerson' ? [{ ask: 'person', personId: command.personId }] : []),
  claims: (command) => (command.type === 'OpenList' ? [`wander-list:${command.office}:${command.halfYear}`] : []),
  access: {
    readers: [...handlers, 'bureauOfficer', 'bureauLeader', 'auditor'],
    overseers: ['supervisor'],
    approvers: ['bureauLeader'],
    sealReaders: [],
    restricted: { health: handlers },
  },
  screen,
  history,
});
