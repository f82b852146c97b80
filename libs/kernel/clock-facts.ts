import type { ScreenText } from './case-type.js';

/** Events of a clock's own stream, `clock-<caseId>`: what time alone brings. Names are storage formats. */
export const clockFactTypes = [
  'DeadlineApproaching',
  'DeadlineBreached',
  'DeadlineEscalated',
  'DeadlineMoved',
] as const;
export type ClockFactType = (typeof clockFactTypes)[number];

const fields = {
  clock: { zh: '时限', en: 'Deadline' },
  dueOn: { zh: '届满日', en: 'Due on' },
  office: { zh: '责任单位', en: 'Responsible office' },
  roles: { zh: '提醒对象', en: 'Told' },
  stage: { zh: '所处环节', en: 'Stage' },
  source: { zh: '依据', en: 'Source' },
};

export const clockFactTexts: Readonly<Record<ClockFactType, ScreenText>> = {
  DeadlineApproaching: { label: { zh: '时限将至', en: 'Deadline approaching' }, fields },
  DeadlineBreached: { label: { zh: '时限已超期', en: 'Deadline breached' }, fields },
  DeadlineEscalated: { label: { zh: '超期上报', en: 'Breach escalated' }, fields },
  DeadlineMoved: {
    label: { zh: '届满日变更', en: 'Due date moved' },
    fields: { ...fields, detail: { zh: '变更情况', en: 'Change' } },
  },
};
