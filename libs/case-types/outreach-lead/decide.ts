import type { Decision, Desk } from '#kernel';
import type { RuleBook } from '#rules';
import type { LeadCommand } from './commands.js';
import { reopen, tellInformant } from './decide/answering.js';
import { dispatch, giveBack, receive, triage } from './decide/intake.js';
import { convert, dismiss, recordReply, recordResult, refer, respond, verify } from './decide/settling.js';
import type { LeadEvent } from './events.js';
import type { LeadRefusal } from './refusals.js';
import type { Lead } from './state.js';

/** What happened, or why not. Stage and role were checked before. */
export const decide = (command: LeadCommand, lead: Lead, desk: Desk<RuleBook>): Decision<LeadEvent, LeadRefusal> => {
  switch (command.type) {
    case 'ReceiveLead':
      return receive(command, desk);
    case 'TriageLead':
      return triage(command, lead);
    case 'DispatchLead':
      return dispatch(command, lead);
    case 'ReturnLead':
      return giveBack(command, lead);
    case 'RespondOnScene':
      return respond(command, lead, desk);
    case 'VerifyAlert':
      return verify(command, lead, desk);
    case 'ConvertLead':
      return convert(command, lead);
    case 'ReferLead':
      return refer(command, lead);
    case 'RecordReferralReply':
      return recordReply(command, lead, desk);
    case 'RecordReferralResult':
      return recordResult(command, lead, desk);
    case 'DismissLead':
      return dismiss(command, lead);
    case 'TellInformant':
      return tellInformant(command, lead, desk);
    case 'ReopenLead':
      return reopen(command, lead, desk);
    default:
      return command satisfies never;
  }
};
