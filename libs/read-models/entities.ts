import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A value that is sealed at rest: a token, or nothing. */
type Sealed = object | string | null;

@Entity({ schema: 'read', name: 'caseload', synchronize: false })
export class CaseloadEntity {
  @PrimaryColumn('uuid', { name: 'case_id' }) caseId!: string;
  @Column('text') type!: string;
  @Column('text') scheme!: string;
  @Column('text') stage!: string;
  @Column('boolean') open!: boolean;
  @Column('text', { nullable: true }) outcome!: string | null;
  @Column('json', { nullable: true }) title!: Sealed;
  @Column('text') office!: string;
  @Column('text', { nullable: true }) area!: string | null;
  @Column('text', { nullable: true }) assignee!: string | null;
  @Column('text', { name: 'opened_on' }) openedOn!: string;
  @Column('bigint', { name: 'amount_fen', nullable: true }) amountFen!: string | null;
  @Column('text', { name: 'next_step', nullable: true }) nextStep!: string | null;
  @Column('text', { name: 'rule_set', nullable: true }) ruleSet!: string | null;
  @Column('integer') version!: number;
  @Column('text') position!: string;
  @Column('timestamptz', { name: 'last_act_at' }) lastActAt!: Date;
  @Column('timestamptz', { name: 'next_due_at', nullable: true }) nextDueAt!: Date | null;
  @Column('text', { name: 'next_due_on', nullable: true }) nextDueOn!: string | null;
  @Column('text', { name: 'next_due_clock', nullable: true }) nextDueClock!: string | null;
  @Column('boolean') provisional!: boolean;
  @Column('text', { name: 'payable_from', nullable: true }) payableFrom!: string | null;
  @Column('text', { name: 'payable_to', nullable: true }) payableTo!: string | null;
  @Column('timestamptz', { name: 'next_duty_at', nullable: true }) nextDutyAt!: Date | null;
  @Column('json', { nullable: true }) figures!: Readonly<Record<string, string | number | boolean>> | null;
}

@Entity({ schema: 'read', name: 'public_notice', synchronize: false })
export class PublicNoticeEntity {
  @PrimaryColumn('uuid', { name: 'case_id' }) caseId!: string;
  @PrimaryColumn('text', { name: 'notice_id' }) noticeId!: string;
  @Column('text') scheme!: string;
  @Column('json', { name: 'head_of_household', nullable: true }) headOfHousehold!: Sealed;
  @Column('integer') persons!: number;
  @Column('bigint', { name: 'amount_fen', nullable: true }) amountFen!: string | null;
  @Column('text') area!: string;
  @Column('text') office!: string;
  @Column('text', { name: 'posted_on' }) postedOn!: string;
  @Column('text', { name: 'ends_on' }) endsOn!: string;
  @Column('text', { name: 'taken_down_on', nullable: true }) takenDownOn!: string | null;
}

@Entity({ schema: 'read', name: 'payment', synchronize: false })
export class PaymentEntity {
  @PrimaryColumn('uuid', { name: 'case_id' }) caseId!: string;
  @PrimaryColumn('text') month!: string;
  @PrimaryColumn('text', { name: 'batch_id' }) batchId!: string;
  @Column('bigint', { name: 'amount_fen' }) amountFen!: string;
  @Column('text') status!: string;
}

@Entity({ schema: 'read', name: 'advance', synchronize: false })
export class AdvanceEntity {
  @PrimaryColumn('uuid', { name: 'case_id' }) caseId!: string;
  @PrimaryColumn('text', { name: 'advance_id' }) advanceId!: string;
  @Column('text') officer!: string;
  @Column('bigint', { name: 'amount_fen' }) amountFen!: string;
  @Column('timestamptz', { name: 'paid_at' }) paidAt!: Date;
  @Column('timestamptz', { name: 'papers_due_at', nullable: true }) papersDueAt!: Date | null;
  @Column('boolean', { name: 'papers_completed' }) papersCompleted!: boolean;
  @Column('boolean', { name: 'accountability_opened' }) accountabilityOpened!: boolean;
}
