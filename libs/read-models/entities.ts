import type { Instant, Json, PaymentLine } from '#kernel';
import { EntitySchema, type EntitySchemaColumnOptions, type ValueTransformer } from 'typeorm';
import { liveSchema } from './tables.js';

/** A case as lists show it. */
export interface CaseloadRow {
  readonly caseId: string;
  readonly type: string;
  readonly scheme: string;
  readonly stage: string;
  readonly open: boolean;
  readonly outcome: string | undefined;
  /** Personal: as the log holds it, mostly sealed. */
  readonly title: Json | undefined;
  readonly office: string;
  readonly area: string | undefined;
  readonly assignee: string | undefined;
  readonly openedOn: string;
  readonly amountFen: number | undefined;
  readonly nextStep: string | undefined;
  readonly ruleSet: string | undefined;
  readonly version: number;
  readonly position: string;
  readonly lastActAt: Instant;
  /** The first instant that is too late for the clock due first; nothing when none is running. */
  readonly nextDueAt: Instant | undefined;
  readonly nextDueOn: string | undefined;
  readonly nextDueClock: string | undefined;
  readonly provisional: boolean;
  /** First month payable. */
  readonly payableFrom: string | undefined;
  /** Last month payable. */
  readonly payableTo: string | undefined;
}

export interface NoticeRow {
  readonly caseId: string;
  readonly noticeId: string;
  readonly scheme: string;
  /** Personal: as the log holds it, mostly sealed. */
  readonly headOfHousehold: Json | undefined;
  readonly persons: number;
  readonly amountFen: number | undefined;
  readonly area: string;
  readonly office: string;
  readonly postedOn: string;
  readonly endsOn: string;
  readonly takenDownOn: string | undefined;
}

export interface PaymentRow extends PaymentLine {
  readonly caseId: string;
}

export interface AdvanceRow {
  readonly caseId: string;
  readonly advanceId: string;
  readonly officer: string;
  readonly amountFen: number;
  readonly paidAt: Instant;
  readonly papersDueAt: Instant | undefined;
  readonly papersCompleted: boolean;
  readonly accountabilityOpened: boolean;
}

const reading = (from: (value: unknown) => unknown): ValueTransformer => ({ to: (value: unknown) => value, from });

const absent = reading((value) => value ?? undefined);
const fen = reading((value) => (value === null ? undefined : Number(value)));
// `infinity`, where no clock is running, arrives as a number.
const instant = reading((value) => (value instanceof Date ? value.toISOString() : undefined));

const column = (
  name: string,
  type: 'uuid' | 'text' | 'json' | 'bigint' | 'integer' | 'boolean' | 'timestamptz',
  key?: 'primary',
): EntitySchemaColumnOptions => ({
  name,
  type,
  primary: key === 'primary',
  nullable: key !== 'primary',
  transformer: type === 'bigint' ? fen : type === 'timestamptz' ? instant : absent,
});

export const caseloadEntity = new EntitySchema<CaseloadRow>({
  name: 'Caseload',
  schema: liveSchema,
  tableName: 'caseload',
  synchronize: false,
  columns: {
    caseId: column('case_id', 'uuid', 'primary'),
    type: column('type', 'text'),
    scheme: column('scheme', 'text'),
    stage: column('stage', 'text'),
    open: column('open', 'boolean'),
    outcome: column('outcome', 'text'),
    title: column('title', 'json'),
    office: column('office', 'text'),
    area: column('area', 'text'),
    assignee: column('assignee', 'text'),
    openedOn: column('opened_on', 'text'),
    amountFen: column('amount_fen', 'bigint'),
    nextStep: column('next_step', 'text'),
    ruleSet: column('rule_set', 'text'),
    version: column('version', 'integer'),
    position: column('position', 'text'),
    lastActAt: column('last_act_at', 'timestamptz'),
    nextDueAt: column('next_due_at', 'timestamptz'),
    nextDueOn: column('next_due_on', 'text'),
    nextDueClock: column('next_due_clock', 'text'),
    provisional: column('provisional', 'boolean'),
    payableFrom: column('payable_from', 'text'),
    payableTo: column('payable_to', 'text'),
  },
});

export const noticeEntity = new EntitySchema<NoticeRow>({
  name: 'PublicNotice',
  schema: liveSchema,
  tableName: 'public_notice',
  synchronize: false,
  columns: {
    caseId: column('case_id', 'uuid', 'primary'),
    noticeId: column('notice_id', 'text', 'primary'),
    scheme: column('scheme', 'text'),
    headOfHousehold: column('head_of_household', 'json'),
    persons: column('persons', 'integer'),
    amountFen: column('amount_fen', 'bigint'),
    area: column('area', 'text'),
    office: column('office', 'text'),
    postedOn: column('posted_on', 'text'),
    endsOn: column('ends_on', 'text'),
    takenDownOn: column('taken_down_on', 'text'),
  },
});

export const paymentEntity = new EntitySchema<PaymentRow>({
  name: 'Payment',
  schema: liveSchema,
  tableName: 'payment',
  synchronize: false,
  columns: {
    caseId: column('case_id', 'uuid', 'primary'),
    month: column('month', 'text', 'primary'),
    batchId: column('batch_id', 'text', 'primary'),
    amountFen: column('amount_fen', 'bigint'),
    status: column('status', 'text'),
  },
});

export const advanceEntity = new EntitySchema<AdvanceRow>({
  name: 'Advance',
  schema: liveSchema,
  tableName: 'advance',
  synchronize: false,
  columns: {
    caseId: column('case_id', 'uuid', 'primary'),
    advanceId: column('advance_id', 'text', 'primary'),
    officer: column('officer', 'text'),
    amountFen: column('amount_fen', 'bigint'),
    paidAt: column('paid_at', 'timestamptz'),
    papersDueAt: column('papers_due_at', 'timestamptz'),
    papersCompleted: column('papers_completed', 'boolean'),
    accountabilityOpened: column('accountability_opened', 'boolean'),
  },
});
