import { type Decision, type Desk, refuse } from '#kernel';
import { type RuleBook, compareInstants } from '#rules';
import { clocks } from '../clocks.js';
import type { Command } from '../commands.js';
import type { LeadEvent } from '../events.js';
import type { LeadRefusal } from '../refusals.js';
import { type Lead, hasInformant } from '../state.js';

type Outcome = Decision<LeadEvent, LeadRefusal>;

/** Before there is an outcome it is an answer on the way; after it, the outcome itself, told once. */
export const tellInformant = (command: Command<'TellInformant'>, lead: Lead, desk: Desk<RuleBook>): Outcome => {
  if (!hasInformant(lead)) return refuse('no-informant');
  if (command.toldOn > desk.today) return refuse('occurred-in-future', { day: command.toldOn });
  const outcome = lead.outcome !== undefined;
  if (outcome && !lead.outcomeUntold) return [];
  const last = lead.answers.at(-1);
  if (!outcome && last?.toldOn === command.toldOn && last.answer === command.answer) return [];
  return [{ ...command, type: 'InformantTold', outcome }];
};

const objectionEndsAt = (lead: Lead, desk: Desk<RuleBook>): string | undefined =>
  clocks(lead, desk.rules, desk.now).findLast(({ clock }) => clock.startsWith('leadObjection'))?.dueAt;

export const reopen = (command: Command<'ReopenLead'>, lead: Lead, desk: Desk<RuleBook>): Outcome => {
  if (lead.received === undefined) return [];
  if (lead.cases.length > 0) return refuse('cases-still-linked', { cases: lead.cases });
  if (command.ground === 'convertedInError' && lead.outcome !== 'converted') return refuse('lead-not-converted');
  if (command.ground === 'informantObjects') {
    if (!hasInformant(lead)) return refuse('no-informant');
    const endsAt = lead.outcomeUntold ? undefined : objectionEndsAt(lead, desk);
    if (endsAt !== undefined && compareInstants(desk.occurredAt, endsAt) >= 0)
      return refuse('objection-too-late', { endsAt });
  }
  return [{ ...command, type: 'LeadReopened', channel: lead.received.channel }];
};
