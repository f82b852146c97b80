import { v5 as uuidv5 } from 'uuid';
import { type CaseOutcome, type SignedIn, isRefused } from '#case-desk';
import type { Partner, RegionMessage, RegionMessageOf, Regions, Settlement } from '#exchange';
import type { Actor, JsonObject, Message } from '#kernel';
import { dayOf } from '#rules';
import type { System } from '#system';
import { inPieces } from './long-text.js';

const namespace = '0c0a6c4e-33c5-4d3d-8a65-6f7f0d1c3b90';
const readModelPatienceMs = 5_000;
const reliefType = 'relief-application';
/** Stages in which a relief case gives aid. */
const aiding: ReadonlySet<string> = new Set(['granted', 'phasingOut', 'suspended']);

/** What these say may change: when a message that is still on its way has arrived, or another has been worked on. */
const early: ReadonlySet<string> = new Set([
  'no-such-case',
  'no-such-thread',
  'no-such-mutual-check',
  'no-such-hand-over',
  'command-not-allowed-in-stage',
  'version-conflict',
  // By another message at this moment: from now on the person is found.
  'person-already-registered',
]);

const userPrefix = 'region:';

/** The installation behind the user of an event, where another region acted. */
export const regionIn = (user: string): string | undefined =>
  user.startsWith(userPrefix) ? user.slice(userPrefix.length) : undefined;

interface Errand {
  readonly system: System;
  readonly regions: Regions;
  readonly from: Partner;
  readonly commandId: string;
}

const refused = (reason: string): Settlement => ({ settled: early.has(reason) ? 'early' : 'refused', reason });

const settlementOf = (outcome: CaseOutcome): Settlement =>
  isRefused(outcome) ? refused(outcome.refused) : { settled: 'taken', caseId: outcome.caseId };

/** The other region acts in our log under its own name, through the desk. */
const actorOf = ({ from }: Errand): SignedIn & Actor => ({
  user: `${userPrefix}${from.installation}`,
  role: 'system',
  office: 'bureau',
  positions: [{ role: 'system', office: 'bureau' }],
});

const execute = (
  errand: Errand,
  { thread, messageId }: RegionMessage,
  caseType: string,
  caseId: string,
  command: Message & JsonObject,
  commandId: string,
  opening = false,
): Promise<CaseOutcome> => {
  const handling = errand.system.desks.of(caseType)?.handling;
  if (handling === undefined) return Promise.resolve({ refused: 'case-type-not-here', kind: 'not-found' });
  const by = actorOf(errand);
  return handling.execute({ caseId, opening, command, by, commandId, correlationId: thread, causationId: messageId });
};

/** The case of ours that the thread began with; a matter of another partner is none of this one's. */
const ourCase = async ({ regions, from }: Errand, { thread }: RegionMessage): Promise<string | undefined> => {
  const entries = await regions.threads.entries(thread);
  const theirs = entries.filter(({ act, to }) => act === 'sent' && to === from.installation);
  return theirs.find(({ caseId }) => caseId !== undefined)?.caseId;
};

/** One command to the case of ours that the thread began with. */
const answerCase = async (
  errand: Errand,
  message: RegionMessage,
  caseType: string,
  command: Message & JsonObject,
): Promise<Settlement> => {
  const caseId = await ourCase(errand, message);
  if (caseId === undefined) return refused('no-such-thread');
  return settlementOf(await execute(errand, message, caseType, caseId, command, errand.commandId));
};

interface Asked {
  readonly office: string;
  readonly place: string;
  readonly content: string;
  readonly person?: { readonly personId: string; readonly name: string };
  readonly aboutChild?: boolean;
}

/**
 * What another region asks of us is brought to a desk as a lead, joined to the case there. What people then do with the
 * lead is the answer.
 */
const bringToDesk = async (errand: Errand, message: RegionMessage, asked: Asked): Promise<Settlement> => {
  const { from, commandId } = errand;
  const [text, ...more] = inPieces(asked.content);
  const command = {
    type: 'ReceiveLead',
    channel: 'crossRegion',
    region: from.region,
    informant: { name: from.bureauName, unit: from.bureauName },
    ...asked,
    content: text,
  };
  const opened = await execute(errand, message, 'outreach-lead', commandId, command, commandId, true);
  if (isRefused(opened)) return refused(opened.refused);
  for (const [n, piece] of more.entries()) {
    const addNote = { type: 'AddNote', text: piece };
    const noteId = uuidv5(`${commandId}/${n}`, namespace);
    const noted = await execute(errand, message, 'outreach-lead', opened.caseId, addNote, noteId);
    if (isRefused(noted)) return refused(noted.refused);
  }
  const link = { type: 'LinkCase', caseId: message.caseId, kind: 'region', region: from.region };
  const linkId = uuidv5(`${commandId}/link`, namespace);
  const linked = await execute(errand, message, 'outreach-lead', opened.caseId, link, linkId);
  return isRefused(linked) ? refused(linked.refused) : { settled: 'taken', caseId: opened.caseId };
};

const takeMutualCheck = async (
  errand: Errand,
  message: RegionMessageOf<'mutual-check.asked.v1'>,
): Promise<Settlement> => {
  const { system, regions, from, commandId } = errand;
  const { checkId, purpose, consent, expiresOn, persons } = message;
  if (expiresOn < dayOf(system.clock.now())) return refused('mutual-check-expired');
  if (!(await system.readModels.waitForAll(readModelPatienceMs)))
    return { settled: 'early', reason: 'read-models-behind' };
  const names = persons.map(({ name, idNumber }) => `${name}(${idNumber})`).join('、');
  const brought = await bringToDesk(errand, message, {
    office: regions.settings.offices.bureau,
    place: from.region,
    content: [
      `${from.bureauName}请求互查:${names}`,
      `目的:${purpose};授权:${consent.signedBy.join('、')} ${consent.signedOn};使用期限至${expiresOn}`,
    ].join('\n'),
  });
  if (brought.settled !== 'taken') return brought;
  for (const { name, idNumber } of persons) {
    const [person] = await system.people.search({ idNumber }, 1);
    if (person === undefined || person.name !== name) continue;
    const entries = await system.people.joinedIds(person.personId);
    const cases = await system.readModels.caseload.ofPersons(entries, false);
    for (const [entryId, rows] of cases)
      for (const { caseId } of rows.filter((row) => row.type === reliefType && aiding.has(row.stage))) {
        const command = {
          type: 'ReportDuplicateAid',
          alertId: checkId,
          region: from.region,
          counterpartOffice: from.bureauName,
          persons: [entryId],
          content: `${from.bureauName}正在办理同一人员的救助(${purpose}),请双方核实。`,
        };
        const id = uuidv5(`${commandId}/${caseId}`, namespace);
        const alerted = await execute(errand, message, reliefType, caseId, command, id);
        if (isRefused(alerted)) return refused(alerted.refused);
      }
  }
  return brought;
};

const takeChildBenefit = async (
  errand: Errand,
  message: RegionMessageOf<'child-benefit.forwarded.v1'>,
): Promise<Settlement> => {
  const { system, regions, from, commandId } = errand;
  const { child, representative, reason, papers, reference } = message;
  const [known] = await system.people.search({ idNumber: child.idNumber }, 1);
  if (known !== undefined && known.name !== child.name) return refused('name-differs-from-registry');
  const registered =
    known ?? (await system.people.register(child, actorOf(errand), uuidv5(`${commandId}/person`, namespace)));
  if ('refused' in registered) return refused(registered.refused);
  const spoken = representative === undefined ? '' : `;代理人:${representative.name}(${representative.relation})`;
  return bringToDesk(errand, message, {
    office: regions.settings.offices.townOffice,
    place: from.region,
    person: { personId: registered.personId, name: child.name },
    aboutChild: true,
    content: `川渝通办儿童福利:${from.bureauName}受理并录入(${reference})${spoken}\n申请理由:${reason}\n材料:${papers.join('、')}`,
  });
};

const takeHandOver = (errand: Errand, message: RegionMessageOf<'hand-over.offered.v1'>): Promise<Settlement> => {
  const { person, stationName, plannedOn, destination } = message;
  const { from, regions } = errand;
  const number = person.idNumber === undefined ? '' : `(${person.idNumber})`;
  return bringToDesk(errand, message, {
    office: regions.settings.offices.station,
    place: from.region,
    content: `${from.bureauName}拟于${plannedOn}将${person.name}${number}护送交接至${stationName}${destination === undefined ? '' : `,去向${destination}`}`,
  });
};

/** What is only to be known is written beside what the region asked before. */
const note = async (errand: Errand, message: RegionMessage, text: string): Promise<Settlement> => {
  const entries = await errand.regions.threads.entries(message.thread);
  const theirs = entries.filter(({ act, from }) => act === 'taken' && from === errand.from.installation);
  const leadId = theirs.find(({ caseId }) => caseId !== undefined)?.caseId;
  if (leadId === undefined) return refused('no-such-thread');
  const command = { type: 'AddNote', text };
  return settlementOf(await execute(errand, message, 'outreach-lead', leadId, command, errand.commandId));
};

/** Turns a message of another region into commands of ours. */
export const takeFromRegion = async (errand: Errand, message: RegionMessage): Promise<Settlement> => {
  const { from, regions } = errand;
  switch (message.kind) {
    case 'mutual-check.asked.v1':
      return takeMutualCheck(errand, message);
    case 'mutual-check.answered.v1': {
      const { checkId, found, content } = message;
      return answerCase(errand, message, reliefType, { type: 'RecordMutualCheckReply', checkId, found, content });
    }
    case 'relief.given.v1': {
      const { what, amountFen, givenOn } = message;
      const how = what === 'firstRelief' ? '先行救助' : '临时救助';
      return note(errand, message, `${from.bureauName}已于${givenOn}给予${how}${amountFen / 100}元`);
    }
    case 'child-benefit.forwarded.v1':
      return takeChildBenefit(errand, message);
    case 'child-benefit.answered.v1': {
      const { outcome, answeredOn, content } = message;
      const answer = { outcome, answeredOn, ...(content === undefined ? {} : { content }) };
      return answerCase(errand, message, reliefType, { type: 'RecordHukouOfficeAnswer', ...answer });
    }
    case 'hand-over.offered.v1':
      return takeHandOver(errand, message);
    case 'hand-over.signed.v1': {
      const { handOverId, signedBy, signedOn, theirCase } = message;
      if (theirCase === undefined)
        return note(errand, message, `${from.bureauName}一方已签字交接:${signedBy},${signedOn}`);
      const signed = { handOverId, side: 'theirs', signedBy, signedOn, theirCase };
      return answerCase(errand, message, 'transient-assistance', { type: 'SignHandOver', ...signed });
    }
    case 'hand-over.refused.v1': {
      const { handOverId, refusedOn, reason } = message;
      const refusal = { handOverId, refusedOn, reason };
      return answerCase(errand, message, 'transient-assistance', { type: 'RecordStationRefusal', ...refusal });
    }
    case 'hand-over.escalated.v1':
      return bringToDesk(errand, message, {
        office: regions.settings.offices.bureau,
        place: from.region,
        content: `${from.bureauName}提请协调:救助站拒绝接收,理由为“${message.reason}”`,
      });
    default:
      return message satisfies never;
  }
};
