import type { ClockView } from '../case-type.js';
import type { Day, Instant } from '../time.js';
import type { SharedState, Supervision } from './state.js';

/** 24:00 in Asia/Shanghai, the first instant after the day. */
const endOf = (day: Day): Instant => `${day}T16:00:00.000Z`;

const standingOf = ({ answeredAt }: Supervision, dueAt: Instant, now: Instant): ClockView['state'] => {
  if (answeredAt !== undefined) return answeredAt < dueAt ? 'met' : 'late';
  return now < dueAt ? 'running' : 'overdue';
};

/** Every supervision task (督办) has a clock of its own: from its issue to the day by which it has to be answered. */
export const supervisionClocks = ({ supervisions }: SharedState, now: Instant): readonly ClockView[] =>
  supervisions.map((supervision, index): ClockView => {
    const dueAt = endOf(supervision.answerBy);
    return {
      clock: index === 0 ? 'supervisionAnswer' : `supervisionAnswer#${index + 1}`,
      label: { zh: '督办答复', en: 'Answer to the supervision' },
      nature: 'internal',
      ruleSet: 'supervision',
      source: '督办要求',
      startedAt: supervision.issuedAt,
      dueAt,
      dueOn: supervision.answerBy,
      provisional: false,
      stoppedAt: supervision.answeredAt,
      stoppedBy: supervision.answeredAt === undefined ? undefined : 'SupervisionAnswered',
      state: standingOf(supervision, dueAt, now),
      pauses: [],
      alarms: [{ kind: 'breached', step: 0, at: dueAt, roles: ['supervisor', 'bureauLeader'] }],
      consequence: { zh: '督办逾期未答复', en: 'The supervision was not answered in time' },
      extension: undefined,
    };
  });
