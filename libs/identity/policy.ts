import { type Role, roles } from '#kernel';
import type { Position } from './organisation.js';

interface Entitlement {
  readonly roles: readonly Role[];
  /** Only positions held at this office. */
  readonly office?: string;
}

/**
 * Everybody who signed in. Of cases they reach what stage tables, `handles`, `sees` and the room's `access` give them;
 * of lists what `listScope` gives them.
 */
const everybody: Entitlement = { roles: roles.filter((role) => role !== 'system') };
const payers: Entitlement = { roles: ['paymentOfficer'] };
const paymentReaders: Entitlement = {
  roles: ['paymentOfficer', 'bureauOfficer', 'bureauLeader', 'auditor', 'supervisor'],
  office: 'bureau',
};
const meetPeople: Entitlement = {
  roles: [
    'committeeOfficer',
    'townOfficer',
    'townLeader',
    'bureauOfficer',
    'bureauLeader',
    'childProtectionOfficer',
    'childSupervisor',
    'childDirector',
    'stationOfficer',
    'stationLeader',
  ],
};
/** Who may say that two entries are one person, or who somebody is. */
const joinPeople: Entitlement = {
  roles: meetPeople.roles.filter(
    (role) => role !== 'committeeOfficer' && role !== 'childDirector' && role !== 'childSupervisor',
  ),
};
/** Who looks for an unidentified person's family. */
const searchers: Entitlement = { roles: ['stationOfficer', 'stationLeader', 'bureauOfficer', 'bureauLeader'] };
/** Who keeps what is known of a person: holds, requests for erasure, copies. */
const fileKeepers: Entitlement = { roles: ['bureauOfficer', 'bureauLeader'] };
const publishers: Entitlement = { roles: ['administrator'] };
/** Who watches what goes out to other departments and comes in from them. */
const watchers: Entitlement = {
  roles: ['administrator', 'bureauOfficer', 'bureauLeader', 'supervisor', 'auditor'],
};
const whatIfAskers: Entitlement = { roles: ['supervisor', 'bureauLeader', 'auditor', 'administrator'] };

/** Who may send which call of the api. What is not granted here is denied. */
export const policy = {
  'session.show': everybody,
  'session.end': everybody,
  'offices.list': everybody,
  'offices.users': everybody,
  'case-types.list': everybody,
  'case-types.show': everybody,
  'cases.open': everybody,
  'cases.command': everybody,
  'cases.open-seal': everybody,
  'cases.show': everybody,
  'cases.history': everybody,
  'cases.clocks': everybody,
  'cases.compare': everybody,
  'cases.provenance': everybody,
  'evidence.upload': meetPeople,
  'evidence.open': everybody,
  'evidence.rules': everybody,
  'bundles.open': everybody,
  'caseload.list': everybody,
  'worklist.list': everybody,
  'alerts.list': everybody,
  'events.follow': everybody,
  'deadlines.list': everybody,
  'deadlines.summary': everybody,
  'deadlines.timelines': everybody,
  'deadlines.steps': everybody,
  'deadlines.stuck': everybody,
  'supervisions.list': everybody,
  'what-if.start': whatIfAskers,
  'what-if.list': everybody,
  'what-if.show': everybody,
  'what-if.cancel': everybody,
  'indicators.return-rate': everybody,
  'wander-matches.list': searchers,
  'people.search': meetPeople,
  'people.show': meetPeople,
  'people.register': meetPeople,
  'people.correct': meetPeople,
  'people.record-death': meetPeople,
  'people.identify': joinPeople,
  'people.link': joinPeople,
  'people.unlink': joinPeople,
  'people.copy': fileKeepers,
  'erasures.show': { roles: [...fileKeepers.roles, 'auditor'] },
  'erasures.hold': fileKeepers,
  'erasures.request': { roles: ['bureauOfficer'] },
  'erasures.decide': { roles: ['bureauLeader'] },
  'retention.due': { roles: [...fileKeepers.roles, 'auditor'] },
  'trail.search': { roles: ['auditor'] },
  'audit.heads': { roles: ['auditor', 'administrator'] },
  'audit.verify': { roles: ['auditor'] },
  'audit.bundle': { roles: ['auditor'] },
  'audit.export': { roles: ['auditor'] },
  'exchange.show': watchers,
  'exchange.dead-letters': watchers,
  'exchange.intervene': { roles: ['administrator'] },
  'exchange.threads': { roles: ['auditor', 'supervisor', 'bureauLeader', 'bureauOfficer'] },
  'users.unlock': { roles: ['administrator'] },
  'administration.show': { roles: ['administrator', 'auditor'] },
  'administration.change': { roles: ['administrator'] },
  'payments.list': paymentReaders,
  'payments.show': paymentReaders,
  'payments.produce': payers,
  'payments.record-results': payers,
  'payments.reconcile': payers,
  'rules.list': everybody,
  'rules.moved': everybody,
  'rules.publish': publishers,
} as const satisfies Readonly<Record<string, Entitlement>>;

export type Call = keyof typeof policy;

/** The first position that may send the call; nothing when none may. */
export const entitledTo = (call: Call, positions: readonly Position[]): Position | undefined => {
  const { roles: entitled, office }: Entitlement = policy[call];
  return positions.find(
    (position) => entitled.includes(position.role) && (office === undefined || position.office === office),
  );
};
