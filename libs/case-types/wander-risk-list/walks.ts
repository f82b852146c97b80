import {
  type Actor,
  type Desk,
  type Facts,
  type Role,
  type Shared,
  type SharedCommand,
  type SharedEvent,
  type Stamp,
  isRefusal,
  withSharedActs,
} from '#kernel';
import { type RuleBook, addHours, dayOf, startOfDay, startingRuleBook } from '#rules';
import type { ListCommand } from './commands.js';
import type { ListEvent } from './events.js';
import { wanderRiskList } from './index.js';
import type { WanderList } from './state.js';

/** The room with the shared acts in front, as the desk uses it. */
export const room = withSharedActs(wanderRiskList, []);

export interface Step {
  readonly at: string;
  readonly command: ListCommand | SharedCommand;
  readonly role?: Role;
}

export interface Played {
  readonly events: readonly { readonly event: ListEvent | SharedEvent; readonly stamp: Stamp }[];
  readonly state: Shared<WanderList>;
}

const actorFor = (role: Role): Actor => ({
  user: `${role}.1`,
  role,
  office: role.startsWith('station') ? 'station-yubei' : 'town-longxi',
});

/** `2026-09-14 09:00` in Asia/Shanghai. */
export const instant = (at: string): string => {
  const [day = '', time = '00:00'] = at.split(' ');
  const [hour = '0', minute = '00'] = time.split(':');
  return addHours(startOfDay(day), Number(hour)).replace(':00:00.', `:${minute}:00.`);
};

const facts: Facts = {
  persons: {
    p1: { personId: 'p1', registered: true, sex: 'male', bornOn: '1948-05-01' },
    p2: { personId: 'p2', registered: true },
    p3: { personId: 'p3', registered: true, deceasedOn: '2026-01-01' },
  },
  latePapers: {},
  uploads: {},
};

export const deskAt = (at: string, role: Role = 'townOfficer'): Desk<RuleBook> => ({
  caseId: 'list-1',
  now: instant(at),
  occurredAt: instant(at),
  today: dayOf(instant(at)),
  actor: actorFor(role),
  rules: startingRuleBook,
  facts,
});

/** One more step; what it came to, or the refusal. */
export const take = (played: Played, { at, command, role }: Step): Played | { readonly refused: string } => {
  const desk = deskAt(at, role);
  const decision = room.decide(command, played.state, desk);
  if (isRefusal(decision)) return decision;
  const stamp: Stamp = { occurredAt: desk.occurredAt, recordedAt: desk.now, actor: desk.actor, day: desk.today };
  return {
    events: [...played.events, ...decision.map((event) => ({ event, stamp }))],
    state: decision.reduce((state, event) => room.evolve(state, event, stamp), played.state),
  };
};

/** Plays the steps one after the other; every one of them must be accepted. */
export const play = (steps: readonly Step[]): Played =>
  steps.reduce<Played>(
    (played, step) => {
      const next = take(played, step);
      if ('refused' in next) throw new Error(`${step.command.type}: ${next.refused}`);
      return next;
    },
    { events: [], state: room.initial },
  );

export const step = (at: string, command: ListCommand | SharedCommand, role?: Role): Step => ({
  at,
  command,
  ...(role === undefined ? {} : { role }),
});

export const openList: ListCommand = {
  type: 'OpenList',
  office: 'town-longxi',
  station: 'station-yubei',
  halfYear: '2026-H2',
};

type Add = Extract<ListCommand, { type: 'AddPerson' }>;

export const add = (personId: string, more: Partial<Add> = {}): Add => ({
  type: 'AddPerson',
  personId,
  name: '王大山',
  risk: 'dementia',
  features: '左手缺小指,讲邻水口音',
  lastSeenAround: '武陵路菜市场',
  guardian: { name: '王芳', phone: '13900001234', relation: '女儿' },
  ...more,
});

export const submit: ListCommand = { type: 'SubmitList' };
export const sendBack: ListCommand = { type: 'ReturnList', reason: '缺监护人联系方式' };
export const merge: ListCommand = { type: 'MergeList' };

export const opened: readonly Step[] = [step('2026-07-01 00:05', openList, 'system')];

export const sent = (at: string): readonly Step[] => [
  ...opened,
  step('2026-07-10 09:00', add('p1')),
  step('2026-07-10 09:30', add('p2', { name: '李小花', risk: 'intellectual', guardian: undefined })),
  step('2026-07-12 09:00', { type: 'RemovePerson', personId: 'p2', reason: '已迁出' }),
  step(at, submit),
];

const rehearsed = (steps: readonly Step[]): Played['events'] => play(steps).events;

/** Whole lives of lists. Together they visit every stage and hold every event of the room. */
export const walks: Readonly<Record<string, Played['events']>> = {
  inTime: rehearsed([...sent('2026-07-30 09:00'), step('2026-08-03 09:00', merge, 'stationOfficer')]),
  returned: rehearsed([
    ...sent('2026-07-30 09:00'),
    step('2026-07-31 09:00', sendBack, 'stationOfficer'),
    step('2026-08-03 09:00', add('p1', { features: '左手缺小指' })),
    step('2026-08-03 10:00', submit),
  ]),
  nobody: rehearsed([...opened, step('2026-08-02 10:00', { type: 'SubmitList', nobody: true })]),
};
