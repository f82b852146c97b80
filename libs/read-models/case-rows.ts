import type { AnyCaseType, CaseSummary, ClockView, JsonObject, MoneyView } from '#kernel';
import type { FoldedCase } from './fold.js';
import { noDue, type TableName } from './tables.js';

type Row = JsonObject;

/** The rows of some cases, table by table. */
export type Rows = Readonly<Record<TableName, readonly Row[]>>;

/** The clock that is due first among those an office has to keep; a paused one waits for its end. */
export const nextDue = (clocks: readonly ClockView[]): ClockView | undefined =>
  clocks
    .filter(({ stoppedAt, state, nature }) => stoppedAt === undefined && state !== 'paused' && nature !== 'right')
    .reduce<ClockView | undefined>(
      (first, clock) => (first === undefined || clock.dueAt < first.dueAt ? clock : first),
      undefined,
    );

const caseloadRow = (
  { caseId, room, version, last }: FoldedCase,
  summary: CaseSummary,
  next: ClockView | undefined,
  payable: MoneyView['payable'],
): Row => ({
  case_id: caseId,
  type: room.type,
  scheme: summary.scheme,
  stage: summary.stage,
  open: summary.open,
  outcome: summary.outcome,
  title: summary.title,
  office: summary.office,
  area: summary.area,
  assignee: summary.assignee,
  opened_on: summary.openedOn,
  amount_fen: summary.amountFen,
  next_step: summary.nextStep,
  rule_set: summary.ruleSet,
  version,
  position: last.position,
  last_act_at: last.recordedAt,
  next_due_at: next?.dueAt ?? noDue,
  next_due_on: next?.dueOn,
  next_due_clock: next?.clock,
  provisional: next?.provisional ?? false,
  payable_from: payable?.from,
  payable_to: payable?.to,
});

const clockRow = (caseId: string, clock: ClockView): Row => ({
  case_id: caseId,
  clock: clock.clock,
  rule_set: clock.ruleSet,
  nature: clock.nature,
  started_at: clock.startedAt,
  due_at: clock.dueAt,
  due_on: clock.dueOn,
  provisional: clock.provisional,
  paused: clock.state === 'paused',
  extended: clock.extension?.extended ?? false,
  stopped_at: clock.stoppedAt,
  stopped_by: clock.stoppedBy,
});

const noticeRows = (caseId: string, room: AnyCaseType, state: unknown): readonly Row[] =>
  room.notices(state).map((notice) => ({
    case_id: caseId,
    notice_id: notice.noticeId,
    scheme: notice.scheme,
    head_of_household: notice.headOfHousehold,
    persons: notice.persons,
    amount_fen: notice.amountFen,
    area: notice.area,
    office: notice.office,
    posted_on: notice.postedOn,
    ends_on: notice.endsOn,
    taken_down_on: notice.takenDownOn,
  }));

const paymentRows = (caseId: string, money: MoneyView | undefined): readonly Row[] =>
  (money?.payments ?? []).map(({ month, batchId, amountFen, status }) => ({
    case_id: caseId,
    month,
    batch_id: batchId,
    amount_fen: amountFen,
    status,
  }));

const advanceRows = (caseId: string, money: MoneyView | undefined): readonly Row[] =>
  (money?.advances ?? []).map((advance) => ({
    case_id: caseId,
    advance_id: advance.advanceId,
    officer: advance.officer,
    amount_fen: advance.amountFen,
    paid_at: advance.paidAt,
    papers_due_at: advance.papersDueAt,
    papers_completed: advance.papersCompleted,
    accountability_opened: advance.accountabilityOpened,
  }));

/** Everything the read models hold of a case. Clocks stand as of its last event, so that every replay gives the same. */
export const rowsOfCase = (folded: FoldedCase, rules: unknown): Rows => {
  const { caseId, room, version, state, last } = folded;
  const summary = room.summary(state);
  const clocks = room.clocks(state, rules, last.recordedAt);
  const money = room.money?.(state, rules, last.recordedAt);
  return {
    case_fold: [{ case_id: caseId, type: room.type, version, state: state as JsonObject }],
    caseload: [caseloadRow(folded, summary, summary.open ? nextDue(clocks) : undefined, money?.payable)],
    case_person: [...new Set(summary.persons)].map((person) => ({ case_id: caseId, person_id: person })),
    case_clock: clocks.map((clock) => clockRow(caseId, clock)),
    public_notice: noticeRows(caseId, room, state),
    payment: paymentRows(caseId, money),
    advance: advanceRows(caseId, money),
  };
};

/** The rows of several cases in one. */
export const joinRows = (cases: readonly Rows[]): Rows => ({
  case_fold: cases.flatMap((rows) => rows.case_fold),
  caseload: cases.flatMap((rows) => rows.caseload),
  case_person: cases.flatMap((rows) => rows.case_person),
  case_clock: cases.flatMap((rows) => rows.case_clock),
  public_notice: cases.flatMap((rows) => rows.public_notice),
  payment: cases.flatMap((rows) => rows.payment),
  advance: cases.flatMap((rows) => rows.advance),
});
