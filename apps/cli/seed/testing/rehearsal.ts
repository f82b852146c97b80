import { z } from 'zod';
import { caseTypes } from '#case-types';
import { type Organisation, actorsOf, demoUsers, foldOrganisation, handles, yubeiOffices } from '#identity';
import {
  type Actor,
  type AnyCaseType,
  type ClockView,
  type Decision,
  type Desk,
  type JsonObject,
  type Message,
  type PersonFacts,
  type Stamp,
  isRefusal,
  linkKinds,
  mayIssue,
} from '#kernel';
import { foundPersonInput, knownIdentity, newIdentity, personInput } from '#people';
import { type RuleBook, addToMonth, dayOf, monthOf, monthsFrom, readIdNumber, startingRuleBook } from '#rules';
import { payDayOf } from '../district.js';
import { type Act, withIds } from '../script.js';
import type { Story } from '../stories.js';

export const organisation: Organisation = foldOrganisation([...yubeiOffices, ...demoUsers]);

interface Rehearsed {
  readonly name: string;
  readonly room: AnyCaseType;
  state: unknown;
  version: number;
}

const envelope = z.looseObject({
  type: z.string(),
  occurredAt: z.iso.datetime({ offset: true }),
  linkedTo: z.array(z.strictObject({ caseId: z.string(), kind: z.enum(linkKinds) })).optional(),
});
const bundleBody = z.strictObject({
  cases: z.array(z.strictObject({ caseType: z.string(), command: z.looseObject({}) })),
});
const deathBody = z.strictObject({ diedOn: z.string() });

const roomOf = (type: string): AnyCaseType => {
  const room = caseTypes.find((one) => one.type === type);
  if (room === undefined) throw new Error(`There is no case type ${type}`);
  return room;
};

const payer: Actor = { user: 'ma.chao', role: 'paymentOfficer', office: 'bureau' };

/** Plays one story with the rooms alone: no log, no network, so that thousands can be tried. */
export class Rehearsal {
  readonly idNumbers: string[] = [];
  private readonly cases = new Map<string, Rehearsed>();
  private readonly persons: Record<string, PersonFacts> = {};
  private readonly known = new Map<string, string>();
  private readonly rules: RuleBook = startingRuleBook;

  /** @throws when an act is refused or is not shaped as the API asks */
  play({ acts }: Story, until: string): void {
    const first = acts[0]?.at.slice(0, 10) ?? until;
    const payDays = monthsFrom(monthOf(first), monthOf(until)).map((month) => payDayOf(this.rules.calendar, month));
    for (const act of acts) {
      while (payDays[0] !== undefined && payDays[0] < act.at.slice(0, 10)) this.pay(payDays.shift() ?? '');
      this.act(act);
    }
    for (const day of payDays) if (day <= until) this.pay(day);
  }

  /** Every clock of every case as it stands at the end. */
  clocks(now: string): readonly (ClockView & { readonly type: string; readonly name: string })[] {
    return [...this.cases.values()].flatMap(({ name, room, state }) =>
      room.clocks(state, this.rules, now).map((clock) => ({ ...clock, name, type: room.type })),
    );
  }

  private act(act: Act): void {
    const path = String(withIds(act.path, this.known));
    const body = withIds(act.body, this.known);
    const [, , area, one = '', two = ''] = path.split('/');
    if (area === 'people') this.meet(act, one, two, body);
    else if (area === 'bundles')
      for (const [index, { caseType, command }] of bundleBody.parse(body).cases.entries())
        this.send(act.by, caseType, undefined, act.notes[index] ?? '', command);
    else this.send(act.by, one, two === '' ? undefined : two, act.notes[0] ?? '', body);
  }

  private meet({ notes, at }: Act, one: string, two: string, body: unknown): void {
    const [name = ''] = notes;
    if (two === 'death') this.change(one, { deceasedOn: deathBody.parse(body).diedOn });
    else if (two === 'identity') this.identify(one, body);
    else if (one === 'unidentified') {
      const { sex, foundOn } = foundPersonInput.parse(body);
      if (foundOn > at.slice(0, 10)) throw new Error('found in the future');
      this.known.set(name, name);
      this.persons[name] = {
        personId: name,
        registered: true,
        identified: false,
        ...(sex === undefined ? {} : { sex }),
      };
    } else {
      this.known.set(name, name);
      this.persons[name] = { personId: name, ...this.factsIn(personInput.parse(body).idNumber) };
    }
  }

  private identify(personId: string, body: unknown): void {
    const asKnown = knownIdentity.extend({ identifiedAs: z.string() }).safeParse(body);
    if (asKnown.success) return;
    this.change(personId, this.factsIn(newIdentity.parse(body).idNumber));
  }

  private factsIn(idNumber: string): Omit<PersonFacts, 'personId'> {
    const read = readIdNumber(idNumber);
    if ('fault' in read) throw new Error(read.fault);
    this.idNumbers.push(idNumber);
    return { registered: true, identified: true, sex: read.sex, bornOn: read.bornOn };
  }

  private change(personId: string, change: Partial<PersonFacts>): void {
    const before = this.persons[personId];
    if (before === undefined) throw new Error(`Nobody is called ${personId}`);
    this.persons[personId] = { ...before, ...change };
  }

  private send(by: string, type: string, caseId: string | undefined, note: string, body: unknown): void {
    const { occurredAt, linkedTo = [], ...fields } = envelope.parse(body);
    const room = roomOf(type);
    const command: Message & JsonObject = room.commands[fields.type]?.parse(fields) as Message & JsonObject;
    if (command === undefined) throw new Error(`${type} has no command ${fields.type}`);
    if (caseId === undefined && !room.opening.includes(command.type)) throw new Error(`${command.type} opens no case`);
    const subject = this.subject(room, caseId ?? note);
    if (caseId === undefined) this.known.set(note, note);
    else if (note !== '') this.known.set(note, String(subject.version));
    const at = new Date(occurredAt).toISOString();
    const actor = this.actorFor(subject, command, by, caseId === undefined);
    this.issue(subject, command, actor, at);
    const { office, area } = room.summary(subject.state);
    if (
      !handles(organisation, actor, office, area) &&
      room.bringsIn?.includes(command.type) !== true &&
      caseId === undefined
    )
      throw new Error(`${command.type} by ${by}: not your office`);
    for (const { caseId: other, kind } of linkedTo) this.link(subject, this.subject(undefined, other), kind, actor, at);
  }

  private subject(room: AnyCaseType | undefined, name: string): Rehearsed {
    const held = this.cases.get(name);
    if (held !== undefined) return held;
    if (room === undefined) throw new Error(`There is no case ${name}`);
    const opened = { name, room, state: room.initial as unknown, version: 0 };
    this.cases.set(name, opened);
    return opened;
  }

  /** The first position that office and stage table allow for the command. */
  private actorFor({ room, state }: Rehearsed, { type }: Message, by: string, isOpening: boolean): Actor {
    const { office, area } = room.summary(state);
    const actor = actorsOf(organisation, by).find(
      (one) =>
        (isOpening || handles(organisation, one, office, area)) &&
        mayIssue(room.stages, room.stageOf(state), type, one.role).allowed,
    );
    if (actor === undefined)
      throw new Error(`${type} by ${by}: not allowed in stage ${room.stageOf(state)} or not theirs`);
    return actor;
  }

  private issue(subject: Rehearsed, command: Message, actor: Actor, at: string): void {
    const decision = this.decide(subject, command, actor, at);
    if (isRefusal(decision))
      throw new Error(`${command.type} at ${at}: ${decision.refused} ${JSON.stringify(decision.detail ?? {})}`);
    for (const event of decision) this.take(subject, event, actor, at);
  }

  private decide(subject: Rehearsed, command: Message, actor: Actor, at: string): Decision<Message, string> {
    const desk: Desk<RuleBook> = {
      caseId: subject.name,
      now: at,
      occurredAt: at,
      today: dayOf(at),
      actor,
      rules: this.rules,
      facts: { persons: this.persons, latePapers: {}, uploads: {} },
    };
    return subject.room.decide(command, subject.state, desk);
  }

  private take(subject: Rehearsed, event: Message, actor: Actor, at: string): void {
    const stamp: Stamp = { occurredAt: at, recordedAt: at, actor, day: dayOf(at) };
    subject.state = subject.room.evolve(subject.state, event, stamp);
    subject.version += 1;
  }

  private link(one: Rehearsed, other: Rehearsed, kind: string, actor: Actor, at: string): void {
    this.take(one, { type: 'CaseLinked', ...{ caseId: other.name, kind } }, actor, at);
    this.take(other, { type: 'CaseLinked', ...{ caseId: one.name, kind } }, actor, at);
  }

  private pay(day: string): void {
    const at = new Date(`${day}T23:59:59+08:00`).toISOString();
    for (const subject of this.cases.values())
      for (const back of [2, 1, 0]) {
        const month = addToMonth(monthOf(day), -back);
        const view = subject.room.money?.(subject.state, this.rules, at);
        if (view?.payable === undefined || month < view.payable.from || month > (view.payable.to ?? month)) continue;
        if (view.payments.some((line) => line.month === month)) continue;
        if (!mayIssue(subject.room.stages, subject.room.stageOf(subject.state), 'ProducePayment', payer.role).allowed)
          continue;
        const about = { month, batchId: `${day}/${month}` };
        // A batch goes on without the cases that pay nothing for the month.
        const produced = this.decide(subject, { type: 'ProducePayment', ...about }, payer, at);
        if (isRefusal(produced)) continue;
        for (const event of produced) this.take(subject, event, payer, at);
        this.issue(subject, { type: 'RecordPayment', ...about, ...{ paidOn: day } }, payer, at);
        this.issue(subject, { type: 'ReconcilePayment', ...about }, payer, at);
      }
  }
}
