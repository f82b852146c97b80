import { v5 as uuidv5 } from 'uuid';
import { type CaseOutcome, type SignedIn, isRefused } from '#case-desk';
import type { Incoming, IncomingData, RegionDesk, Settlement, TakeMessage } from '#exchange';
import type { Actor, JsonObject, Message } from '#kernel';
import type { Person } from '#people';
import type { CaseloadRow } from '#read-models';
import type { System } from '#system';
import { inPieces } from './long-text.js';

const namespace = 'd2c0b7f4-4f38-4b0e-8f57-3d9d0f3c6a21';
const readModelPatienceMs = 5_000;

/** What these say may change: when a message that is still on its way has arrived, or another has been worked on. */
const early: ReadonlySet<string> = new Set([
  'no-such-case',
  'no-such-means-test',
  'no-such-dna-request',
  'command-not-allowed-in-stage',
  'version-conflict',
  // By another message at this moment: from now on the person is found.
  'person-already-registered',
]);

const refused = (reason: string): Settlement => ({ settled: early.has(reason) ? 'early' : 'refused', reason });

const settlementOf = (outcome: CaseOutcome): Settlement =>
  isRefused(outcome) ? refused(outcome.refused) : { settled: 'taken', caseId: outcome.caseId };

/** A department acts through the desk itself, under its own name. */
const departmentOf = (message: Incoming): SignedIn & Actor => ({
  user: message.type.slice('caseflow.'.length).replace(/\.v\d+$/, ''),
  role: 'system',
  office: 'bureau',
  positions: [{ role: 'system', office: 'bureau' }],
});

interface Errand {
  readonly system: System;
  readonly commandId: string;
  readonly by: SignedIn & Actor;
}

/** One command to a case that is open. */
const sendTo = async (
  { system, by }: Errand,
  caseId: string,
  caseType: string,
  command: Message & JsonObject,
  commandId: string,
): Promise<CaseOutcome> => {
  const handling = system.desks.of(caseType)?.handling;
  if (handling === undefined) return { refused: 'no-such-case', kind: 'not-found' };
  return handling.execute({ caseId, opening: false, command, by, commandId });
};

/** The person of this number and name; a number under another name is for people to look into. */
const personOf = async (
  { system }: Errand,
  { name, idNumber }: { readonly name: string; readonly idNumber: string },
): Promise<Person | 'unknown' | 'other-name'> => {
  const [found] = await system.people.search({ idNumber }, 1);
  if (found === undefined) return 'unknown';
  return found.name === name ? found : 'other-name';
};

/** The cases of a type in which the person appears under any entry. */
const casesOf = async (
  { system }: Errand,
  personId: string,
  caseType: string,
): Promise<readonly { readonly row: CaseloadRow; readonly entryId: string }[] | 'behind'> => {
  if (!(await system.readModels.waitForAll(readModelPatienceMs))) return 'behind';
  const entries = await system.people.joinedIds(personId);
  const found = await system.readModels.caseload.ofPersons(entries, true);
  return [...found].flatMap(([entryId, rows]) =>
    rows.filter(({ type }) => type === caseType).map((row) => ({ row, entryId })),
  );
};

const takeLead = async (
  errand: Errand,
  { person, informant, content, ...lead }: IncomingData<'caseflow.lead.reported.v1'>,
  happenedAt: string | undefined,
): Promise<Settlement> => {
  const { system, by, commandId } = errand;
  const handling = system.desks.of('outreach-lead')?.handling;
  if (handling === undefined) return refused('case-type-not-here');
  if (system.organisation.office(lead.office) === undefined) return refused('no-such-office');
  const known = person === undefined ? 'unknown' : await personOf(errand, person);
  const named = person === undefined ? content : `${content}\n当事人:${person.name}(${person.idNumber})`;
  const [text, ...more] = inPieces(named);
  const command = {
    type: 'ReceiveLead',
    ...lead,
    content: text,
    ...(typeof known === 'string' ? {} : { person: { personId: known.personId, name: known.name ?? '' } }),
    ...(informant === undefined ? {} : { informant }),
  };
  const opened = await handling.execute({
    caseId: commandId,
    opening: true,
    command,
    by,
    commandId,
    ...(happenedAt === undefined ? {} : { occurredAt: new Date(happenedAt).toISOString() }),
  });
  if (isRefused(opened)) return settlementOf(opened);
  for (const [n, piece] of more.entries()) {
    const note = { type: 'AddNote', text: piece };
    const noted = await sendTo(errand, opened.caseId, 'outreach-lead', note, uuidv5(`${commandId}/${n}`, namespace));
    if (isRefused(noted)) return settlementOf(noted);
  }
  return settlementOf(opened);
};

const takeDnaAnswer = async (
  errand: Errand,
  { caseId, person, ...answer }: IncomingData<'caseflow.dna.answered.v1'>,
): Promise<Settlement> => {
  const { system, by, commandId } = errand;
  if (person === undefined)
    return settlementOf(
      await sendTo(errand, caseId, 'transient-assistance', { type: 'RecordDnaAnswer', ...answer }, commandId),
    );
  const known = await personOf(errand, person);
  if (known === 'other-name') return refused('name-differs-from-registry');
  const registered =
    known === 'unknown'
      ? await system.people.register(person, by, uuidv5(`${commandId}/person`, namespace))
      : { personId: known.personId };
  if ('refused' in registered) return refused(registered.refused);
  const identified = { identifiedAs: registered.personId, name: person.name };
  const command = { type: 'RecordDnaAnswer', ...answer, ...identified };
  return settlementOf(await sendTo(errand, caseId, 'transient-assistance', command, commandId));
};

/** The registry learns of the death, and every open relief case of the person does, each by its own rules. */
const takeDeath = async (
  errand: Errand,
  { person, diedOn, certificate }: IncomingData<'caseflow.death.reported.v1'>,
): Promise<Settlement> => {
  const { system, by, commandId } = errand;
  const known = await personOf(errand, person);
  if (known === 'other-name') return refused('name-differs-from-registry');
  // Nobody of ours: nothing is to be stopped.
  if (known === 'unknown') return { settled: 'taken' };
  const death = await system.people.recordDeath(known.personId, diedOn, by, commandId);
  if ('refused' in death && death.refused !== 'death-already-recorded') return refused(death.refused);
  const cases = await casesOf(errand, known.personId, 'relief-application');
  if (cases === 'behind') return { settled: 'early', reason: 'read-models-behind' };
  for (const { row, entryId } of cases) {
    const command = { type: 'RecordDeath', personId: entryId, diedOn, source: certificate };
    const id = uuidv5(`${commandId}/${row.caseId}`, namespace);
    const outcome = await sendTo(errand, row.caseId, row.type, command, id);
    // A member who has left the household is no longer this case's matter.
    if (isRefused(outcome) && outcome.refused !== 'not-a-household-member') return refused(outcome.refused);
  }
  return { settled: 'taken', ...(cases[0] === undefined ? {} : { caseId: cases[0].row.caseId }) };
};

/** Told to every relief case of the person; what it means is for people to verify. */
const takeDataMatch = async (
  errand: Errand,
  { person, matchId, register, content }: IncomingData<'caseflow.data-match.signalled.v1'>,
): Promise<Settlement> => {
  const known = await personOf(errand, person);
  if (known === 'other-name') return refused('name-differs-from-registry');
  if (known === 'unknown') return refused('no-such-person');
  const cases = await casesOf(errand, known.personId, 'relief-application');
  if (cases === 'behind') return { settled: 'early', reason: 'read-models-behind' };
  let told: string | undefined;
  for (const { row } of cases) {
    const command = { type: 'ReportDataMatch', matchId, source: register, content };
    const id = uuidv5(`${errand.commandId}/${row.caseId}`, namespace);
    const outcome = await sendTo(errand, row.caseId, row.type, command, id);
    if (!isRefused(outcome)) told ??= outcome.caseId;
    else if (outcome.refused !== 'command-not-allowed-in-stage') return refused(outcome.refused);
  }
  return told === undefined ? refused('no-benefit-of-this-person') : { settled: 'taken', caseId: told };
};

/** Turns messages of other departments and regions into commands of the case types they concern. */
export const messageTaker =
  (system: System, regionDesk?: RegionDesk): TakeMessage =>
  async (message, commandId) => {
    const errand: Errand = { system, commandId, by: departmentOf(message) };
    switch (message.type) {
      case 'caseflow.lead.reported.v1':
        return takeLead(errand, message.data, message.time);
      case 'caseflow.means-test.answered.v1': {
        const { caseId, ...answer } = message.data;
        const command = { type: 'RecordMeansTestResult', ...answer };
        return settlementOf(await sendTo(errand, caseId, 'relief-application', command, commandId));
      }
      case 'caseflow.dna.answered.v1':
        return takeDnaAnswer(errand, message.data);
      case 'caseflow.death.reported.v1':
        return takeDeath(errand, message.data);
      case 'caseflow.data-match.signalled.v1':
        return takeDataMatch(errand, message.data);
      case 'caseflow.region.message.v1':
        return regionDesk === undefined
          ? refused('no-region-connected')
          : (system.exchange?.regions?.take(message, regionDesk, commandId) ?? refused('no-region-connected'));
      default:
        return message satisfies never;
    }
  };
