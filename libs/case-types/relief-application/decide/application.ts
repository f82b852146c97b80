import { refuse } from '#kernel';
import { type RuleSet, ageOn, governingRuleSet, ruleSetName, ruleSetsOfCase } from '#rules';
import type { Command } from '../commands.js';
import type { ReliefRefusal } from '../refusals.js';
import { schemes } from '../schemes.js';
import { type Relief, livingMembers, schemeOf } from '../state.js';
import { type Outcome, type ReliefDesk, isEmergency, rulesFor } from './desk.js';
import { decidedAt } from './hukou-office.js';

/** A child is shown by the surname alone. */
const shortName = (name: string): string => `${[...name].slice(0, 1).join('')}某`;

/** A child benefit is asked for by whoever looks after the child, for a child. */
const childBenefitRefusal = (
  { applicant, representative }: Command<'LodgeApplication'>,
  age: number | undefined,
  ruleSet: RuleSet | undefined,
): ReliefRefusal | undefined => {
  const rule = ruleSet?.relief.childBenefit;
  if (rule === undefined) return 'no-rule-set-in-force';
  if (age !== undefined && age >= rule.untilAge) return 'child-of-age';
  if (representative === undefined) return 'representative-missing';
  return applicant.hukouRegion === undefined ? 'hukou-region-missing' : undefined;
};

export const lodge = (command: Command<'LodgeApplication'>, desk: ReliefDesk): Outcome => {
  const { type: _type, singlePerson, relatedToStaff, simplified, ...application } = command;
  const everyone = [command.applicant.personId, ...command.members.map((member) => member.personId)];
  for (const personId of everyone) {
    const person = desk.facts.persons[personId];
    if (person?.registered !== true) return refuse('person-not-registered', { personId });
    if (person.deceasedOn !== undefined) return refuse('person-deceased', { personId, diedOn: person.deceasedOn });
  }
  const others = command.members.map((member) => member.personId).filter((one) => one !== command.applicant.personId);
  if (new Set(others).size !== others.length) return refuse('member-listed-twice');
  if (command.scheme === 'temporaryRelief' && command.kind === undefined) return refuse('kind-missing');
  if (command.scheme !== 'temporaryRelief' && command.kind !== undefined) return refuse('kind-not-for-this-scheme');
  if (command.kind === 'emergency' && command.incident === undefined) return refuse('incident-missing');
  if (command.channel === 'onBehalf' && command.representative === undefined) return refuse('representative-missing');
  if (command.channel === 'committee' && desk.actor.role !== 'committeeOfficer')
    return refuse('committee-channel-is-for-committees');
  const bornOn = desk.facts.persons[command.applicant.personId]?.bornOn;
  const age = bornOn === undefined ? undefined : ageOn(bornOn, desk.today);
  const isChildBenefit = command.scheme === 'childBenefit';
  const wrong = isChildBenefit
    ? childBenefitRefusal(command, age, governingRuleSet(desk.rules, command.scheme, desk.today))
    : undefined;
  if (wrong !== undefined) return refuse(wrong);
  const applicantMinor = isChildBenefit || (age !== undefined && age < 18);
  return [
    {
      ...application,
      type: 'ApplicationLodged',
      channel: desk.actor.role === 'committeeOfficer' ? 'committee' : command.channel,
      applicantMinor,
      ...(applicantMinor ? { title: shortName(command.applicant.name) } : {}),
      singlePerson: singlePerson ?? false,
      relatedToStaff: relatedToStaff ?? false,
      simplified: simplified ?? false,
      lodgedOn: desk.today,
    },
  ];
};

export const requestSupplement = (command: Command<'RequestSupplement'>, relief: Relief, desk: ReliefDesk): Outcome => {
  const allowed = rulesFor(relief, desk)?.relief.supplementNotices ?? 1;
  return relief.supplements >= allowed
    ? refuse('supplement-already-requested', { notices: relief.supplements, allowed })
    : [{ type: 'SupplementRequested', items: command.items }];
};

export const accept = (relief: Relief, desk: ReliefDesk): Outcome => {
  const unsigned = livingMembers(relief).filter(({ personId }) => !relief.authorisedBy.includes(personId));
  if (schemes[schemeOf(relief)].meansTest && !isEmergency(relief) && relief.authorisedBy.length === 0)
    return refuse('authorisation-missing', { unsigned: unsigned.length });
  const ruleSet = governingRuleSet(desk.rules, schemeOf(relief), desk.today);
  if (ruleSet === undefined) return refuse('no-rule-set-in-force', { day: desk.today });
  return [
    {
      type: 'ApplicationAccepted',
      acceptedOn: desk.today,
      ruleSet: ruleSetName(ruleSet),
      ruleSets: [...ruleSetsOfCase(desk.rules, desk.today)],
      decidedAt: decidedAt(relief, ruleSet),
    },
  ];
};
