import { type SharedEvent, type Stamp, isSharedEvent } from '#kernel';
import type { TrailEvent } from '#rules';
import type { GuardianshipEvent } from './events.js';
import { type Period, endPeriod, inStateCare, passTo } from './periods.js';
import type { GuardianshipStage } from './stages.js';
import type { Guardianship, Placement, ProtectionOrder, Report } from './state.js';

const clockFields = [
  'reportId',
  'policeDuty',
  'result',
  'needsAssessment',
  'tellReporter',
  'kind',
  'placementId',
  'planId',
  'requestId',
  'followUpId',
  'dueOn',
  'finding',
  'orderId',
  'urgent',
  'endsOn',
  'recommendation',
  'othersUntil',
  'suitId',
  'clock',
] as const;

const onTrail = (event: GuardianshipEvent | SharedEvent, stamp: Stamp): TrailEvent => {
  const data: Record<string, unknown> = {};
  for (const name of clockFields) if (name in event) data[name] = Reflect.get(event, name);
  return { type: event.type, occurredAt: stamp.occurredAt, data };
};

/** Moves on from one of the listed stages; from any other the case stays where it is. */
const from = (
  guardianship: Guardianship,
  before: readonly GuardianshipStage[],
  next: GuardianshipStage,
): GuardianshipStage => (before.includes(guardianship.stage) ? next : guardianship.stage);

const atHome: readonly GuardianshipStage[] = ['unopened', 'monitoring', 'followingUp'];
const underWay: readonly GuardianshipStage[] = ['reported', 'emergency', 'assessing', 'assisting', 'intervening'];

/** Another guardian: what was assessed and heard before says nothing about this one. */
const guardedBy = (guardianship: Guardianship, next: Period & { readonly from: string }): Guardianship => ({
  ...guardianship,
  periods: passTo(guardianship.periods, next),
  assessment: undefined,
  childView: undefined,
  guardianFit: undefined,
});

/** The child lives with somebody for good: what a conference recommended about the guardian before is done with. */
const settled = (guardianship: Guardianship): Guardianship => ({ ...guardianship, recommendation: undefined });

const withoutOpenFollowUps = (guardianship: Guardianship): Guardianship => ({
  ...guardianship,
  followUps: guardianship.followUps.filter((followUp) => followUp.visitedOn !== undefined),
});

const isRunning = ({ placementId, to }: Placement, id: string): boolean => placementId === id && to === undefined;

const report = (guardianship: Guardianship, reportId: string, change: Partial<Report>): Guardianship => ({
  ...guardianship,
  reports: guardianship.reports.map((one) => (one.reportId === reportId ? { ...one, ...change } : one)),
});

const order = (guardianship: Guardianship, orderId: string, change: Partial<ProtectionOrder>): Guardianship => ({
  ...guardianship,
  orders: guardianship.orders.map((one) => (one.orderId === orderId ? { ...one, ...change } : one)),
});

const answered = (guardianship: Guardianship): Guardianship['returnRequests'] =>
  guardianship.returnRequests.map((request) => ({ ...request, answer: request.answer ?? 'returned' }));

const advised = (guardianship: Guardianship, advice: 'noAction' | 'assist' | 'intervene' | 'return') => {
  switch (advice) {
    case 'noAction':
      return inStateCare(guardianship.periods) ? guardianship.stage : from(guardianship, underWay, 'followingUp');
    case 'assist':
      return from(guardianship, [...underWay, ...atHome], 'assisting');
    case 'intervene':
    case 'return':
      return from(guardianship, [...underWay, ...atHome], 'intervening');
    default:
      advice satisfies never;
      return guardianship.stage;
  }
};

/** Of the acts that every case shares, only the case conference (会商) is a step of this procedure. */
const afterShared = (guardianship: Guardianship, event: SharedEvent): Guardianship => {
  if (event.type === 'CaseConferenceCalled')
    return {
      ...guardianship,
      conferences: [...guardianship.conferences, { conferenceId: event.conferenceId, recorded: false }],
    };
  if (event.type === 'CaseConferenceRecorded')
    return {
      ...guardianship,
      conferences: guardianship.conferences.map((conference) =>
        conference.conferenceId === event.conferenceId ? { ...conference, recorded: true } : conference,
      ),
    };
  return guardianship;
};

/** The case after one more event. Never fails, whatever the event and the state. */
export const evolve = (before: Guardianship, event: GuardianshipEvent | SharedEvent, stamp: Stamp): Guardianship => {
  const now: Guardianship = { ...before, trail: [...before.trail, onTrail(event, stamp)] };
  if (isSharedEvent(event)) return afterShared(now, event);
  switch (event.type) {
    case 'GuardianshipCaseOpened':
      return { ...now, opened: event, periods: [{ kind: 'parental', holder: 'parents' }] };
    case 'ReportReceived':
      return {
        ...now,
        stage: from(now, atHome, 'reported'),
        reports: [
          ...now.reports,
          {
            reportId: event.reportId,
            reporterKind: event.reporterKind,
            mandatory: event.mandatory,
            fault: event.fault,
            policeDuty: event.policeDuty,
            reporterSealed: event.reporterSealed,
            told: false,
          },
        ],
      };
    case 'ReportAccepted':
      return report(now, event.reportId, { acceptedOn: event.acceptedOn });
    case 'PoliceNotified':
      return { ...now, policeNotified: true };
    case 'ReportScreened':
      return {
        ...report(now, event.reportId, { result: event.result }),
        stage:
          event.result === 'unfounded'
            ? now.stage
            : from(now, ['reported'], event.result === 'emergency' ? 'emergency' : 'assessing'),
        assessmentDue: now.assessmentDue || event.needsAssessment,
      };
    case 'ReporterTold':
      return report(now, event.reportId, { told: true });
    case 'ConcernRegistered':
      return { ...now, stage: 'monitoring', concern: { concernId: event.concernId, fault: event.fault } };
    case 'ConcernVerified':
      return {
        ...now,
        stage: event.result === 'risk' ? from(now, ['monitoring'], 'assessing') : now.stage,
        concern: now.concern === undefined ? undefined : { ...now.concern, result: event.result },
        assessmentDue: now.assessmentDue || event.needsAssessment,
      };
    case 'ChildRemoved':
      return {
        ...now,
        stage: 'emergency',
        policeNotified: true,
        removal: event,
        removals: [...now.removals, event.removalId],
      };
    case 'ChildHandedOver':
      return { ...now, removal: undefined, handovers: [...now.handovers, event] };
    case 'ChildHandedElsewhere':
      return {
        ...now,
        stage: from(now, ['emergency'], 'assessing'),
        removal: undefined,
        handedElsewhere: [...now.handedElsewhere, event.handoverId],
        assessmentDue: true,
      };
    case 'TemporaryGuardianshipStarted':
      return {
        ...guardedBy(withoutOpenFollowUps(now), {
          kind: 'temporary',
          holder: 'bureau',
          ground: event.ground,
          suddenEvent: event.suddenEvent,
          from: event.from,
        }),
        stage: event.suddenEvent ? 'substituteCare' : 'emergency',
        temporaryDecided: false,
        assessmentDue: event.needsAssessment,
      };
    case 'TemporaryGuardianshipDecided':
      return {
        ...now,
        temporaryDecided: true,
        stage: event.suddenEvent
          ? from(now, ['emergency'], 'substituteCare')
          : from(now, ['emergency', 'substituteCare'], 'assessing'),
        periods: now.periods.map((period) =>
          period.kind === 'temporary' && period.to === undefined
            ? { ...period, ground: event.ground, suddenEvent: event.suddenEvent }
            : period,
        ),
      };
    case 'ChildPlaced':
      return {
        ...now,
        placements: [
          ...now.placements,
          { placementId: event.placementId, kind: event.kind, carer: event.carer, from: event.from, visits: [] },
        ],
      };
    case 'PlacementEnded':
      return {
        ...now,
        placements: now.placements.map((placement) =>
          isRunning(placement, event.placementId) ? { ...placement, to: event.to } : placement,
        ),
      };
    case 'PlacementVisited':
      return {
        ...now,
        placements: now.placements.map((placement) =>
          isRunning(placement, event.placementId)
            ? { ...placement, visits: [...placement.visits, event.visitedOn] }
            : placement,
        ),
      };
    case 'AssessmentRecorded':
      return {
        ...now,
        stage: advised(now, event.advice),
        assessment: event,
        assessments: [...now.assessments, event.assessmentId],
        assessmentDue: false,
      };
    case 'ChildViewRecorded':
      return { ...now, childView: event, views: [...now.views, event.viewId] };
    case 'GuardianFitConfirmed':
      return { ...now, guardianFit: event };
    case 'ConferenceRecommended':
      return {
        ...now,
        recommendation: event,
        stage: from(now, [...underWay, ...atHome], event.recommendation === 'assist' ? 'assisting' : 'intervening'),
      };
    case 'AssistancePlanMade':
      return {
        ...now,
        stage: from(now, ['monitoring', 'assessing', 'followingUp'], 'assisting'),
        plans: [...now.plans, { planId: event.planId, ended: false, visits: [] }],
      };
    case 'ServiceProvided':
      return { ...now, services: [...now.services, event.serviceId] };
    case 'AssistanceVisited':
      return {
        ...now,
        plans: now.plans.map((plan) =>
          plan.planId === event.planId ? { ...plan, visits: [...plan.visits, event.visitedOn] } : plan,
        ),
      };
    case 'AssistancePlanEnded':
      return {
        ...now,
        plans: now.plans.map((plan) => (plan.planId === event.planId ? { ...plan, ended: true } : plan)),
      };
    case 'WarningLetterRecorded':
      return { ...now, warnings: [...now.warnings, { warningId: event.warningId, about: event.about }] };
    case 'ProtectionOrderRequested':
      return { ...now, orders: [...now.orders, { orderId: event.orderId, urgent: event.urgent, accepted: false }] };
    case 'ProtectionOrderAccepted':
      return order(now, event.orderId, { accepted: true });
    case 'ProtectionOrderGranted':
      return order(now, event.orderId, { outcome: 'granted', endsOn: event.endsOn });
    case 'ProtectionOrderDenied':
      return order(now, event.orderId, { outcome: 'denied' });
    case 'ProtectionOrderRenewed':
      return order(now, event.orderId, { endsOn: event.endsOn });
    case 'ProtectionOrderEnded':
      return order(now, event.orderId, { outcome: event.why });
    case 'RevocationSuitFiled':
      return {
        ...now,
        stage: from(now, [...underWay, 'followingUp'], 'intervening'),
        recommendation: undefined,
        suits: [...now.suits, { suitId: event.suitId, plaintiff: event.plaintiff }],
      };
    case 'RevocationJudged':
      return {
        ...now,
        suits: now.suits.map((suit) => (suit.suitId === event.suitId ? { ...suit, outcome: event.outcome } : suit)),
        ...(event.outcome === 'revoked' ? { revokedAt: stamp.occurredAt, supportDuty: event.supportDuty } : {}),
      };
    case 'ConvictionRecorded':
      return {
        ...now,
        convictions: [
          ...now.convictions,
          { convictionId: event.convictionId, guardian: event.guardian, intentional: event.intentional },
        ],
      };
    case 'LongTermGuardianshipStarted':
      return {
        ...guardedBy(settled(withoutOpenFollowUps(now)), {
          kind: 'longTerm',
          holder: 'bureau',
          ground: event.ground,
          from: event.from,
        }),
        stage: 'longTerm',
        assessmentDue: false,
      };
    case 'GuardianAppointed':
      return {
        ...guardedBy(settled(now), { kind: 'appointed', holder: event.holder, from: event.from }),
        stage: 'followingUp',
        assessmentDue: false,
      };
    case 'RestorationRequested':
      return {
        ...now,
        restorations: [...now.restorations, { restorationId: event.restorationId, guardian: event.guardian }],
      };
    case 'RestorationDenied':
      return {
        ...now,
        restorations: now.restorations.map((one) =>
          one.restorationId === event.restorationId ? { ...one, outcome: 'denied' } : one,
        ),
      };
    case 'GuardianshipRestored':
      return {
        ...guardedBy(settled(now), { kind: 'parental', holder: 'parents', from: event.from }),
        stage: 'followingUp',
        revokedAt: undefined,
        supportDuty: undefined,
        restorations: now.restorations.map((one) =>
          one.restorationId === event.restorationId ? { ...one, outcome: 'restored' } : one,
        ),
      };
    case 'AdoptionGuidanceGiven':
      return { ...now, adoptionGuidance: [...now.adoptionGuidance, event.guidanceId] };
    case 'AdoptionRecorded':
      return {
        ...guardedBy(settled(now), { kind: 'adoptive', holder: 'adopters', from: event.from }),
        stage: 'followingUp',
        supportDuty: undefined,
      };
    case 'ReturnRequested':
      return { ...now, returnRequests: [...now.returnRequests, { requestId: event.requestId }] };
    case 'ReturnRefused':
      return {
        ...now,
        returnRequests: now.returnRequests.map((request) =>
          request.requestId === event.requestId ? { ...request, answer: 'refused' } : request,
        ),
      };
    case 'ChildReturned':
      return {
        ...guardedBy(settled(now), { kind: 'parental', holder: event.to, from: event.from }),
        stage: 'followingUp',
        assessmentDue: false,
        returnRequests: answered(now),
      };
    case 'FollowUpScheduled':
      return { ...now, followUps: [...now.followUps, { followUpId: event.followUpId, dueOn: event.dueOn }] };
    case 'FollowUpRecorded':
      return {
        ...now,
        stage: event.finding === 'atRisk' ? from(now, ['followingUp'], 'assessing') : now.stage,
        assessmentDue: now.assessmentDue || event.finding === 'atRisk',
        followUps: now.followUps.map((followUp) =>
          followUp.followUpId === event.followUpId ? { ...followUp, visitedOn: event.visitedOn } : followUp,
        ),
      };
    case 'GuardianshipEnded':
      return {
        ...settled(withoutOpenFollowUps(now)),
        stage: 'followingUp',
        periods: endPeriod(now.periods, event.to),
        assessmentDue: false,
        removal: undefined,
        supportDuty: undefined,
        ended: event.why,
      };
    case 'CaseClosed':
      return { ...now, stage: 'closed', outcome: event.outcome };
    default:
      event satisfies never;
      return before;
  }
};
