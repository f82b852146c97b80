import { refuse } from '#kernel';
import type { Command } from '../commands.js';
import type { TransientEvent } from '../events.js';
import { type AgeGroup, type Transient, isMinor } from '../state.js';
import {
  type Outcome,
  type Parameters,
  type Refused,
  type TransientDesk,
  ageGroupNow,
  ageGroupOf,
  entryRefusal,
  titleFor,
} from './basis.js';

type Visit = Command<'RecordOutreachVisit'>;
type Met = Extract<TransientEvent, { type: 'PersonMet' }>;
type Meeting = Command<'RecordOutreach'> | Command<'RequestAssistance'>;

/** The first event of a case: whom the station deals with. */
export const meet = (command: Meeting, rules: Parameters, desk: TransientDesk): Met | NonNullable<Refused> => {
  const { personId, alias, office, area } = command;
  const person = desk.facts.persons[personId];
  if (person?.registered !== true) return refuse('person-not-registered', { personId });
  if (person.deceasedOn !== undefined) return refuse('person-deceased', { personId, diedOn: person.deceasedOn });
  const called = command.name ?? alias;
  if (called === undefined) return refuse('name-or-alias-missing');
  const ageGroup = ageGroupOf(personId, command.apparentAge, rules, desk);
  if (ageGroup === undefined) return refuse('age-missing');
  const identified = person.identified ?? true;
  const title = titleFor(called, ageGroup);
  // The list of a minor's case must not give away by the alias what the title leaves out.
  const shown = alias === undefined || isMinor(ageGroup) ? undefined : alias;
  return { type: 'PersonMet', personId, title, alias: shown, office, area, identified, ageGroup, metOn: desk.today };
};

const weatherTrigger = (temperatureC: number | undefined, { weather }: Parameters): 'heat' | 'cold' | 'none' => {
  if (temperatureC === undefined) return 'none';
  if (temperatureC >= weather.heatFromC) return 'heat';
  return temperatureC <= weather.coldToC ? 'cold' : 'none';
};

const visitRefusal = (visit: Visit, ageGroup: AgeGroup, desk: TransientDesk): Refused => {
  const { outcome, nextVisitOn, capacity } = visit;
  if (outcome === 'refused') {
    if (isMinor(ageGroup) || capacity === 'none') return refuse('never-left-on-the-street');
    if (nextVisitOn === undefined) return refuse('next-visit-missing');
    if (nextVisitOn < desk.today) return refuse('next-visit-in-the-past', { nextVisitOn });
    return visit.contactCard || visit.supplies.length > 0 ? undefined : refuse('supplies-or-card-missing');
  }
  if (nextVisitOn !== undefined) return refuse('next-visit-only-after-refusal');
  if (outcome === 'escorted' || outcome === 'guided') return entryRefusal(visit, ageGroup);
  return visit.takenTo === undefined ? refuse('taken-to-missing') : undefined;
};

const visited = (
  visit: Visit,
  office: string,
  ageGroup: AgeGroup,
  rules: Parameters,
  desk: TransientDesk,
): readonly TransientEvent[] | NonNullable<Refused> => {
  const refused = visitRefusal(visit, ageGroup, desk);
  if (refused !== undefined) return refused;
  const { nextVisitOn, takenTo = '', ...told } = visit;
  const { temperatureC, condition, outcome } = visit;
  const recorded: TransientEvent = {
    ...told,
    type: 'OutreachVisitRecorded',
    weatherTrigger: weatherTrigger(temperatureC, rules),
  };
  switch (outcome) {
    case 'refused':
      return nextVisitOn === undefined
        ? [recorded]
        : [recorded, { type: 'JointAssistanceAsked', station: office, nextVisitOn }];
    case 'guided':
    case 'escorted':
      return [recorded];
    case 'sentToHospital':
      return [recorded, { type: 'SentToHospital', hospital: takenTo, condition }];
    case 'toPolice':
      return [recorded, { type: 'HandedToPolice', ground: 'outreach', policeStation: takenTo }];
    default:
      return outcome satisfies never;
  }
};

export const recordOutreach = (command: Command<'RecordOutreach'>, rules: Parameters, desk: TransientDesk): Outcome => {
  const first = meet(command, rules, desk);
  if ('refused' in first) return first;
  const { type: _, personId: _p, name: _n, alias: _a, apparentAge: _g, office, area: _r, ...visit } = command;
  const rest = visited({ ...visit, type: 'RecordOutreachVisit' }, office, first.ageGroup, rules, desk);
  return 'refused' in rest ? rest : [first, ...rest];
};

export const recordVisit = (visit: Visit, transient: Transient, rules: Parameters, desk: TransientDesk): Outcome =>
  visited(visit, transient.met?.office ?? '', ageGroupNow(transient, rules, desk), rules, desk);

export const endLead = (
  command: Command<'EndLead'>,
  transient: Transient,
  rules: Parameters,
  desk: TransientDesk,
): Outcome =>
  isMinor(ageGroupNow(transient, rules, desk)) && command.ground !== 'caredForElsewhere'
    ? refuse('never-left-on-the-street')
    : [{ ...command, type: 'LeadEnded' }];
