import type { Day, Month, PublicNotice } from '#kernel';
import type { BenefitCalculation, ReliefScheme, TemporaryReliefKind, TrailEvent } from '#rules';
import type { Event } from './events.js';
import type { ReliefStage } from './stages.js';

export type PaymentStatus = 'produced' | 'paid' | 'returned' | 'reconciled';

export interface Payment {
  readonly month: Month;
  readonly batchId: string;
  readonly amountFen: number;
  readonly status: PaymentStatus;
}

export interface Advance {
  readonly advanceId: string;
  readonly amountFen: number;
  readonly officer: string;
  readonly paidAt: string;
  readonly papersCompletedOn?: Day;
  readonly accountabilityOpened: boolean;
}

export interface Objection {
  readonly objectionId: string;
  readonly reinvestigated: boolean;
  readonly answered: boolean;
}

export interface Recovery {
  readonly recoveryId: string;
  readonly totalFen: number;
  readonly repaidFen: number;
  readonly penaltyCase?: string;
}

/** A question put to another region (互查). */
export interface MutualCheck {
  readonly checkId: string;
  readonly region: string;
  readonly counterpartOffice: string;
  readonly persons: readonly string[];
  readonly purpose: string;
  /** The last day on which the reply may be used. */
  readonly expiresOn: Day;
  readonly found?: Event<'MutualCheckReplied'>['found'];
  /** Gone once the check has expired. */
  readonly content?: string;
  readonly expired: boolean;
}

/** The same persons seem to be aided in another region. A warning: it never decides. */
export interface DuplicateAid {
  readonly alertId: string;
  readonly region: string;
  readonly persons: readonly string[];
  readonly checkId?: string;
  readonly confirmed?: boolean;
}

/** The application as it stands at the office of the child's hukou. */
export interface HukouOffice {
  readonly region: string;
  readonly counterpartOffice: string;
  readonly reference: string;
  /** Which of the two levels there has it. */
  readonly level: 'townOffice' | 'bureau';
  readonly outcome?: Event<'HukouOfficeAnswered'>['outcome'];
}

/** Applications of one person or family lodged together (一件事一次办). */
export interface Bundle {
  readonly bundleId?: string;
  readonly cases: readonly string[];
}

/** What the monthly amount is from a month on. */
export interface Entitlement {
  readonly fromMonth: Month;
  readonly amountFen: number;
}

export interface Relief {
  readonly stage: ReliefStage;
  readonly lodged?: Event<'ApplicationLodged'>;
  /** The household besides the applicant, as it is now. */
  readonly members: Event<'ApplicationLodged'>['members'];
  readonly acceptedOn?: Day;
  readonly ruleSet?: string;
  readonly decidedAt?: Event<'ApplicationAccepted'>['decidedAt'];
  readonly supplements: number;
  readonly missingPapers: readonly string[];
  readonly authorisedBy: readonly string[];
  readonly meansTests: readonly {
    readonly requestId: string;
    readonly outcome?: string;
    readonly contested: boolean;
  }[];
  readonly documentsComplete: boolean;
  readonly mutualChecks: readonly MutualCheck[];
  readonly duplicateAid: readonly DuplicateAid[];
  /** The flag of an alert is up: raised once, not again for every alert. */
  readonly duplicateAidFlagged: boolean;
  readonly hukouOffice?: HukouOffice;
  readonly bundle: Bundle;
  readonly homeVisits: readonly { readonly officers: readonly string[]; readonly visitedOn: Day }[];
  readonly bureauVisits: number;
  readonly staffRelations: readonly { readonly officer: string; readonly personId: string }[];
  readonly appraisal?: { readonly attended: number; readonly agreed: number };
  readonly calculation?: BenefitCalculation;
  /** Set when the calculation no longer fits the household. */
  readonly recalculationDue: boolean;
  readonly opinion?: 'grant' | 'refuse';
  readonly notices: readonly PublicNotice[];
  readonly noticeEnded: boolean;
  readonly objections: readonly Objection[];
  readonly decision?: Event<'GrantConfirmed'> | Event<'ApplicationRefused'>;
  readonly told: readonly { readonly on: Day; readonly remedyText: boolean }[];
  readonly entitlements: readonly Entitlement[];
  readonly lastMonth?: Month;
  readonly suspendedFrom?: Month;
  readonly payments: readonly Payment[];
  readonly advances: readonly Advance[];
  readonly furtherAdvanceApprovals: readonly { readonly officer: string; readonly approver: string }[];
  readonly disregards: readonly Event<'JobDisregardStarted'>[];
  readonly phaseOut?: Event<'PhaseOutStarted'>;
  readonly reviews: readonly { readonly reviewedOn: Day; readonly finding: string }[];
  readonly dataMatches: readonly { readonly matchId: string; readonly confirmed?: boolean }[];
  readonly recoveries: readonly Recovery[];
  readonly deceased: readonly { readonly personId: string; readonly diedOn: Day }[];
  readonly adminReviews: readonly {
    readonly reviewId: string;
    readonly requestedOn: Day;
    readonly answered: boolean;
    readonly outcome?: string;
    /** Of the review office: what the case is looked at again for after a reversal. */
    readonly reasons?: string;
  }[];
  readonly handedOver: readonly string[];
  readonly outcome?: string;
  /** Every event with what clocks may ask of it. */
  readonly trail: readonly TrailEvent[];
}

export const newRelief: Relief = {
  stage: 'unopened',
  members: [],
  supplements: 0,
  missingPapers: [],
  authorisedBy: [],
  meansTests: [],
  documentsComplete: false,
  mutualChecks: [],
  duplicateAid: [],
  duplicateAidFlagged: false,
  bundle: { cases: [] },
  homeVisits: [],
  bureauVisits: 0,
  staffRelations: [],
  recalculationDue: false,
  notices: [],
  noticeEnded: false,
  objections: [],
  told: [],
  entitlements: [],
  payments: [],
  advances: [],
  furtherAdvanceApprovals: [],
  disregards: [],
  reviews: [],
  dataMatches: [],
  recoveries: [],
  deceased: [],
  adminReviews: [],
  handedOver: [],
  trail: [],
};

export const schemeOf = (relief: Relief): ReliefScheme => relief.lodged?.scheme ?? 'dibao';

export const kindOf = (relief: Relief): TemporaryReliefKind | undefined => relief.lodged?.kind;

/** The flag that a case with an open alert of duplicate aid bears. */
export const duplicateAidFlag = 'duplicateAid';

/** Alerts of duplicate aid that nobody has verified yet. */
export const openAlerts = (relief: Relief): readonly DuplicateAid[] =>
  relief.duplicateAid.filter((alert) => alert.confirmed === undefined);

interface Member {
  readonly personId: string;
  readonly relation: string;
}

/** The applicant first, then the other members, living or not. */
export const everyMember = (relief: Relief): readonly Member[] => {
  const { lodged } = relief;
  if (lodged === undefined) return [];
  return [{ personId: lodged.applicant.personId, relation: 'applicant' }, ...relief.members].map(
    ({ personId, relation }) => ({ personId, relation }),
  );
};

/** The applicant first, then the other members still living. */
export const livingMembers = (relief: Relief): readonly Member[] =>
  everyMember(relief).filter(({ personId }) => !relief.deceased.some((one) => one.personId === personId));

/** What is owed for the month, by the newest entitlement that has begun. */
export const amountFor = (relief: Relief, month: Month): number => {
  if (relief.lastMonth !== undefined && month > relief.lastMonth) return 0;
  if (relief.suspendedFrom !== undefined && month >= relief.suspendedFrom) return 0;
  return relief.entitlements.findLast((entitlement) => entitlement.fromMonth <= month)?.amountFen ?? 0;
};

export const openNotice = (relief: Relief): PublicNotice | undefined =>
  relief.stage === 'noticed' ? relief.notices.at(-1) : undefined;
