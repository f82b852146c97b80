import { type Decision, type Desk, refuse } from '#kernel';
import type { RuleBook } from '#rules';
import type { Command } from '../commands.js';
import type { LeadEvent } from '../events.js';
import type { LeadRefusal } from '../refusals.js';
import { type Lead, type Whereabouts, goesOutAtOnce } from '../state.js';

type Outcome = Decision<LeadEvent, LeadRefusal>;

export const receive = (command: Command<'ReceiveLead'>, desk: Desk<RuleBook>): Outcome => {
  const { informant, aboutChild = false, urgency = 'normal', ...lead } = command;
  const { channel, person } = command;
  if (channel === 'dataMatch' && command.alert === undefined) return refuse('alert-missing');
  if (channel !== 'dataMatch' && command.alert !== undefined) return refuse('alert-only-for-data-matches');
  if (channel === 'dataMatch' && informant !== undefined) return refuse('alert-has-no-informant');
  if (channel === 'hotline' && command.ticket === undefined) return refuse('ticket-missing');
  if (channel === 'crossRegion' && command.region === undefined) return refuse('region-missing');
  if (person !== undefined && desk.facts.persons[person.personId]?.registered !== true)
    return refuse('person-not-registered', { personId: person.personId });
  return [
    {
      ...lead,
      type: 'LeadReceived',
      aboutChild,
      urgency,
      informantSealed: informant !== undefined,
      receivedOn: desk.today,
    },
  ];
};

export const triage = (command: Command<'TriageLead'>, lead: Lead): Outcome => {
  const { channel } = lead.received ?? {};
  if (channel === undefined) return [];
  const urgency = command.urgency ?? lead.urgency;
  return lead.matter === command.matter && lead.urgency === urgency
    ? []
    : [{ ...command, type: 'LeadTriaged', channel, urgency }];
};

const sameDesk = (one: Whereabouts, other: Whereabouts): boolean =>
  one.office === other.office && one.area === other.area;

/** An urgent lead goes out before it is sorted: it is the government's matter until somebody on scene says otherwise. */
export const dispatch = (command: Command<'DispatchLead'>, lead: Lead): Outcome => {
  const { channel } = lead.received ?? {};
  if (channel === undefined) return [];
  if (lead.stage === 'received' && !goesOutAtOnce(lead)) return refuse('lead-not-triaged');
  if (lead.stage === 'dispatched' && sameDesk(command, lead.at)) return [];
  if (lead.handedOver && command.office !== lead.at.office) return refuse('lead-moves-by-hand-over');
  const { urgency, matter = 'governmentMatter' } = lead;
  return [
    ...(lead.matter === undefined ? [{ type: 'LeadTriaged' as const, channel, matter, urgency }] : []),
    {
      ...command,
      type: 'LeadDispatched',
      channel,
      matter,
      urgency,
      fromOffice: lead.at.office,
      ...(lead.at.area === undefined ? {} : { fromArea: lead.at.area }),
    },
  ];
};

export const giveBack = (command: Command<'ReturnLead'>, lead: Lead): Outcome => {
  const back = lead.cameFrom.at(-1);
  if (back === undefined) return refuse('never-dispatched');
  if (lead.handedOver) return refuse('lead-moves-by-hand-over');
  return [{ type: 'LeadReturned', fromOffice: lead.at.office, ...back, reason: command.reason }];
};
