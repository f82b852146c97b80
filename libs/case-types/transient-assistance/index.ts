import { type CaseAccess, type Question, type SharedEvent, defineCaseType, sharedEvents } from '#kernel';
import type { RuleBook } from '#rules';
import { clocks } from './clocks.js';
import { type TransientCommand, transientCommands } from './commands.js';
import { decide } from './decide.js';
import { type TransientEvent, transientEvents } from './events.js';
import { evolve } from './evolve.js';
import { history } from './history/index.js';
import type { TransientRefusal } from './refusals.js';
import { screen } from './screen.js';
import { type TransientStage, stages } from './stages.js';
import { type Transient, newTransient, personOf, stageOf } from './state.js';
import { summary } from './summary.js';

const claimOf = (personId: string): string => `transient:${personId}`;

const station = ['stationOfficer', 'stationLeader'] as const;

const access: CaseAccess = {
  readers: [...station, 'bureauOfficer', 'bureauLeader', 'auditor'],
  overseers: ['supervisor'],
  approvers: ['stationLeader', 'bureauLeader'],
  sealReaders: ['bureauLeader'],
  restricted: {
    health: [...station, 'bureauLeader'],
    biometric: ['stationLeader', 'bureauLeader'],
  },
};

/** Persons that a command brings into the case. */
const named = (command: TransientCommand): readonly string[] => {
  if (command.type === 'RecordOutreach' || command.type === 'RequestAssistance') return [command.personId];
  return 'identifiedAs' in command && command.identifiedAs !== undefined ? [command.identifiedAs] : [];
};

export const transientAssistance = defineCaseType<
  TransientCommand,
  TransientEvent | SharedEvent,
  Transient,
  TransientStage,
  TransientRefusal,
  RuleBook
>({
  type: 'transient-assistance',
  label: { zh: '流浪乞讨救助', en: 'Transient-person assistance' },
  commands: transientCommands,
  events: { ...transientEvents, ...sharedEvents },
  opening: ['RecordOutreach', 'RequestAssistance'],
  bringsIn: ['RecordOutreach', 'RequestAssistance'],
  stages,
  initial: newTransient,
  stageOf,
  decide,
  evolve,
  summary,
  clocks,
  notices: () => [],
  ask: (command, transient) => {
    const present = personOf(transient);
    return [...(present === undefined ? [] : [present]), ...named(command)].map((personId): Question => ({
      ask: 'person',
      personId,
    }));
  },
  claims: (command) => named(command).map(claimOf),
  /** Somebody who has left may ask for help again while the old case waits for its follow-up. */
  holds: ({ departure, personIds }, key) => departure === undefined && personIds.map(claimOf).includes(key),
  access,
  screen,
  history,
});
