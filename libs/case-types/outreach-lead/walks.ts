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
import type { LeadCommand } from './commands.js';
import type { LeadEvent } from './events.js';
import { outreachLead } from './index.js';
import type { Lead } from './state.js';

/** The room with the shared acts in front, as the desk uses it. */
export const room = withSharedActs(outreachLead, []);

export interface Step {
  readonly at: string;
  readonly command: LeadCommand | SharedCommand;
  readonly role?: Role;
}

export interface Played {
  readonly events: readonly { readonly event: LeadEvent | SharedEvent; readonly stamp: Stamp }[];
  readonly state: Shared<Lead>;
}

const officeOf = (role: Role): string =>
  role.startsWith('bureau') ? 'bureau' : role.startsWith('station') ? 'station-yubei' : 'town-longxi';

const actorFor = (role: Role): Actor => ({ user: `${role}.1`, role, office: officeOf(role) });

/** `2026-09-14 09:00` in Asia/Shanghai. */
export const instant = (at: string): string => {
  const [day = '', time = '00:00'] = at.split(' ');
  const [hour = '0', minute = '00'] = time.split(':');
  return addHours(startOfDay(day), Number(hour)).replace(':00:00.', `:${minute}:00.`);
};

export const registered: Facts = { persons: { p1: { personId: 'p1', registered: true } }, latePapers: {}, uploads: {} };

export const deskAt = (at: string, role: Role = 'townOfficer'): Desk<RuleBook> => ({
  caseId: 'lead-1',
  now: instant(at),
  occurredAt: instant(at),
  today: dayOf(instant(at)),
  actor: actorFor(role),
  rules: startingRuleBook,
  facts: registered,
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

export const nothing: Played = { events: [], state: room.initial };

/** Plays the steps one after the other; every one of them must be accepted. */
export const play = (steps: readonly Step[]): Played =>
  steps.reduce<Played>((played, step) => {
    const next = take(played, step);
    if ('refused' in next) throw new Error(`${step.command.type}: ${next.refused}`);
    return next;
  }, nothing);

type Receive = Extract<LeadCommand, { type: 'ReceiveLead' }>;

export const receive = (more: Partial<Receive> = {}): Receive => ({
  type: 'ReceiveLead',
  channel: 'patrol',
  office: 'town-longxi',
  place: '武陵路地下通道',
  content: '一名老人连续三晚露宿',
  ...more,
});

export const hotline = receive({
  channel: 'hotline',
  ticket: '12345-0914',
  person: { personId: 'p1', name: '王小明' },
  informant: { name: '李女士', phone: '13900001234' },
});

export const alert = receive({
  channel: 'dataMatch',
  person: { personId: 'p1', name: '王小明' },
  alert: { indicator: 'hospitalSpending', indicatorVersion: 2, weight: 30, threshold: 50_000 },
});

export const step = (at: string, command: LeadCommand | SharedCommand, role?: Role): Step => ({
  at,
  command,
  ...(role === undefined ? {} : { role }),
});

export const seen: LeadCommand = {
  type: 'RespondOnScene',
  officers: ['zhang.wei', 'li.na'],
  outcome: 'helped',
  findings: '已送棉被并告知求助渠道',
  visitAgainOn: '2026-09-21',
};

export const linked = (caseId: string): SharedCommand => ({ type: 'LinkCase', caseId, kind: 'lead' });

export const dispatched: readonly Step[] = [
  step('2026-09-14 09:00', hotline),
  step('2026-09-14 09:10', {
    type: 'TellInformant',
    toldOn: '2026-09-14',
    by: 'phone',
    answer: '已登记,将派镇街办理',
  }),
  step('2026-09-14 09:30', { type: 'TriageLead', matter: 'governmentMatter', remark: '急难' }),
  step('2026-09-14 10:00', { type: 'DispatchLead', office: 'town-renhe', instruction: '请当日到场' }, 'bureauOfficer'),
];

export const responding: readonly Step[] = [...dispatched, step('2026-09-14 14:00', seen)];

export const converted: readonly Step[] = [
  ...responding,
  step('2026-09-15 09:00', linked('case-1'), 'system'),
  step('2026-09-15 09:30', { type: 'ConvertLead', remark: '申请临时救助' }),
];

export const referred: readonly Step[] = [
  ...responding,
  step('2026-09-15 10:00', { type: 'ReferLead', referralId: 'r1', to: '渝北区人社局', reason: '欠薪' }),
];

const told = (toldOn: string): LeadCommand => ({
  type: 'TellInformant',
  toldOn,
  by: 'ticket',
  answer: '已办理完毕',
});

export const dismissed: readonly Step[] = [
  step('2026-09-14 09:00', alert, 'system'),
  step('2026-09-14 11:00', { type: 'TriageLead', matter: 'governmentMatter' }),
  step('2026-09-16 10:00', {
    type: 'VerifyAlert',
    confirmed: false,
    method: 'homeVisit',
    verifiedOn: '2026-09-16',
    findings: '医药费已由医保报销',
  }),
  step('2026-09-16 11:00', { type: 'DismissLead', ground: 'unfounded', reasons: '核实不属实' }),
];

const rehearsed = (steps: readonly Step[]): Played['events'] => play(steps).events;

/** Whole lives of leads. Together they visit every stage and hold every event of the room. */
export const walks: Readonly<Record<string, Played['events']>> = {
  converted: rehearsed([...converted, step('2026-09-15 10:00', told('2026-09-15'))]),
  referred: rehearsed([
    ...referred,
    step('2026-09-17 10:00', {
      type: 'RecordReferralReply',
      referralId: 'r1',
      taken: true,
      repliedOn: '2026-09-17',
      reply: '已受理',
    }),
    step('2026-09-24 10:00', {
      type: 'RecordReferralResult',
      referralId: 'r1',
      settledOn: '2026-09-24',
      result: '已追回工资',
    }),
  ]),
  referralDeclined: rehearsed([
    ...referred,
    step('2026-09-17 10:00', {
      type: 'RecordReferralReply',
      referralId: 'r1',
      taken: false,
      repliedOn: '2026-09-17',
      reply: '不属本单位管辖',
    }),
  ]),
  dismissed: rehearsed(dismissed),
  objected: rehearsed([
    ...responding,
    step('2026-09-15 09:00', { type: 'DismissLead', ground: 'settledOnScene', reasons: '已解决' }),
    step('2026-09-15 10:00', told('2026-09-15')),
    step('2026-09-20 10:00', { type: 'ReopenLead', ground: 'informantObjects', reasons: '仍在露宿' }, 'townLeader'),
  ]),
  returned: rehearsed([
    ...dispatched,
    step('2026-09-14 11:00', { type: 'ReturnLead', reason: '不在辖区' }),
    step('2026-09-14 11:30', { type: 'HandOverCase', toOffice: 'town-tongjing', reason: '属地' }),
  ]),
};
