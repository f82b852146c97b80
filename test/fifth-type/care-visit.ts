import { z } from 'zod';
import {
  type CaseType,
  type Decision,
  type Instant,
  type Label,
  type SharedEvent,
  defineCaseType,
  personal,
  refuse,
  restricted,
  sealedApart,
  sharedEvents,
  withSharedActs,
} from '#kernel';
import type { RuleBook } from '#rules';

/*
 * A fifth case type, as small as one can be: a care visit (探访关爱) to an old person living alone. It is no part of the
 * product; it shows that a further type needs nothing but its own folder and a line in the list.
 */

const label = (zh: string, en: string): Label => ({ zh, en });
const text = personal(z.string().trim().min(1).max(500));

const commands = {
  PlanVisit: z.strictObject({
    type: z.literal('PlanVisit'),
    office: z.string().trim().min(1).max(80),
    person: z.strictObject({ personId: z.string().trim().min(1).max(80), name: personal(z.string().min(1).max(100)) }),
    reason: text,
    /** Whoever asked for the visit stays unknown to the case. */
    informant: sealedApart(z.strictObject({ name: text, phone: text.optional() })).optional(),
  }),
  RecordVisit: z.strictObject({
    type: z.literal('RecordVisit'),
    findings: text,
    health: restricted('health', text).optional(),
  }),
} as const;

const events = {
  VisitPlanned: z.object({
    type: z.literal('VisitPlanned'),
    office: z.string(),
    person: z.object({ personId: z.string(), name: personal(z.string()) }),
    reason: personal(z.string()),
    informantSealed: z.boolean(),
    plannedOn: z.string(),
  }),
  VisitRecorded: z.object({
    type: z.literal('VisitRecorded'),
    findings: personal(z.string()),
    health: restricted('health', personal(z.string())).optional(),
  }),
} as const;

type Command = { [Name in keyof typeof commands]: z.infer<(typeof commands)[Name]> }[keyof typeof commands];
type Event = { [Name in keyof typeof events]: z.infer<(typeof events)[Name]> }[keyof typeof events];
type Stage = 'unopened' | 'planned' | 'visited';

interface Visit {
  readonly stage: Stage;
  readonly planned?: z.infer<typeof events.VisitPlanned>;
  readonly health?: string;
  readonly plannedAt?: Instant;
}

const decide = (command: Command, visit: Visit): Decision<Event, 'nothing-found-out'> => {
  switch (command.type) {
    case 'PlanVisit': {
      const { informant, ...planned } = command;
      return [{ ...planned, type: 'VisitPlanned', informantSealed: informant !== undefined, plannedOn: '2026-09-14' }];
    }
    case 'RecordVisit':
      if (visit.stage === 'visited') return [];
      return command.findings === '无' ? refuse('nothing-found-out') : [{ ...command, type: 'VisitRecorded' }];
    default:
      return command satisfies never;
  }
};

const careVisitRoom: CaseType<Command, Event | SharedEvent, Visit, Stage, 'nothing-found-out', RuleBook> =
  defineCaseType<Command, Event | SharedEvent, Visit, Stage, 'nothing-found-out', RuleBook>({
    type: 'care-visit',
    label: label('探访关爱', 'Care visit'),
    commands,
    events: { ...events, ...sharedEvents },
    opening: ['PlanVisit'],
    stages: {
      unopened: {
        label: label('未立案', 'Not opened'),
        commands: { PlanVisit: ['townOfficer', 'bureauOfficer'] },
        clocks: 'none',
      },
      planned: {
        label: label('待探访', 'Planned'),
        commands: { RecordVisit: ['townOfficer', 'townLeader'] },
        clocks: ['firstVisit'],
      },
      visited: { label: label('已探访', 'Visited'), commands: {}, clocks: 'none', closed: true },
    },
    initial: { stage: 'unopened' },
    stageOf: (visit) => visit.stage,
    decide,
    evolve: (visit, event, stamp) => {
      if (event.type === 'VisitPlanned') return { stage: 'planned', planned: event, plannedAt: stamp.occurredAt };
      if (event.type !== 'VisitRecorded') return visit;
      return { ...visit, stage: 'visited', ...(event.health === undefined ? {} : { health: event.health }) };
    },
    summary: ({ stage, planned }) => ({
      stage,
      open: stage !== 'visited',
      scheme: 'careVisit',
      title: planned?.person.name,
      office: planned?.office ?? '',
      area: undefined,
      persons: planned === undefined ? [] : [planned.person.personId],
      openedOn: planned?.plannedOn ?? '',
      amountFen: undefined,
      nextStep: stage === 'planned' ? 'RecordVisit' : undefined,
      outcome: stage === 'visited' ? 'visited' : undefined,
      figures: { visited: stage === 'visited' },
    }),
    clocks: () => [],
    notices: () => [],
    ask: () => [],
    claims: (command) => (command.type === 'PlanVisit' ? [`care-visit:${command.person.personId}`] : []),
    access: {
      readers: ['townOfficer', 'townLeader', 'bureauLeader'],
      overseers: ['supervisor'],
      approvers: ['townLeader', 'bureauLeader'],
      sealReaders: ['bureauLeader'],
      restricted: { health: ['townLeader', 'bureauLeader'] },
    },
    screen: {
      commands: {
        PlanVisit: {
          label: label('安排探访', 'Plan a visit'),
          fields: {
            office: label('单位', 'Office'),
            person: label('探访对象', 'Person'),
            reason: label('事由', 'Reason'),
            informant: label('反映人', 'Informant'),
          },
        },
        RecordVisit: {
          label: label('登记探访', 'Record the visit'),
          fields: { findings: label('探访情况', 'Findings'), health: label('身体状况', 'Health') },
        },
      },
      events: {
        VisitPlanned: { label: label('已安排探访', 'Visit planned') },
        VisitRecorded: { label: label('已探访', 'Visited') },
      },
      values: { careVisit: label('探访关爱', 'Care visit'), visited: label('已探访', 'Visited') },
      refusals: { 'nothing-found-out': label('须写明探访情况', 'The visit has to say what was found') },
      letters: [],
      milestones: ['VisitPlanned', 'VisitRecorded'],
      path: ['planned'],
    },
    history: { versions: {}, upcasts: {} },
  });

export const careVisit = withSharedActs(careVisitRoom, []);
