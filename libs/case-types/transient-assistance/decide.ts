import { refuse } from '#kernel';
import type { TransientCommand } from './commands.js';
import { type Outcome, type TransientDesk, notAfterToday, ruleSetFor } from './decide/basis.js';
import { closeCase, recordFollowUp } from './decide/closing.js';
import { postDeathAnnouncement, recordDeath, recordDisposal } from './decide/death.js';
import { recordLeave, recordOwnDeparture, terminate } from './decide/departure.js';
import {
  checkIdentity,
  establishIdentity,
  postTracingNotice,
  recordDnaAnswer,
  recordLongStay,
  refreshTracingNotice,
  reportLongerStay,
  requestDna,
} from './decide/identity.js';
import { admit, recordArrival, refuseAssistance, requestAssistance } from './decide/intake.js';
import { endLead, recordOutreach, recordVisit } from './decide/outreach.js';
import { arrangeReturn, offerHandOver, recordReturn, recordStationRefusal, signHandOver } from './decide/returning.js';
import { discharge, recordPoliceOutcome, reportMissing, reportToPolice } from './decide/safety.js';
import {
  approveSettlement,
  completeSettlement,
  proposeSettlement,
  registerHukou,
  returnSettlement,
} from './decide/settlement.js';
import type { Transient } from './state.js';

/** What happened, or why not. When and who is for the stage table. */
export const decide = (command: TransientCommand, transient: Transient, desk: TransientDesk): Outcome => {
  const rules = ruleSetFor(transient, desk)?.transient;
  if (rules === undefined) return refuse('no-rule-set-in-force', { day: desk.today });
  switch (command.type) {
    case 'RecordOutreach':
      return recordOutreach(command, rules, desk);
    case 'RecordOutreachVisit':
      return recordVisit(command, transient, rules, desk);
    case 'EndLead':
      return endLead(command, transient, rules, desk);
    case 'RequestAssistance':
      return requestAssistance(command, rules, desk);
    case 'RecordArrival':
      return recordArrival(command, transient, rules, desk);
    case 'RefuseAssistance':
      return refuseAssistance(command, transient, rules, desk);
    case 'SendToHospital':
      return [{ ...command, type: 'SentToHospital' }];
    case 'RecordDischarge':
      return discharge(command, transient, rules, desk);
    case 'HandToPolice':
      return [{ ...command, type: 'HandedToPolice' }];
    case 'RecordPoliceOutcome':
      return recordPoliceOutcome(command, transient, rules, desk);
    case 'ReportToPolice':
      return reportToPolice(command, transient);
    case 'AdmitPerson':
      return admit(command, transient, rules, desk);
    case 'RecordService':
      return notAfterToday(command.on, desk) ?? [{ ...command, type: 'ServiceRecorded' }];
    case 'CheckIdentity':
      return checkIdentity(command, transient, rules, desk);
    case 'EstablishIdentity':
      return establishIdentity(command, transient, rules, desk);
    case 'PostTracingNotice':
      return postTracingNotice(command, transient, rules, desk);
    case 'RefreshTracingNotice':
      return refreshTracingNotice(command, transient, rules, desk);
    case 'RequestDna':
      return requestDna(command, transient);
    case 'RecordDnaAnswer':
      return recordDnaAnswer(command, transient, rules, desk);
    case 'RecordLongStay':
      return recordLongStay(command, transient, rules, desk);
    case 'ReportLongerStay':
      return reportLongerStay(command, transient, desk);
    case 'ProposeSettlement':
      return proposeSettlement(command, transient, rules, desk);
    case 'ApproveSettlement':
      return approveSettlement(command, transient, desk);
    case 'ReturnSettlement':
      return returnSettlement(command, transient);
    case 'RegisterHukou':
      return registerHukou(command, transient, rules, desk);
    case 'CompleteSettlement':
      return completeSettlement(command, transient, rules, desk);
    case 'ArrangeReturn':
      return arrangeReturn(command, transient, rules, desk);
    case 'OfferHandOverToStation':
      return offerHandOver(command, transient, rules, desk);
    case 'RecordStationRefusal':
      return recordStationRefusal(command, transient, rules, desk);
    case 'SignHandOver':
      return signHandOver(command, transient, rules, desk);
    case 'RecordReturn':
      return recordReturn(command, transient, rules, desk);
    case 'RecordOwnDeparture':
      return recordOwnDeparture(command, transient, rules, desk);
    case 'RecordLeaveWithoutProcedure':
      return recordLeave(command, transient, rules, desk);
    case 'ReportMissing':
      return reportMissing(command, transient, rules, desk);
    case 'RecordFound':
      return [{ ...command, type: 'PersonFoundAgain' }];
    case 'TerminateForFalsehood':
      return terminate(command, transient, rules, desk);
    case 'RecordDeath':
      return recordDeath(command, transient, desk);
    case 'NotifyKin':
      return transient.death?.kinReached === true ? [] : [{ ...command, type: 'KinNotified' }];
    case 'PostDeathAnnouncement':
      return postDeathAnnouncement(command, transient, rules, desk);
    case 'ListBelongings':
      return transient.death?.belongingsListed === true ? [] : [{ ...command, type: 'BelongingsListed' }];
    case 'RecordDisposal':
      return recordDisposal(command, transient, desk);
    case 'RecordFollowUp':
      return recordFollowUp(command, transient, desk);
    case 'CloseCase':
      return closeCase(command, transient);
    default:
      return command satisfies never;
  }
};
