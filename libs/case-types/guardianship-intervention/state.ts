import type { Day, Instant } from '#kernel';
import type { TrailEvent } from '#rules';
import type { Event } from './events.js';
import type { Period } from './periods.js';
import type { GuardianshipStage } from './stages.js';
import type { CaseOutcome, ScreeningResult } from './vocabulary.js';

export interface Report {
  readonly reportId: string;
  readonly reporterKind: string;
  readonly mandatory: boolean;
  readonly fault: boolean;
  readonly policeDuty: boolean;
  readonly reporterSealed: boolean;
  readonly acceptedOn?: Day;
  readonly result?: ScreeningResult;
  readonly told: boolean;
}

export interface Concern {
  readonly concernId: string;
  readonly fault: boolean;
  readonly result?: 'risk' | 'watch' | 'noRisk';
}

export interface Placement {
  readonly placementId: string;
  readonly kind: string;
  /** Personal. */
  readonly carer?: string;
  readonly from: Instant;
  readonly to?: Instant;
  readonly visits: readonly Day[];
}

export interface Plan {
  readonly planId: string;
  readonly ended: boolean;
  readonly visits: readonly Day[];
}

export interface ProtectionOrder {
  readonly orderId: string;
  readonly urgent: boolean;
  readonly accepted: boolean;
  readonly outcome?: 'granted' | 'denied' | 'expired' | 'lifted';
  /** The last day of a granted order. */
  readonly endsOn?: Day;
}

export interface Suit {
  readonly suitId: string;
  readonly plaintiff: string;
  readonly outcome?: 'revoked' | 'dismissed' | 'withdrawn';
}

export interface FollowUp {
  readonly followUpId: string;
  readonly dueOn: Day;
  readonly visitedOn?: Day;
}

export interface Guardianship {
  readonly stage: GuardianshipStage;
  readonly opened?: Event<'GuardianshipCaseOpened'>;
  readonly reports: readonly Report[];
  readonly concern?: Concern;
  readonly policeNotified: boolean;
  /** A removal by the police that is not handed over yet. */
  readonly removal?: Event<'ChildRemoved'>;
  readonly removals: readonly string[];
  readonly handovers: readonly Event<'ChildHandedOver'>[];
  /** Handovers by the police to somebody else than the bureau. */
  readonly handedElsewhere: readonly string[];
  /** Who has been the guardian, in order; one follows the other without a gap. */
  readonly periods: readonly Period[];
  /** Whether the bureau has decided on the temporary guardianship that began with a handover. */
  readonly temporaryDecided: boolean;
  readonly placements: readonly Placement[];
  readonly assessmentDue: boolean;
  readonly assessments: readonly string[];
  /** The newest assessment, view and fitness check since the guardian last changed: older ones say nothing any more. */
  readonly assessment?: Event<'AssessmentRecorded'>;
  readonly childView?: Event<'ChildViewRecorded'>;
  readonly guardianFit?: Event<'GuardianFitConfirmed'>;
  readonly views: readonly string[];
  readonly conferences: readonly { readonly conferenceId: string; readonly recorded: boolean }[];
  readonly recommendation?: Event<'ConferenceRecommended'>;
  readonly plans: readonly Plan[];
  readonly services: readonly string[];
  readonly warnings: readonly { readonly warningId: string; readonly about: string }[];
  readonly orders: readonly ProtectionOrder[];
  readonly suits: readonly Suit[];
  readonly revokedAt?: Instant;
  /** Why revoked parents keep paying; it ends only with restoration, adoption or age. */
  readonly supportDuty?: string;
  readonly convictions: readonly {
    readonly convictionId: string;
    readonly guardian: string;
    readonly intentional: boolean;
  }[];
  readonly restorations: readonly {
    readonly restorationId: string;
    readonly guardian: string;
    readonly outcome?: 'restored' | 'denied';
  }[];
  readonly adoptionGuidance: readonly string[];
  readonly returnRequests: readonly { readonly requestId: string; readonly answer?: 'refused' | 'returned' }[];
  readonly followUps: readonly FollowUp[];
  readonly ended?: CaseOutcome;
  readonly outcome?: string;
  /** Every event with what clocks may ask of it. */
  readonly trail: readonly TrailEvent[];
}

export const newGuardianship: Guardianship = {
  stage: 'unopened',
  reports: [],
  policeNotified: false,
  removals: [],
  handovers: [],
  handedElsewhere: [],
  periods: [],
  temporaryDecided: false,
  placements: [],
  assessmentDue: false,
  assessments: [],
  views: [],
  conferences: [],
  plans: [],
  services: [],
  warnings: [],
  orders: [],
  suits: [],
  convictions: [],
  restorations: [],
  adoptionGuidance: [],
  returnRequests: [],
  followUps: [],
  trail: [],
};

export const runningPlacement = (guardianship: Guardianship): Placement | undefined =>
  guardianship.placements.find((placement) => placement.to === undefined);

export const pendingSuit = (guardianship: Guardianship): Suit | undefined =>
  guardianship.suits.find((suit) => suit.outcome === undefined);

/** Reports that were not found to be baseless. */
export const standingReports = (guardianship: Guardianship): readonly Report[] =>
  guardianship.reports.filter((report) => report.result !== 'unfounded');

/** Whether anybody says the guardian did wrong. A flood or a stay in hospital is nobody's fault. */
export const faultAlleged = (guardianship: Guardianship): boolean =>
  standingReports(guardianship).some((report) => report.fault) ||
  (guardianship.concern?.fault === true && guardianship.concern.result !== 'noRisk') ||
  guardianship.periods.some((period) => period.kind === 'temporary' && period.suddenEvent !== true);
