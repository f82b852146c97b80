import { type SharedEvent, defineCaseType, sharedEvents } from '#kernel';
import type { RuleBook } from '#rules';
import { clocks } from './clocks.js';
import { type LeadCommand, leadCommands } from './commands.js';
import { decide } from './decide.js';
import { type LeadEvent, leadEvents } from './events.js';
import { evolve } from './evolve.js';
import { history } from './history/index.js';
import type { LeadRefusal } from './refusals.js';
import { screen } from './screen.js';
import { type LeadStage, finders, stages } from './stages.js';
import { type Lead, newLead } from './state.js';
import { summary } from './summary.js';

export const outreachLead = defineCaseType<
  LeadCommand,
  LeadEvent | SharedEvent,
  Lead,
  LeadStage,
  LeadRefusal,
  RuleBook
>({
  type: 'outreach-lead',
  label: { zh: '主动发现线索', en: 'Outreach lead' },
  commands: leadCommands,
  events: { ...leadEvents, ...sharedEvents },
  opening: ['ReceiveLead'],
  bringsIn: ['ReceiveLead'],
  stages,
  initial: newLead,
  stageOf: (lead) => lead.stage,
  decide,
  evolve,
  summary,
  clocks,
  notices: () => [],
  ask: (command) =>
    command.type === 'ReceiveLead' && command.person !== undefined
      ? [{ ask: 'person', personId: command.person.personId }]
      : [],
  claims: (command) => {
    if (command.type !== 'ReceiveLead') return [];
    const { alert, person, ticket } = command;
    return [
      ...(ticket === undefined ? [] : [`ticket:${ticket}`]),
      ...(alert === undefined || person === undefined ? [] : [`alert:${alert.indicator}:${person.personId}`]),
    ];
  },
  access: {
    readers: [...finders, 'bureauLeader', 'auditor', 'supervisor'],
    overseers: [],
    approvers: ['bureauLeader'],
    sealReaders: ['bureauLeader'],
    restricted: {},
  },
  screen,
  history,
});
