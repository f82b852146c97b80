import { refuse } from '#kernel';
import type { GuardianshipCommand } from './commands.js';
import { confirmGuardianFit, recordAssessment, recordChildView, recordRecommendation } from './decide/assessment.js';
import {
  endAssistancePlan,
  makeAssistancePlan,
  recordAssistanceVisit,
  recordService,
  recordWarningLetter,
} from './decide/assistance.js';
import {
  decideTemporaryGuardianship,
  placeChild,
  recordHandover,
  recordHandoverElsewhere,
  recordPlacementVisit,
  recordRemoval,
} from './decide/care.js';
import { closeCase, endGuardianship } from './decide/closing.js';
import {
  applyForProtectionOrder,
  endProtectionOrder,
  recordOrderAcceptance,
  recordOrderRuling,
  renewProtectionOrder,
} from './decide/protection-order.js';
import {
  acceptReport,
  receiveReport,
  recordFurtherReport,
  registerConcern,
  screenReport,
  tellReporter,
  verifyConcern,
} from './decide/reports.js';
import { recordFollowUp, refuseReturn, requestReturn, returnChild } from './decide/return.js';
import {
  fileRevocationSuit,
  giveAdoptionGuidance,
  recordAdoption,
  recordConviction,
  recordJudgment,
  recordOthersSuit,
  recordRestorationRequest,
  recordRestorationRuling,
  startLongTermGuardianship,
} from './decide/revocation.js';
import { type GuardianshipDesk, type Outcome, type Sitting, rulesInForce } from './decide/sitting.js';
import type { Guardianship } from './state.js';

/** What happens, or why not. The stage table has already said that this role may issue the command now. */
export const decide = (command: GuardianshipCommand, guardianship: Guardianship, desk: GuardianshipDesk): Outcome => {
  const rules = rulesInForce(desk);
  if (rules === undefined) return refuse('no-rule-set-in-force', { day: desk.today });
  const sitting: Sitting = { guardianship, desk, rules };
  switch (command.type) {
    case 'ReceiveReport':
      return receiveReport(command, sitting);
    case 'RegisterConcern':
      return registerConcern(command, sitting);
    case 'RecordFurtherReport':
      return recordFurtherReport(command, sitting);
    case 'AcceptReport':
      return acceptReport(command, sitting);
    case 'NotifyPolice':
      return guardianship.policeNotified ? [] : [{ ...command, type: 'PoliceNotified' }];
    case 'ScreenReport':
      return screenReport(command, sitting);
    case 'TellReporter':
      return tellReporter(command, sitting);
    case 'VerifyConcern':
      return verifyConcern(command, sitting);
    case 'RecordRemoval':
      return recordRemoval(command, sitting);
    case 'RecordHandover':
      return recordHandover(command, sitting);
    case 'RecordHandoverElsewhere':
      return recordHandoverElsewhere(command, sitting);
    case 'DecideTemporaryGuardianship':
      return decideTemporaryGuardianship(command, sitting);
    case 'PlaceChild':
      return placeChild(command, sitting);
    case 'RecordPlacementVisit':
      return recordPlacementVisit(command, sitting);
    case 'RecordAssessment':
      return recordAssessment(command, sitting);
    case 'RecordChildView':
      return recordChildView(command, sitting);
    case 'ConfirmGuardianFit':
      return confirmGuardianFit(command, sitting);
    case 'RecordRecommendation':
      return recordRecommendation(command, sitting);
    case 'MakeAssistancePlan':
      return makeAssistancePlan(command, sitting);
    case 'RecordService':
      return recordService(command, sitting);
    case 'RecordAssistanceVisit':
      return recordAssistanceVisit(command, sitting);
    case 'EndAssistancePlan':
      return endAssistancePlan(command, sitting);
    case 'RecordWarningLetter':
      return recordWarningLetter(command, sitting);
    case 'ApplyForProtectionOrder':
      return applyForProtectionOrder(command, sitting);
    case 'RecordOrderAcceptance':
      return recordOrderAcceptance(command, sitting);
    case 'RecordOrderRuling':
      return recordOrderRuling(command, sitting);
    case 'RenewProtectionOrder':
      return renewProtectionOrder(command, sitting);
    case 'EndProtectionOrder':
      return endProtectionOrder(command, sitting);
    case 'FileRevocationSuit':
      return fileRevocationSuit(command, sitting);
    case 'RecordOthersSuit':
      return recordOthersSuit(command, sitting);
    case 'RecordJudgment':
      return recordJudgment(command, sitting);
    case 'RecordConviction':
      return recordConviction(command, sitting);
    case 'StartLongTermGuardianship':
      return startLongTermGuardianship(command, sitting);
    case 'RecordRestorationRequest':
      return recordRestorationRequest(command, sitting);
    case 'RecordRestorationRuling':
      return recordRestorationRuling(command, sitting);
    case 'GiveAdoptionGuidance':
      return giveAdoptionGuidance(command, sitting);
    case 'RecordAdoption':
      return recordAdoption(command, sitting);
    case 'RequestReturn':
      return requestReturn(command, sitting);
    case 'RefuseReturn':
      return refuseReturn(command, sitting);
    case 'ReturnChild':
      return returnChild(command, sitting);
    case 'RecordFollowUp':
      return recordFollowUp(command, sitting);
    case 'EndGuardianship':
      return endGuardianship(command, sitting);
    case 'CloseCase':
      return closeCase(command, sitting);
    default:
      return command satisfies never;
  }
};
