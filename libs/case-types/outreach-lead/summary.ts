import type { CaseSummary } from '#kernel';
import type { LeadCommandName } from './commands.js';
import { stages } from './stages.js';
import { type Lead, goesOutAtOnce, isAlert } from './state.js';

const workStep = (lead: Lead): LeadCommandName | undefined => {
  if (isAlert(lead) && lead.verification === undefined) return 'VerifyAlert';
  if (lead.cases.length > 0) return 'ConvertLead';
  if (lead.stage === 'triaged') return 'DispatchLead';
  return lead.stage === 'dispatched' && !isAlert(lead) ? 'RespondOnScene' : undefined;
};

const referralStep = (lead: Lead): LeadCommandName | undefined => {
  const referral = lead.referrals.at(-1);
  if (referral?.taken === undefined) return 'RecordReferralReply';
  return referral.taken && referral.settledOn === undefined ? 'RecordReferralResult' : undefined;
};

/** The command that normally comes next; none where a person has to choose between outcomes. */
export const nextStep = (lead: Lead): LeadCommandName | undefined => {
  switch (lead.stage) {
    case 'unopened':
      return 'ReceiveLead';
    case 'received':
      return goesOutAtOnce(lead) ? 'DispatchLead' : 'TriageLead';
    case 'triaged':
    case 'dispatched':
    case 'responding':
      return workStep(lead);
    case 'referred':
      return lead.outcomeUntold ? 'TellInformant' : referralStep(lead);
    case 'converted':
    case 'dismissed':
      return lead.outcomeUntold ? 'TellInformant' : undefined;
    default:
      return lead.stage satisfies never;
  }
};

/** The generic caseload row. A lead about a child shows no name. */
export const summary = (lead: Lead): CaseSummary => {
  const { received } = lead;
  return {
    stage: lead.stage,
    open: stages[lead.stage].closed !== true,
    scheme: received?.channel ?? '',
    title: received?.aboutChild === true ? undefined : received?.person?.name,
    office: lead.at.office,
    area: lead.at.area,
    persons: received?.person === undefined ? [] : [received.person.personId],
    openedOn: received?.receivedOn ?? '',
    amountFen: undefined,
    nextStep: nextStep(lead),
    outcome: lead.outcome,
    figures: {
      channel: received?.channel ?? '',
      matter: lead.matter ?? '',
      urgent: lead.urgency !== 'normal',
      seenOnScene: lead.responses.length > 0,
      cases: lead.cases.length,
      ground: lead.ground ?? '',
      informantUntold: lead.outcomeUntold,
      ...(received?.alert === undefined
        ? {}
        : {
            indicator: `${received.alert.indicator}@${received.alert.indicatorVersion}`,
            alert: lead.verification === undefined ? 'unverified' : lead.verification.confirmed ? 'true' : 'false',
          }),
    },
  };
};
