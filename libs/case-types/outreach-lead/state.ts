import type { Day } from '#kernel';
import type { TrailEvent } from '#rules';
import type { matters, urgencies } from './commands.js';
import type { Event } from './events.js';
import type { LeadStage } from './stages.js';

/** Where the lead lies. */
export interface Whereabouts {
  readonly office: string;
  readonly area?: string;
}

export interface Referral {
  readonly referralId: string;
  readonly to: string;
  readonly taken?: boolean;
  readonly settledOn?: Day;
}

export interface Lead {
  readonly stage: LeadStage;
  readonly received?: Event<'LeadReceived'>;
  readonly at: Whereabouts;
  /** Desks that dispatched it, the last one last: it goes back the way it came. */
  readonly cameFrom: readonly Whereabouts[];
  /** Moved by the shared hand-over; from then on only a further hand-over moves it. */
  readonly handedOver: boolean;
  readonly matter?: (typeof matters)[number];
  readonly urgency: (typeof urgencies)[number];
  /** Responses on scene since the lead was received or reopened. */
  readonly responses: readonly Event<'OnSceneRecorded'>[];
  readonly verification?: { readonly confirmed: boolean; readonly verifiedOn: Day };
  /** Cases that grew out of the lead. */
  readonly cases: readonly string[];
  readonly referrals: readonly Referral[];
  readonly outcome?: 'converted' | 'referred' | 'dismissed';
  readonly ground?: string;
  readonly answers: readonly { readonly toldOn: Day; readonly answer: string; readonly outcome: boolean }[];
  /** Nobody told the informant the present outcome yet. */
  readonly outcomeUntold: boolean;
  /** Every event with what clocks may ask of it. */
  readonly trail: readonly TrailEvent[];
}

export const newLead: Lead = {
  stage: 'unopened',
  at: { office: '' },
  cameFrom: [],
  handedOver: false,
  urgency: 'normal',
  responses: [],
  cases: [],
  referrals: [],
  answers: [],
  outcomeUntold: false,
  trail: [],
};

export const isAlert = (lead: Lead): boolean => lead.received?.channel === 'dataMatch';

/** 强制报告 and persons in danger go out at once, before they are sorted. */
export const goesOutAtOnce = (lead: Lead): boolean =>
  lead.received?.channel === 'mandatoryReport' || lead.urgency !== 'normal';

/** Somebody waits for an answer: an informant under seal, or the caller behind a hotline ticket. */
export const hasInformant = (lead: Lead): boolean =>
  lead.received?.informantSealed === true || lead.received?.channel === 'hotline';
