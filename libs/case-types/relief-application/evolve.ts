import type { SharedEvent, Stamp } from '#kernel';
import type { TrailEvent } from '#rules';
import type { ReliefEvent } from './events.js';
import type { ReliefStage } from './stages.js';
import { type Bundle, type HukouOffice, type PaymentStatus, type Relief, duplicateAidFlag } from './state.js';

const clockFields = [
  'channel',
  'kind',
  'reviewClass',
  'remedyText',
  'noticeId',
  'objectionId',
  'advanceId',
  'endsOn',
  'outcome',
  'deliveredOn',
  'validUntil',
  'jobId',
  'reviewId',
  'certificateExpiresOn',
  'clock',
  'decidedAt',
  'checkId',
  'expiresOn',
] as const;

const onTrail = (event: ReliefEvent | SharedEvent, stamp: Stamp): TrailEvent => {
  const data: Record<string, unknown> = {};
  for (const name of clockFields) if (name in event) data[name] = Reflect.get(event, name);
  return { type: event.type, occurredAt: stamp.occurredAt, data };
};

const pay = (relief: Relief, month: string, batchId: string, status: PaymentStatus): Relief => ({
  ...relief,
  payments: relief.payments.map((payment) =>
    payment.month === month && payment.batchId === batchId ? { ...payment, status } : payment,
  ),
});

const takeDown = (relief: Relief, noticeId: string, day: string): Relief => ({
  ...relief,
  notices: relief.notices.map((notice) =>
    notice.noticeId === noticeId && notice.takenDownOn === undefined ? { ...notice, takenDownOn: day } : notice,
  ),
});

const takeDownRunning = (relief: Relief, day: string): Relief => {
  const running = relief.stage === 'noticed' ? relief.notices.at(-1) : undefined;
  return running === undefined ? relief : takeDown(relief, running.noticeId, day);
};

type HukouAnswer = Extract<ReliefEvent, { type: 'HukouOfficeAnswered' }>['outcome'];

const stageAfterAnswer: Readonly<Record<HukouAnswer, ReliefStage>> = {
  passedToDistrict: 'atHukouOffice',
  morePapers: 'forwarding',
  granted: 'telling',
  refused: 'telling',
};

const answeredBy = (hukouOffice: HukouOffice | undefined, outcome: HukouAnswer): HukouOffice | undefined =>
  hukouOffice === undefined
    ? undefined
    : { ...hukouOffice, outcome, level: outcome === 'passedToDistrict' ? 'bureau' : hukouOffice.level };

const bundled = (bundle: Bundle, caseId: string): Bundle => ({
  ...bundle,
  cases: [...new Set([...bundle.cases, caseId])],
});

/** The case after one more event. Never fails, whatever the event and the state. */
export const evolve = (before: Relief, event: ReliefEvent | SharedEvent, stamp: Stamp): Relief => {
  const relief: Relief = { ...before, trail: [...before.trail, onTrail(event, stamp)] };
  switch (event.type) {
    case 'ApplicationLodged':
      return {
        ...relief,
        lodged: event,
        bundle: event.bundleId === undefined ? relief.bundle : { ...relief.bundle, bundleId: event.bundleId },
        members: event.members.filter(({ personId }) => personId !== event.applicant.personId),
        stage: event.channel === 'committee' ? 'atCommittee' : 'submitted',
      };
    case 'ApplicationHandedUp':
      return { ...relief, stage: 'submitted' };
    case 'SupplementRequested':
      return {
        ...relief,
        stage: 'supplementing',
        supplements: relief.supplements + 1,
        missingPapers: event.items.map((item) => item.paper),
      };
    case 'SupplementReceived': {
      const missingPapers = relief.missingPapers.filter((paper) => !event.papers.includes(paper));
      return { ...relief, missingPapers, stage: missingPapers.length === 0 ? 'submitted' : 'supplementing' };
    }
    case 'MeansTestAuthorised':
      return { ...relief, authorisedBy: [...new Set([...relief.authorisedBy, ...event.signedBy])] };
    case 'ApplicationAccepted':
      return {
        ...relief,
        stage: event.decidedAt === 'hukouOffice' ? 'forwarding' : 'investigating',
        acceptedOn: event.acceptedOn,
        ruleSet: event.ruleSet,
        decidedAt: event.decidedAt,
      };
    case 'ApplicationDeclined':
      return { ...relief, stage: 'declined', outcome: 'declined' };
    case 'StaffRelationRegistered':
      return {
        ...relief,
        staffRelations: [...relief.staffRelations, { officer: event.officer, personId: event.personId }],
      };
    case 'BureauVisitRecorded':
      return { ...relief, bureauVisits: relief.bureauVisits + 1 };
    case 'MeansTestRequested':
      return { ...relief, meansTests: [...relief.meansTests, { requestId: event.requestId, contested: false }] };
    case 'MeansTestResultRecorded':
      return {
        ...relief,
        meansTests: relief.meansTests.map((test) =>
          test.requestId === event.requestId ? { ...test, outcome: event.outcome } : test,
        ),
      };
    case 'MeansTestContested':
      return {
        ...relief,
        meansTests: relief.meansTests.map((test) =>
          test.requestId === event.requestId ? { ...test, contested: true } : test,
        ),
      };
    case 'DocumentsChecked':
      return { ...relief, documentsComplete: event.outcome === 'complete' };
    case 'MutualCheckRequested': {
      const { checkId, region, counterpartOffice, persons, purpose, expiresOn } = event;
      const check = { checkId, region, counterpartOffice, persons, purpose, expiresOn, expired: false };
      return { ...relief, mutualChecks: [...relief.mutualChecks, check] };
    }
    case 'MutualCheckReplied':
      return {
        ...relief,
        mutualChecks: relief.mutualChecks.map((check) =>
          check.checkId === event.checkId ? { ...check, found: event.found, content: event.content } : check,
        ),
      };
    case 'MutualCheckExpired':
      return {
        ...relief,
        mutualChecks: relief.mutualChecks.map((check) =>
          check.checkId === event.checkId ? { ...check, content: undefined, expired: true } : check,
        ),
      };
    case 'DuplicateAidAlerted': {
      const { alertId, region, persons, checkId } = event;
      return { ...relief, duplicateAid: [...relief.duplicateAid, { alertId, region, persons, checkId }] };
    }
    case 'DuplicateAidVerified':
      return {
        ...relief,
        duplicateAid: relief.duplicateAid.map((alert) =>
          alert.alertId === event.alertId ? { ...alert, confirmed: event.confirmed } : alert,
        ),
      };
    case 'HomeVisitRecorded':
      return {
        ...relief,
        homeVisits: [...relief.homeVisits, { officers: event.officers, visitedOn: event.visitedOn }],
      };
    case 'NeighbourInquiryRecorded':
    case 'CommunityAppraisalCalled':
      return relief;
    case 'CommunityAppraisalRecorded':
      return { ...relief, appraisal: { attended: event.attended, agreed: event.agreed } };
    case 'BenefitCalculated':
      return { ...relief, calculation: event.calculation, recalculationDue: false };
    case 'ReviewOpinionGiven':
      return { ...relief, stage: 'reviewing', opinion: event.opinion, noticeEnded: false };
    case 'PublicNoticePosted':
      return {
        ...relief,
        stage: 'noticed',
        notices: [
          ...relief.notices,
          {
            noticeId: event.noticeId,
            scheme: event.scheme,
            headOfHousehold: event.headOfHousehold,
            persons: event.persons,
            amountFen: event.amountFen,
            area: event.area,
            office: relief.lodged?.office ?? '',
            postedOn: event.postedOn,
            endsOn: event.endsOn,
            takenDownOn: undefined,
          },
        ],
      };
    case 'PublicNoticeEnded':
      return { ...relief, stage: 'deciding', noticeEnded: true };
    case 'PublicNoticeTakenDown':
      return takeDown(relief, event.noticeId, stamp.day);
    case 'ObjectionRaised':
      return {
        ...takeDown(relief, event.noticeId, stamp.day),
        stage: 'investigating',
        objections: [...relief.objections, { objectionId: event.objectionId, reinvestigated: false, answered: false }],
      };
    case 'ObjectionReinvestigated':
      return {
        ...relief,
        objections: relief.objections.map((one) =>
          one.objectionId === event.objectionId ? { ...one, reinvestigated: true } : one,
        ),
      };
    case 'ObjectionAnswered':
      return {
        ...relief,
        objections: relief.objections.map((one) =>
          one.objectionId === event.objectionId ? { ...one, answered: true } : one,
        ),
      };
    case 'FileSubmitted':
      return { ...relief, stage: 'deciding' };
    case 'FileReturned':
      return { ...relief, stage: 'investigating', opinion: undefined };
    case 'GrantConfirmed':
      return {
        ...relief,
        stage: 'granted',
        decision: event,
        outcome: 'granted',
        entitlements:
          event.firstMonth === undefined ? [] : [{ fromMonth: event.firstMonth, amountFen: event.amountFen }],
        lastMonth: event.pays === 'once' ? event.firstMonth : undefined,
      };
    case 'ApplicationRefused':
      return { ...relief, stage: 'refused', decision: event, outcome: 'refused' };
    case 'ForwardedToHukouOffice': {
      const { region, counterpartOffice, reference } = event;
      return {
        ...relief,
        stage: 'atHukouOffice',
        hukouOffice: { region, counterpartOffice, reference, level: 'townOffice' },
      };
    }
    case 'HukouOfficeAnswered':
      return {
        ...relief,
        stage: stageAfterAnswer[event.outcome],
        hukouOffice: answeredBy(relief.hukouOffice, event.outcome),
      };
    case 'HukouAnswerTold':
      return { ...relief, stage: 'answered', outcome: 'answered' };
    case 'RefusalNoticeDelivered':
    case 'DecisionDelivered':
      return { ...relief, told: [...relief.told, { on: event.deliveredOn, remedyText: event.remedyText }] };
    case 'ApplicationTerminated':
      return { ...takeDownRunning(relief, stamp.day), stage: 'terminated', outcome: event.ground };
    case 'FirstReliefPaid':
      return {
        ...relief,
        advances: [
          ...relief.advances,
          {
            advanceId: event.advanceId,
            amountFen: event.amountFen,
            officer: event.officer,
            paidAt: event.paidAt,
            accountabilityOpened: false,
          },
        ],
        furtherAdvanceApprovals: relief.furtherAdvanceApprovals.filter((one) => one.officer !== event.officer),
      };
    case 'FurtherAdvanceApproved':
      return {
        ...relief,
        furtherAdvanceApprovals: [
          ...relief.furtherAdvanceApprovals,
          { officer: event.officer, approver: event.approver },
        ],
      };
    case 'FirstReliefPapersCompleted':
      return {
        ...relief,
        advances: relief.advances.map((advance) =>
          advance.advanceId === event.advanceId ? { ...advance, papersCompletedOn: stamp.day } : advance,
        ),
      };
    case 'AccountabilityOpened':
      return {
        ...relief,
        advances: relief.advances.map((advance) =>
          advance.advanceId === event.advanceId ? { ...advance, accountabilityOpened: true } : advance,
        ),
      };
    case 'ItemsHandedToEmergencyManagement':
      return { ...relief, handedOver: [...relief.handedOver, ...event.items.map((item) => item.item)] };
    case 'PaymentProduced':
      return {
        ...relief,
        payments: [
          ...relief.payments.filter((payment) => payment.month !== event.month || payment.status !== 'returned'),
          { month: event.month, batchId: event.batchId, amountFen: event.amountFen, status: 'produced' },
        ],
      };
    case 'BenefitPaid':
      return pay(relief, event.month, event.batchId, 'paid');
    case 'PaymentReturned':
      return pay(relief, event.month, event.batchId, 'returned');
    case 'PaymentReconciled':
      return pay(relief, event.month, event.batchId, 'reconciled');
    case 'PeriodicReviewRecorded':
      return {
        ...relief,
        reviews: [...relief.reviews, { reviewedOn: event.reviewedOn, finding: event.finding }],
      };
    case 'ChangeReported':
      return {
        ...relief,
        members: [
          ...relief.members.filter(({ personId }) => event.left?.includes(personId) !== true),
          ...(event.joined ?? []),
        ],
        recalculationDue: event.what !== 'address' || relief.recalculationDue,
      };
    case 'BenefitAdjusted':
      return {
        ...relief,
        stage: 'granted',
        phaseOut: undefined,
        lastMonth: undefined,
        entitlements: [...relief.entitlements, { fromMonth: event.fromMonth, amountFen: event.amountFen }],
      };
    case 'JobDisregardStarted':
      return { ...relief, disregards: [...relief.disregards, event] };
    case 'PhaseOutStarted':
      return { ...relief, stage: 'phasingOut', phaseOut: event, lastMonth: event.lastMonth };
    case 'BenefitSuspended':
      return { ...relief, stage: 'suspended', suspendedFrom: event.fromMonth };
    case 'BenefitResumed':
      return {
        ...relief,
        stage: 'granted',
        suspendedFrom: undefined,
        entitlements: [
          ...relief.entitlements,
          ...(relief.suspendedFrom === undefined ? [] : [{ fromMonth: relief.suspendedFrom, amountFen: 0 }]),
          { fromMonth: event.fromMonth, amountFen: relief.entitlements.at(-1)?.amountFen ?? 0 },
        ],
      };
    case 'BenefitTerminated':
      return { ...relief, stage: 'terminated', lastMonth: event.lastMonth, outcome: event.ground };
    case 'FuneralGrantOffered':
      return relief;
    case 'DataMatchReported':
      return { ...relief, dataMatches: [...relief.dataMatches, { matchId: event.matchId }] };
    case 'DataMatchVerified':
      return {
        ...relief,
        dataMatches: relief.dataMatches.map((match) =>
          match.matchId === event.matchId ? { ...match, confirmed: event.confirmed } : match,
        ),
      };
    case 'OverpaymentFound':
      return relief;
    case 'RecoveryOrdered':
      return {
        ...relief,
        recoveries: [...relief.recoveries, { recoveryId: event.recoveryId, totalFen: event.totalFen, repaidFen: 0 }],
      };
    case 'RepaymentReceived':
      return {
        ...relief,
        recoveries: relief.recoveries.map((recovery) =>
          recovery.recoveryId === event.recoveryId
            ? { ...recovery, repaidFen: recovery.repaidFen + event.amountFen }
            : recovery,
        ),
      };
    case 'PenaltyReferred':
      return {
        ...relief,
        recoveries: relief.recoveries.map((recovery) =>
          recovery.recoveryId === event.recoveryId ? { ...recovery, penaltyCase: event.penaltyCase } : recovery,
        ),
      };
    case 'DeathRecorded':
      return {
        ...relief,
        deceased: [...relief.deceased, { personId: event.personId, diedOn: event.diedOn }],
        recalculationDue: true,
      };
    case 'CertificateRenewed':
      return relief;
    case 'AdminReviewRequested':
      return {
        ...relief,
        adminReviews: [
          ...relief.adminReviews,
          { reviewId: event.reviewId, requestedOn: event.requestedOn, answered: false },
        ],
      };
    case 'AdminReviewAnswered':
      return {
        ...relief,
        adminReviews: relief.adminReviews.map((one) =>
          one.reviewId === event.reviewId ? { ...one, answered: true } : one,
        ),
      };
    case 'AdminReviewDecided':
      return {
        ...relief,
        stage: event.outcome === 'reversed' && relief.stage === 'refused' ? 'reviewing' : relief.stage,
        opinion: event.outcome === 'reversed' ? undefined : relief.opinion,
        outcome: event.outcome === 'reversed' && relief.stage === 'refused' ? undefined : relief.outcome,
        adminReviews: relief.adminReviews.map((one) =>
          one.reviewId === event.reviewId ? { ...one, outcome: event.outcome, reasons: event.reasons } : one,
        ),
      };
    case 'AdminReviewWithdrawn':
      return {
        ...relief,
        adminReviews: relief.adminReviews.map((one) =>
          one.reviewId === event.reviewId ? { ...one, outcome: 'withdrawn', reasons: event.reasons } : one,
        ),
      };
    case 'CaseCompleted':
      return { ...relief, stage: 'completed' };
    case 'CaseWithdrawn':
      return { ...takeDownRunning(relief, stamp.day), stage: 'withdrawn', outcome: 'withdrawn' };
    case 'CaseLinked':
      return event.kind === 'bundle' ? { ...relief, bundle: bundled(relief.bundle, event.caseId) } : relief;
    case 'CaseUnlinked':
      return {
        ...relief,
        bundle: { ...relief.bundle, cases: relief.bundle.cases.filter((caseId) => caseId !== event.caseId) },
      };
    case 'FlagRaised':
      return event.flag === duplicateAidFlag ? { ...relief, duplicateAidFlagged: true } : relief;
    case 'FlagCleared':
      return event.flag === duplicateAidFlag ? { ...relief, duplicateAidFlagged: false } : relief;
    case 'DeadlineExtended':
    case 'CaseAssigned':
    case 'HandOverOffered':
    case 'HandOverAccepted':
    case 'HandOverRefused':
    case 'NoteAdded':
    case 'EvidenceAttached':
    case 'EvidenceSuperseded':
    case 'EvidenceWithdrawn':
    case 'CaseConferenceCalled':
    case 'CaseConferenceRecorded':
    case 'SupervisionIssued':
    case 'SupervisionAnswered':
    case 'SupervisionVerified':
    case 'NoticeGiven':
    case 'AccessRequested':
    case 'AccessApproved':
    case 'AccessRefused':
    case 'AccessEnded':
    case 'EntryCorrected':
      return relief;
    default:
      event satisfies never;
      return before;
  }
};
