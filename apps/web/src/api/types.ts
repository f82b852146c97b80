import type { components } from './generated/api';
import type { JsonSchemaNode } from './json-schema';

export type Comparison = components['schemas']['Comparison'];
export type SignInMethods = components['schemas']['SignInMethods'];

export interface Label {
  readonly zh: string;
  readonly en: string;
}

export interface OfficeName {
  readonly officeId: string;
  readonly name: Label;
}

export interface Office extends OfficeName {
  readonly kind: string;
  readonly parent?: string;
}

export interface UserName {
  readonly userId: string;
  readonly name: string;
}

export interface OfficeUser extends UserName {
  readonly roles: readonly string[];
}

export interface Me extends UserName {
  readonly office?: Office;
  readonly roles: readonly string[];
}

export interface DemoUser extends UserName {
  readonly role: string;
  readonly office: OfficeName;
}

export interface CaseloadRow {
  readonly caseId: string;
  readonly type: string;
  readonly scheme: string;
  readonly stage: string;
  readonly open: boolean;
  readonly outcome?: string | null;
  readonly title?: string;
  readonly office: OfficeName;
  readonly area?: OfficeName;
  readonly assignee?: UserName;
  readonly openedOn: string;
  readonly amountFen?: number | null;
  readonly nextStep?: string | null;
  readonly dueAt?: string | null;
  readonly dueOn?: string | null;
  readonly clock?: string | null;
  readonly provisional?: boolean;
  readonly overdue: boolean;
  readonly version: number;
  readonly bucket?: Bucket;
}

export const buckets = ['overdue', 'dueToday', 'within7Days', 'later', 'noClock'] as const;
export type Bucket = (typeof buckets)[number];

export interface Worklist {
  readonly counts: Readonly<Record<Bucket, number>>;
  readonly rows: readonly CaseloadRow[];
  readonly next?: string;
}

export interface Caseload {
  readonly rows: readonly CaseloadRow[];
  readonly next?: string;
  readonly total: number;
}

export interface ClockView {
  readonly clock: string;
  readonly label: Label;
  readonly nature?: 'statutory' | 'local' | 'internal' | 'right';
  readonly ruleSet: string;
  readonly source: string;
  readonly startedAt: string;
  readonly dueAt: string;
  readonly dueOn: string;
  readonly provisional: boolean;
  readonly stoppedAt?: string;
  readonly state: 'running' | 'paused' | 'met' | 'late' | 'overdue' | 'ended';
  readonly workingDaysLeft?: number;
  readonly extension?: {
    readonly extended: boolean;
    readonly extendedDueOn: string;
    readonly approvers: readonly string[];
  };
}

export interface CommandPermission {
  readonly type: string;
  readonly allowed: boolean;
  readonly reason?: string;
  readonly stages?: readonly string[];
}

export interface PublicNotice {
  readonly noticeId: string;
  readonly scheme: string;
  readonly headOfHousehold?: string;
  readonly persons: number;
  readonly amountFen?: number;
  readonly postedOn: string;
  readonly endsOn: string;
  readonly takenDownOn?: string;
}

export interface CaseFile {
  readonly caseId: string;
  readonly type: string;
  readonly scheme: string;
  readonly version: number;
  readonly lastVersion: number;
  readonly stage: string;
  readonly open: boolean;
  readonly outcome?: string;
  readonly title?: string;
  readonly office: OfficeName;
  readonly area?: OfficeName;
  readonly assignee?: UserName;
  readonly openedOn: string;
  readonly amountFen?: number;
  /** People of the registry whom the case concerns. */
  readonly persons: readonly string[];
  readonly ruleSet?: string;
  readonly nextStep?: string;
  /** `own` is the room's state, `shared` what every case carries. */
  readonly state: { readonly own: unknown; readonly shared: unknown };
  readonly commands: readonly CommandPermission[];
  readonly clocks: readonly ClockView[];
  readonly notices: readonly PublicNotice[];
  readonly links?: readonly LinkedCase[];
}

/** Another case that belongs to this one; shown only to those who may see it. */
export interface LinkedCase {
  readonly caseId: string;
  readonly kind: string;
  readonly region?: string;
  readonly case?: CaseloadRow;
}

export interface HistoryEvent {
  readonly version: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly erased?: readonly string[];
  /** Fields that the viewer's role may not read. */
  readonly withheld?: readonly string[];
  /** Recorded by the deadline clock, in a stream with versions of its own. */
  readonly ofClock?: boolean;
  readonly actor: {
    readonly user: string;
    readonly name: string;
    readonly role: string;
    readonly office: string;
    readonly officeName: Label;
  };
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly hash: string;
  readonly position: string;
  readonly ruleSet?: string;
  readonly milestone: boolean;
  /** The stage that the event left the case in; none for a fact of a clock. */
  readonly stage?: string;
}

export interface CommandDescription {
  readonly schema: JsonSchemaNode;
  readonly label?: Label;
  readonly fields?: Readonly<Record<string, Label>>;
  readonly order?: readonly string[];
  readonly hint?: Label;
}

export interface StageDescription {
  readonly stage: string;
  readonly label: Label;
  readonly closed: boolean;
  readonly commands: Readonly<Record<string, readonly string[]>>;
}

export type Letter = components['schemas']['CaseTypeDescription']['letters'][number];

export interface CaseTypeDescription {
  readonly type: string;
  readonly label: Label;
  readonly opening: readonly string[];
  readonly stages: readonly StageDescription[];
  readonly commands: Readonly<Record<string, CommandDescription>>;
  readonly events: Readonly<
    Record<string, { readonly label: Label; readonly fields?: Readonly<Record<string, Label>> }>
  >;
  readonly values: Readonly<Record<string, Label>>;
  readonly refusals: Readonly<Record<string, Label>>;
  readonly milestones: readonly string[];
  /** The open stages of the normal course, in order. */
  readonly path: readonly string[];
  readonly letters: readonly Letter[];
}

export interface CaseTypeSummary {
  readonly type: string;
  readonly label: Label;
  readonly opening: readonly string[];
  readonly stages: readonly { readonly stage: string; readonly label: Label; readonly closed: boolean }[];
}

export interface CommandOutcome {
  readonly caseId: string;
  readonly version: number;
  readonly stage: string;
  readonly position: string;
  readonly events: readonly { readonly type: string; readonly version: number }[];
}

/** Somebody of the registry by the name the case knows. */
export interface PersonOfCase {
  readonly personId: string;
  readonly name: string;
}

/** A case of the person that another office handles comes without its number. */
export interface OpenCase {
  readonly caseId?: string;
  readonly type: string;
  readonly scheme: string;
  readonly stage?: string;
  readonly office?: OfficeName;
}

export interface PersonRow {
  readonly personId: string;
  readonly name?: string;
  /** What somebody unidentified is called for the time being. */
  readonly alias?: string;
  readonly idNumberMasked?: string;
  readonly phoneMasked?: string;
  readonly sex?: string;
  readonly bornOn?: string;
  readonly deceasedOn?: string;
  readonly hukou?: Hukou;
  readonly openCases: readonly OpenCase[];
}

export interface Hukou {
  readonly kind: 'urban' | 'rural';
  readonly region: string;
}

export interface PersonSearch {
  readonly text?: string;
  readonly idNumber?: string;
  readonly phone?: string;
}

export interface NewPerson {
  readonly name: string;
  readonly idNumber: string;
  readonly phone?: string;
  readonly address?: string;
  readonly hukou: Hukou;
}

/** Somebody of whom nobody knows who it is. */
export interface FoundPerson {
  readonly alias: string;
  readonly description?: string;
  readonly approximateAge?: number;
  readonly sex?: 'male' | 'female';
  readonly foundAt: string;
  readonly foundOn: string;
}

export interface PublicNoticeRow {
  readonly noticeId: string;
  readonly scheme: string;
  readonly headOfHousehold?: string;
  readonly persons: number;
  readonly amountFen?: number;
  readonly area: { readonly name: Label };
  readonly office: { readonly name: Label };
  readonly postedOn: string;
  readonly endsOn: string;
}

export interface PaymentBatch {
  readonly batchId: string;
  readonly month: string;
  readonly cases: number | string;
  readonly amountFen: number | string;
  readonly byStatus: Readonly<Record<string, number>>;
}

export interface BatchRow {
  readonly caseId: string;
  readonly month: string;
  readonly amountFen: number;
  readonly status: 'produced' | 'paid' | 'returned' | 'reconciled';
  readonly case?: CaseloadRow;
}

export interface BatchRefusal {
  readonly caseId: string;
  readonly reason: string;
}

export interface ProblemBody {
  readonly title: string;
  readonly status: number;
  readonly reason: string;
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly stage?: string;
  readonly allowed?: readonly string[];
  readonly version?: number;
  readonly errors?: readonly { readonly path: string; readonly message: string; readonly reason?: string }[];
}
