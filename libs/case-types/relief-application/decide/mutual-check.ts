import { type Day, refuse } from '#kernel';
import type { Command } from '../commands.js';
import type { ReliefEvent } from '../events.js';
import { type MutualCheck, type Relief, duplicateAidFlag, everyMember, livingMembers, openAlerts } from '../state.js';
import type { Outcome, ReliefDecision, ReliefDesk } from './desk.js';

const checkOf = (relief: Relief, checkId: string | undefined): MutualCheck | undefined =>
  relief.mutualChecks.find((check) => check.checkId === checkId);

const isExpired = (check: MutualCheck, today: Day): boolean => check.expired || today > check.expiresOn;

/** Nothing about anybody leaves the district without the family's consent, for a purpose and a time (个人信息保护法 §6, §19, §23). */
export const requestMutualCheck = (
  { consent, ...command }: Command<'RequestMutualCheck'>,
  relief: Relief,
  desk: ReliefDesk,
): Outcome => {
  if (checkOf(relief, command.checkId) !== undefined)
    return refuse('mutual-check-already-requested', { checkId: command.checkId });
  if (consent === undefined) return refuse('consent-missing');
  if (consent.signedOn > desk.today) return refuse('occurred-in-future', { day: consent.signedOn });
  const members = livingMembers(relief).map(({ personId }) => personId);
  const stranger = [...command.persons, ...consent.signedBy].find((personId) => !members.includes(personId));
  if (stranger !== undefined) return refuse('not-a-household-member', { personId: stranger });
  if (command.expiresOn < desk.today) return refuse('mutual-check-expired', { expiresOn: command.expiresOn });
  return [{ ...command, type: 'MutualCheckRequested', consent }];
};

/** The alert, and the flag of the case unless it is up already. */
const alert = (relief: Relief, event: Extract<ReliefEvent, { type: 'DuplicateAidAlerted' }>): ReliefDecision => [
  event,
  ...(relief.duplicateAidFlagged ? [] : [{ type: 'FlagRaised', flag: duplicateAidFlag } as const]),
];

/** A reply may come late and even after the decision; what has expired may no longer be taken in. */
export const recordMutualCheckReply = (
  command: Command<'RecordMutualCheckReply'>,
  relief: Relief,
  desk: ReliefDesk,
): Outcome => {
  const { checkId, found, content } = command;
  const check = checkOf(relief, checkId);
  if (check === undefined) return refuse('no-such-mutual-check', { checkId });
  if (check.found !== undefined) return refuse('mutual-check-already-answered', { checkId });
  if (isExpired(check, desk.today)) return refuse('mutual-check-expired', { expiresOn: check.expiresOn });
  const { region, counterpartOffice, persons } = check;
  return [
    { type: 'MutualCheckReplied', checkId, found, content },
    ...(found === 'duplicateAid'
      ? alert(relief, {
          type: 'DuplicateAidAlerted',
          alertId: checkId,
          region,
          counterpartOffice,
          persons: [...persons],
          checkId,
          content,
        })
      : []),
  ];
};

export const expireMutualCheck = (
  { checkId }: Command<'ExpireMutualCheck'>,
  relief: Relief,
  desk: ReliefDesk,
): Outcome => {
  const check = checkOf(relief, checkId);
  if (check === undefined) return refuse('no-such-mutual-check', { checkId });
  if (check.expired) return [];
  return isExpired(check, desk.today)
    ? [{ type: 'MutualCheckExpired', checkId }]
    : refuse('mutual-check-not-expired', { expiresOn: check.expiresOn });
};

/** The other region tells us that it aids the same persons. */
export const reportDuplicateAid = (command: Command<'ReportDuplicateAid'>, relief: Relief): Outcome => {
  if (relief.duplicateAid.some(({ alertId }) => alertId === command.alertId)) return [];
  const members = everyMember(relief).map(({ personId }) => personId);
  const stranger = command.persons.find((personId) => !members.includes(personId));
  return stranger === undefined
    ? alert(relief, { ...command, type: 'DuplicateAidAlerted' })
    : refuse('not-a-household-member', { personId: stranger });
};

/** What was found out about an alert, and the flag taken down with the last open one. */
export const verifyDuplicateAid = (
  command: Command<'VerifyDuplicateAid'>,
  relief: Relief,
  desk: ReliefDesk,
): Outcome => {
  const found = relief.duplicateAid.find(({ alertId }) => alertId === command.alertId);
  if (found === undefined) return refuse('no-such-alert', { alertId: command.alertId });
  if (found.confirmed === command.confirmed) return [];
  const check = checkOf(relief, found.checkId);
  if (check !== undefined && isExpired(check, desk.today))
    return refuse('mutual-check-expired', { expiresOn: check.expiresOn });
  const isLast = openAlerts(relief).every(({ alertId }) => alertId === command.alertId);
  return [
    { ...command, type: 'DuplicateAidVerified' },
    ...(isLast && relief.duplicateAidFlagged ? [{ type: 'FlagCleared', flag: duplicateAidFlag } as const] : []),
  ];
};
