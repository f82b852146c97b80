import { refuse } from '#kernel';
import type { ReliefCommand } from './commands.js';
import { accept, lodge, requestSupplement } from './decide/application.js';
import { adjust, registerEmployment, startPhaseOut, terminate } from './decide/benefit.js';
import { confirm, refuseGrant } from './decide/decision.js';
import { type Outcome, type ReliefDesk, distinct, isRelated } from './decide/desk.js';
import { answerAdminReview, concludeAdminReview, requestAdminReview } from './decide/disputes.js';
import { completePapers, openAccountability, payFirstRelief } from './decide/first-relief.js';
import { recordDeath, reportChange } from './decide/household.js';
import { forwardToHukouOffice, recordHukouOfficeAnswer, tellHukouAnswer } from './decide/hukou-office.js';
import { calculate, recordDocumentsCheck, recordHomeVisit } from './decide/investigation.js';
import {
  expireMutualCheck,
  recordMutualCheckReply,
  reportDuplicateAid,
  requestMutualCheck,
  verifyDuplicateAid,
} from './decide/mutual-check.js';
import { closeCase, movePayment, producePayment } from './decide/payments.js';
import { orderRecovery, recordRepayment, referPenalty } from './decide/recovery.js';
import { endNotice, giveOpinion, postNotice, submitFile } from './decide/review.js';
import { type Relief, livingMembers, openNotice, schemeOf } from './state.js';

/** What happens, or why not. The stage table has already said that this role may issue the command now. */
export const decide = (command: ReliefCommand, relief: Relief, desk: ReliefDesk): Outcome => {
  if (isRelated(relief, desk.actor.user)) return refuse('officer-is-related', { officer: desk.actor.user });
  switch (command.type) {
    case 'LodgeApplication':
      return lodge(command, desk);
    case 'HandUpApplication':
      return [{ type: 'ApplicationHandedUp', papers: command.papers }];
    case 'RequestSupplement':
      return requestSupplement(command, relief, desk);
    case 'ReceiveSupplement':
      return command.papers.some((paper) => relief.missingPapers.includes(paper))
        ? [{ type: 'SupplementReceived', papers: command.papers }]
        : refuse('paper-was-not-asked-for', { missing: relief.missingPapers });
    case 'AuthoriseMeansTest': {
      const members = new Set(livingMembers(relief).map(({ personId }) => personId));
      if (command.signedOn > desk.today) return refuse('occurred-in-future', { day: command.signedOn });
      if (command.signedBy.some((personId) => !members.has(personId))) return refuse('not-a-household-member');
      return command.signedBy.every((personId) => relief.authorisedBy.includes(personId))
        ? []
        : [{ ...command, type: 'MeansTestAuthorised' }];
    }
    case 'AcceptApplication':
      return accept(relief, desk);
    case 'DeclineApplication':
      return [{ type: 'ApplicationDeclined', reason: command.reason }];
    case 'RegisterStaffRelation':
      return isRelated(relief, command.officer) ? [] : [{ ...command, type: 'StaffRelationRegistered' }];
    case 'RecordBureauVisit':
      if (distinct(command.officers) < 2) return refuse('home-visit-needs-two-officers', { officers: 1, needed: 2 });
      if (command.visitedOn > desk.today) return refuse('occurred-in-future', { day: command.visitedOn });
      return command.officers.some((officer) => isRelated(relief, officer))
        ? refuse('officer-is-related')
        : [{ ...command, type: 'BureauVisitRecorded' }];
    case 'RequestMeansTest':
      if (relief.authorisedBy.length === 0) return refuse('authorisation-missing');
      return relief.meansTests.some((test) => test.requestId === command.requestId)
        ? refuse('means-test-already-requested', { requestId: command.requestId })
        : [{ ...command, type: 'MeansTestRequested', basis: '社会救助暂行办法 §58; 家庭授权' }];
    case 'RecordMeansTestResult': {
      const test = relief.meansTests.find((one) => one.requestId === command.requestId);
      if (test === undefined) return refuse('no-such-means-test', { requestId: command.requestId });
      return test.outcome === undefined
        ? [{ ...command, type: 'MeansTestResultRecorded' }]
        : refuse('means-test-already-answered', { requestId: command.requestId });
    }
    case 'ContestMeansTest': {
      const test = relief.meansTests.find((one) => one.requestId === command.requestId);
      if (test?.outcome === undefined) return refuse('no-such-means-test', { requestId: command.requestId });
      return test.contested ? [] : [{ ...command, type: 'MeansTestContested' }];
    }
    case 'RecordHomeVisit':
      return recordHomeVisit(command, relief, desk);
    case 'RecordNeighbourInquiry':
      return command.inquiredOn > desk.today
        ? refuse('occurred-in-future', { day: command.inquiredOn })
        : [{ ...command, type: 'NeighbourInquiryRecorded' }];
    case 'RecordDocumentsCheck':
      return recordDocumentsCheck(command, relief, desk);
    case 'RequestMutualCheck':
      return requestMutualCheck(command, relief, desk);
    case 'RecordMutualCheckReply':
      return recordMutualCheckReply(command, relief, desk);
    case 'ExpireMutualCheck':
      return expireMutualCheck(command, relief, desk);
    case 'ReportDuplicateAid':
      return reportDuplicateAid(command, relief);
    case 'VerifyDuplicateAid':
      return verifyDuplicateAid(command, relief, desk);
    case 'CallCommunityAppraisal':
      return [{ type: 'CommunityAppraisalCalled', on: command.on }];
    case 'RecordCommunityAppraisal':
      return command.agreed > command.attended
        ? refuse('more-agreed-than-attended', { attended: command.attended })
        : [{ ...command, type: 'CommunityAppraisalRecorded' }];
    case 'CalculateBenefit':
      return calculate(command, relief, desk);
    case 'GiveReviewOpinion':
      return giveOpinion(command, relief);
    case 'PostPublicNotice':
      return postNotice(command, relief, desk);
    case 'RaiseObjection': {
      const notice = openNotice(relief);
      if (notice === undefined) return refuse('no-such-notice');
      if (relief.objections.some((one) => one.objectionId === command.objectionId)) return [];
      return [{ ...command, type: 'ObjectionRaised', noticeId: notice.noticeId }];
    }
    case 'RecordReinvestigation': {
      const objection = relief.objections.find((one) => one.objectionId === command.objectionId);
      if (objection === undefined) return refuse('no-such-objection', { objectionId: command.objectionId });
      return objection.reinvestigated ? [] : [{ ...command, type: 'ObjectionReinvestigated' }];
    }
    case 'AnswerObjection': {
      const objection = relief.objections.find((one) => one.objectionId === command.objectionId);
      if (objection === undefined) return refuse('no-such-objection', { objectionId: command.objectionId });
      if (!objection.reinvestigated) return refuse('objection-not-reinvestigated');
      return objection.answered ? [] : [{ ...command, type: 'ObjectionAnswered' }];
    }
    case 'EndPublicNotice':
      return endNotice(command, relief, desk);
    case 'SubmitFile':
      return submitFile(relief, desk);
    case 'ReturnFile':
      return [{ type: 'FileReturned', reasons: command.reasons }];
    case 'ConfirmGrant':
      return confirm(command, relief, desk);
    case 'RefuseGrant':
      return refuseGrant(command, relief, desk);
    case 'ForwardToHukouOffice':
      return forwardToHukouOffice(command, relief);
    case 'RecordHukouOfficeAnswer':
      return recordHukouOfficeAnswer(command, relief, desk);
    case 'TellHukouAnswer':
      return tellHukouAnswer(command, desk);
    case 'DeliverRefusal':
      return command.deliveredOn > desk.today
        ? refuse('occurred-in-future', { day: command.deliveredOn })
        : relief.told.length > 0
          ? refuse('decision-already-delivered')
          : [{ ...command, type: 'RefusalNoticeDelivered' }];
    case 'DeliverDecision':
      return command.deliveredOn > desk.today
        ? refuse('occurred-in-future', { day: command.deliveredOn })
        : [{ ...command, type: 'DecisionDelivered' }];
    case 'PayFirstRelief':
      return payFirstRelief(command, relief, desk);
    case 'ApproveFurtherAdvance':
      if (command.officer === desk.actor.user) return refuse('second-approver-is-the-same');
      return relief.furtherAdvanceApprovals.some((one) => one.officer === command.officer)
        ? []
        : [{ ...command, type: 'FurtherAdvanceApproved', approver: desk.actor.user }];
    case 'CompleteFirstReliefPapers':
      return completePapers(command, relief);
    case 'OpenAccountability':
      return openAccountability(command, relief, desk);
    case 'HandOverToEmergencyManagement':
      return command.items.every(({ item }) => relief.handedOver.includes(item))
        ? []
        : [{ ...command, type: 'ItemsHandedToEmergencyManagement' }];
    case 'ProducePayment':
      return producePayment(command, relief);
    case 'RecordPayment':
      if (command.paidOn > desk.today) return refuse('occurred-in-future', { day: command.paidOn });
      return movePayment(relief, command, 'produced', ['paid', 'reconciled'], (payment) => ({
        type: 'BenefitPaid',
        ...payment,
        paidOn: command.paidOn,
      }));
    case 'ReturnPayment':
      return movePayment(relief, command, 'produced', ['returned'], (payment) => ({
        type: 'PaymentReturned',
        ...payment,
        ground: command.ground,
      }));
    case 'ReconcilePayment':
      return movePayment(relief, command, 'paid', ['reconciled'], (payment) => ({
        type: 'PaymentReconciled',
        ...payment,
      }));
    case 'RecordPeriodicReview':
      return command.reviewedOn > desk.today
        ? refuse('occurred-in-future', { day: command.reviewedOn })
        : [{ ...command, type: 'PeriodicReviewRecorded' }];
    case 'ReportChange':
      return reportChange(command, relief, desk);
    case 'AdjustBenefit':
      return adjust(command, relief);
    case 'RegisterEmployment':
      return registerEmployment(command, relief, desk);
    case 'StartPhaseOut':
      return startPhaseOut(command, relief, desk);
    case 'SuspendBenefit':
      return [{ type: 'BenefitSuspended', fromMonth: command.fromMonth, reasons: command.reasons }];
    case 'ResumeBenefit':
      return [{ type: 'BenefitResumed', fromMonth: command.fromMonth, reasons: command.reasons }];
    case 'TerminateBenefit':
      return terminate(command, relief, desk);
    case 'ReportDataMatch':
      return relief.dataMatches.some((match) => match.matchId === command.matchId)
        ? []
        : [{ ...command, type: 'DataMatchReported' }];
    case 'VerifyDataMatch': {
      const match = relief.dataMatches.find((one) => one.matchId === command.matchId);
      if (match === undefined) return refuse('no-such-data-match', { matchId: command.matchId });
      return match.confirmed === command.confirmed ? [] : [{ ...command, type: 'DataMatchVerified' }];
    }
    case 'OrderRecovery':
      return orderRecovery(command, relief);
    case 'RecordRepayment':
      return recordRepayment(command, relief);
    case 'ReferPenalty':
      return referPenalty(command, relief, desk);
    case 'RecordDeath':
      return recordDeath(command, relief, desk);
    case 'RenewCertificate':
      return schemeOf(relief) === 'disabilityAllowance'
        ? [{ type: 'CertificateRenewed', certificateExpiresOn: command.certificateExpiresOn }]
        : refuse('no-certificate-in-this-scheme');
    case 'RequestAdminReview':
      return requestAdminReview(command, relief, desk);
    case 'AnswerAdminReview':
      return answerAdminReview(command, relief);
    case 'RecordAdminReviewOutcome':
      return concludeAdminReview(command, relief);
    case 'CloseCase':
      return closeCase(command, relief);
    default:
      return command satisfies never;
  }
};
