import { refuse } from '#kernel';
import { ruleSetName } from '#rules';
import type { Command } from '../commands.js';
import type { TransientEvent } from '../events.js';
import { type AgeGroup, type Transient, isMinor, personOf } from '../state.js';
import {
  type Outcome,
  type Parameters,
  type Refused,
  type TransientDesk,
  ageGroupNow,
  entryRefusal,
  ruleSetFor,
} from './basis.js';
import { meet } from './outreach.js';

type Arrival = Command<'RecordArrival'>;

const toHospital: readonly string[] = ['mental', 'infectious', 'critical', 'injured'];
const toPolice: readonly string[] = ['drunkDangerous', 'drugs'];

const companionEvents = (
  { relation, personId, description }: NonNullable<Arrival['companion']>,
  ageGroup: AgeGroup,
): readonly TransientEvent[] => {
  const separated = relation === 'unrelated' && isMinor(ageGroup);
  const recorded: TransientEvent = { type: 'CompanionRecorded', relation, personId, description, separated };
  return separated ? [recorded, { type: 'TraffickingSuspected', basis: 'unrelatedAdultWithMinor' }] : [recorded];
};

const arrived = (
  command: Arrival,
  personId: string | undefined,
  ageGroup: AgeGroup,
): readonly TransientEvent[] | NonNullable<Refused> => {
  const refused = entryRefusal(command, ageGroup);
  if (refused !== undefined) return refused;
  const { companion, ...request } = command;
  if (companion?.personId !== undefined && companion.personId === personId) return refuse('companion-is-the-person');
  const asked: TransientEvent = {
    ...request,
    type: 'AssistanceRequested',
    hospitalFirst: command.signs.some((sign) => toHospital.includes(sign)),
    policeFirst: command.signs.some((sign) => toPolice.includes(sign)),
  };
  return companion === undefined ? [asked] : [asked, ...companionEvents(companion, ageGroup)];
};

export const requestAssistance = (
  command: Command<'RequestAssistance'>,
  rules: Parameters,
  desk: TransientDesk,
): Outcome => {
  const first = meet(command, rules, desk);
  if ('refused' in first) return first;
  const { type: _, personId, name: _n, alias: _a, apparentAge: _g, office: _o, area: _r, ...arrival } = command;
  const rest = arrived({ ...arrival, type: 'RecordArrival' }, personId, first.ageGroup);
  return 'refused' in rest ? rest : [first, ...rest];
};

export const recordArrival = (
  command: Arrival,
  transient: Transient,
  rules: Parameters,
  desk: TransientDesk,
): Outcome => arrived(command, personOf(transient), ageGroupNow(transient, rules, desk));

/** Not eligible: told at once, with reasons and remedies (国务院令第381号 §6). */
export const refuseAssistance = (
  command: Command<'RefuseAssistance'>,
  transient: Transient,
  rules: Parameters,
  desk: TransientDesk,
): Outcome => {
  if (isMinor(ageGroupNow(transient, rules, desk))) return refuse('minor-never-refused');
  if (transient.firstTo !== undefined) return refuse(`${transient.firstTo}-first`);
  return command.remedyText
    ? [{ ...command, type: 'AssistanceRefused', decidedOn: desk.today }]
    : refuse('remedies-not-told');
};

const bedRefusal = (
  { dormitory, searchedBySameSex, place }: Command<'AdmitPerson'>,
  transient: Transient,
  ageGroup: AgeGroup,
  desk: TransientDesk,
): Refused => {
  if (!searchedBySameSex) return refuse('search-by-same-sex');
  if ((dormitory === 'ward') !== (place === 'hospital')) return refuse('place-does-not-fit');
  const sex = desk.facts.persons[personOf(transient) ?? '']?.sex;
  if ((dormitory === 'men' && sex === 'female') || (dormitory === 'women' && sex === 'male'))
    return refuse('separate-sexes');
  if (isMinor(ageGroup) && (dormitory === 'men' || dormitory === 'women')) return refuse('minors-apart-from-adults');
  if (!isMinor(ageGroup) && dormitory === 'children') return refuse('minors-apart-from-adults');
  return transient.separatedCompanion && dormitory === 'family' ? refuse('companion-kept-apart') : undefined;
};

export const admit = (
  command: Command<'AdmitPerson'>,
  transient: Transient,
  rules: Parameters,
  desk: TransientDesk,
): Outcome => {
  const ruleSet = ruleSetFor(transient, desk);
  if (ruleSet === undefined) return refuse('no-rule-set-in-force', { day: desk.today });
  if (transient.admission !== undefined) return refuse('already-admitted');
  if (transient.firstTo !== undefined) return refuse(`${transient.firstTo}-first`);
  if ((command.place === 'hospital') !== (transient.whereabouts === 'hospital')) return refuse('place-does-not-fit');
  const ageGroup = ageGroupNow(transient, rules, desk);
  const refused = entryRefusal(command, ageGroup) ?? bedRefusal(command, transient, ageGroup, desk);
  if (refused !== undefined) return refused;
  const { searchedBySameSex: _, ...entry } = command;
  return [
    {
      ...entry,
      type: 'PersonAdmitted',
      admittedOn: desk.today,
      ageGroup,
      identified: transient.identity !== 'unknown',
      ruleSet: ruleSetName(ruleSet),
    },
  ];
};
