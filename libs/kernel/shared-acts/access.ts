import type { CaseAccess } from '../case-type.js';
import { type Decision, refuse } from '../decision.js';
import type { Desk } from '../desk.js';
import type { SharedCommand } from './commands.js';
import type { SharedRefusal } from './refusals.js';
import type { SharedEvent } from './events.js';
import type { Access, SharedState } from './state.js';

type AccessCommand = Extract<SharedCommand, { type: 'RequestAccess' | 'ApproveAccess' | 'RefuseAccess' | 'EndAccess' }>;

/** An approval is for a piece of work, never for good. */
const longestAccessDays = 90;

/** Whether the access lets its user in on that day. */
export const accessHolds = ({ state, until }: Access, day: string): boolean =>
  state === 'approved' && until !== undefined && day <= until;

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;

/**
 * Access from outside the unit to a case that is not open to everyone: asked with a purpose, approved by somebody
 * else for a limited time (未成年人网络保护条例 §36).
 */
export const decideAccess = (
  command: AccessCommand,
  shared: SharedState,
  access: CaseAccess | undefined,
  desk: Desk<unknown>,
): Decision<SharedEvent, SharedRefusal> => {
  const known = shared.accesses.find(({ accessId }) => accessId === command.accessId);
  if (command.type === 'RequestAccess') {
    const { user, role, office } = desk.actor;
    if (access === undefined) return refuse('access-not-needed');
    if (known !== undefined)
      return known.user === user && known.state === 'requested' ? [] : refuse('access-already-requested');
    return [{ type: 'AccessRequested', accessId: command.accessId, user, role, office, purpose: command.purpose }];
  }
  if (known === undefined) return refuse('no-such-access', { accessId: command.accessId });
  switch (command.type) {
    case 'ApproveAccess':
      if (known.state !== 'requested') return refuse('access-not-open', { state: known.state });
      if (known.user === desk.actor.user) return refuse('access-approved-by-oneself');
      if (command.until < desk.today) return refuse('access-ends-in-the-past', { until: command.until });
      if (daysBetween(desk.today, command.until) > longestAccessDays)
        return refuse('access-too-long', { days: longestAccessDays });
      return [{ type: 'AccessApproved', accessId: command.accessId, user: known.user, until: command.until }];
    case 'RefuseAccess':
      return known.state === 'requested'
        ? [{ type: 'AccessRefused', accessId: command.accessId, reason: command.reason }]
        : refuse('access-not-open', { state: known.state });
    case 'EndAccess':
      if (known.state === 'ended') return [];
      return known.state === 'approved'
        ? [{ type: 'AccessEnded', accessId: command.accessId }]
        : refuse('access-not-approved', { state: known.state });
    default:
      return command satisfies never;
  }
};
