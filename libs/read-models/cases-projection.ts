import type { AnyCaseType, ClockView, Instant, JsonObject, Role, Stamp } from '#kernel';
import { type StoredEvent, categoryOf, upcast } from '#event-store';
import { dayOf } from '#rules';
import {
  type CaseloadSpan,
  OpenSpans,
  currentSpans,
  shownOf,
  spanColumns,
  spanRow,
  writeSpans,
} from './as-of/caseload-spans.js';
import {
  clockCategory,
  factColumns,
  factRow,
  noteBreaches,
  rulesCategory,
  sameAlarm,
  writeFacts,
} from './deadline-facts.js';
import type { Projection, Query } from './runner/projection.js';
import { type DueStretch, type Step, clockRows, dueStretches } from './timelines/due-stretches.js';

/** What folding needs of a stored event; a rebuild reads no more. */
export type FoldableEvent = Omit<StoredEvent, 'hash'>;

/** The rules by which clocks and money are shown. */
export interface RulesInForce {
  readonly book: () => unknown;
  /** Takes in what was published since. */
  readonly refresh: () => Promise<void>;
}

/** A stretch in one stage, office and hand; the next one's beginning is its end. */
interface Span {
  readonly stage: string;
  readonly office: string;
  readonly assignee?: string;
  readonly open: boolean;
  /** When the stage was entered, whoever had the case then. */
  readonly since: Instant;
  readonly at: Instant;
}

interface Folded {
  readonly version: number;
  readonly state: unknown;
  readonly spans: readonly Span[];
  readonly stretches: readonly DueStretch[];
  /** The last event taken in; absent before the first. */
  readonly last: Pick<StoredEvent, 'position' | 'recordedAt'> | undefined;
  /** What the caseload shows of it. */
  readonly shown: CaseloadSpan | undefined;
}

interface Fold extends Omit<Folded, 'shown'> {
  readonly caseId: string;
  readonly room: AnyCaseType;
  readonly last: Pick<StoredEvent, 'position' | 'recordedAt'>;
  /** When it is looked at. */
  readonly at: Instant;
  readonly clocks: readonly ClockView[];
  /** Caseload spans begun or ended by the new events. */
  readonly shown: readonly CaseloadSpan[];
}

export interface FinishedRows {
  readonly case_fold: readonly JsonObject[];
  readonly caseload: readonly JsonObject[];
  readonly caseload_span: readonly JsonObject[];
  readonly case_person: readonly JsonObject[];
  readonly case_link: readonly JsonObject[];
  readonly case_clock: readonly JsonObject[];
  readonly clock_alarm: readonly JsonObject[];
  readonly stage_span: readonly JsonObject[];
  readonly deadline_fact: readonly JsonObject[];
  readonly public_notice: readonly JsonObject[];
  readonly payment: readonly JsonObject[];
  readonly advance: readonly JsonObject[];
}

/** Columns of each table with their types, in the order of `tables.ts`. */
export const columns: Readonly<Record<keyof FinishedRows, string>> = {
  case_fold: 'case_id uuid, type text, version integer, state json, spans json, stretches json',
  caseload: `case_id uuid, type text, scheme text, stage text, open boolean, outcome text, title json, office text,
    area text, assignee text, opened_on text, amount_fen bigint, next_step text, rule_set text, version integer,
    position text, last_act_at timestamptz, next_due_at timestamptz, next_due_on text, next_due_clock text,
    provisional boolean, payable_from text, payable_to text, figures json,
    next_duty_at timestamptz`,
  caseload_span: spanColumns,
  case_person: 'case_id uuid, person_id text',
  case_link: 'case_id uuid, other_id uuid, kind text, ended boolean, changed_at timestamptz',
  case_clock: `case_id uuid, clock text, rule_set text, valid_from timestamptz, valid_until timestamptz, label json,
    nature text, source text, started_at timestamptz, due_at timestamptz, due_on text, remind_at timestamptz,
    provisional boolean, paused boolean, stopped_at timestamptz, stopped_by text, standing text, pauses json,
    type text, scheme text, opened_on text, area text, stage text, stage_since timestamptz, case_open boolean,
    office text, assignee text`,
  clock_alarm: `case_id uuid, rule_set text, clock text, started_at timestamptz, kind text, step integer, at timestamptz,
    due_at timestamptz, due_on text, source text, roles json`,
  stage_span: `case_id uuid, number integer, stage text, office text, assignee text, open boolean, since timestamptz,
    entered_at timestamptz, left_at timestamptz, finished boolean`,
  deadline_fact: factColumns,
  public_notice: `case_id uuid, notice_id text, scheme text, head_of_household json, persons integer, amount_fen bigint,
    area text, office text, posted_on text, ends_on text, taken_down_on text`,
  payment: 'case_id uuid, month text, batch_id text, amount_fen bigint, status text',
  advance: `case_id uuid, advance_id text, officer text, amount_fen bigint, paid_at timestamptz,
    papers_due_at timestamptz, papers_completed boolean, accountability_opened boolean`,
};

const namesOf = (table: keyof FinishedRows): readonly string[] =>
  columns[table].split(',').map((column) => column.trim().split(' ')[0] ?? '');

const names: Readonly<Record<keyof FinishedRows, readonly string[]>> = {
  case_fold: namesOf('case_fold'),
  caseload: namesOf('caseload'),
  caseload_span: namesOf('caseload_span'),
  case_person: namesOf('case_person'),
  case_link: namesOf('case_link'),
  case_clock: namesOf('case_clock'),
  clock_alarm: namesOf('clock_alarm'),
  stage_span: namesOf('stage_span'),
  deadline_fact: namesOf('deadline_fact'),
  public_notice: namesOf('public_notice'),
  payment: namesOf('payment'),
  advance: namesOf('advance'),
};

export const columnNames = (table: keyof FinishedRows): readonly string[] => names[table];

const keyed = { case_fold: 'case_id', caseload: 'case_id' } as const;
const perCase = [
  'case_person',
  'case_link',
  'case_clock',
  'clock_alarm',
  'stage_span',
  'public_notice',
  'payment',
  'advance',
] as const;

/** Events that give a case into other hands without a new stage. */
const reassigning: ReadonlySet<string> = new Set(['HandOverAccepted', 'CaseAssigned']);

const nothing = (value: unknown): value is null | undefined => value === undefined || value === null;

/**
 * Folds events as they are stored into every table about cases. Personal fields stay sealed: states, titles and
 * notices carry the tokens, so neither the projection nor a rebuild needs a key.
 */
export class CasesProjection implements Projection {
  readonly name = 'cases';
  readonly categories: readonly string[];
  private readonly rooms: ReadonlyMap<string, AnyCaseType>;

  constructor(
    caseTypes: readonly AnyCaseType[],
    private readonly rules: RulesInForce,
    category: (caseType: string) => string,
  ) {
    this.rooms = new Map(caseTypes.map((room) => [category(room.type), room]));
    this.categories = [...this.rooms.keys(), clockCategory, rulesCategory];
  }

  /** One batch, in sets; an event that is already in is passed over. */
  async apply(events: readonly StoredEvent[], query: Query, schema: string): Promise<void> {
    const byCase = new Map<string, { readonly room: AnyCaseType; readonly events: StoredEvent[] }>();
    const facts: StoredEvent[] = [];
    let rulesChanged = false;
    for (const event of events) {
      const category = categoryOf(event.stream);
      if (category === clockCategory) facts.push(event);
      rulesChanged ||= category === rulesCategory;
      const room = this.rooms.get(category);
      if (room === undefined) continue;
      const caseId = caseIdOf(event);
      const known = byCase.get(caseId);
      if (known === undefined) byCase.set(caseId, { room, events: [event] });
      else known.events.push(event);
    }
    if (rulesChanged) await this.rules.refresh();
    const after = await this.foldOn(byCase, query, schema);
    if (after.length > 0) await this.write(this.rowsOf(after), query, schema);
    if (facts.length > 0) await this.takeFacts(facts, query, schema);
  }

  private async foldOn(
    byCase: ReadonlyMap<string, { readonly room: AnyCaseType; readonly events: readonly StoredEvent[] }>,
    query: Query,
    schema: string,
  ): Promise<readonly Fold[]> {
    if (byCase.size === 0) return [];
    const before = await this.foldsOf([...byCase.keys()], query, schema);
    return [...byCase].flatMap(
      ([caseId, { room, events }]) => this.fold(caseId, room, events, before.get(caseId)) ?? [],
    );
  }

  /** Facts of the clocks are kept as they came; a due date that moved is looked up anew under the rules of today. */
  private async takeFacts(facts: readonly StoredEvent[], query: Query, schema: string): Promise<void> {
    await writeFacts(facts.map(factRow), query, schema);
    const moved = new Map(facts.filter(({ type }) => type === 'DeadlineMoved').map((fact) => [caseIdOf(fact), fact]));
    if (moved.size === 0) return;
    const folds = await this.foldsOf([...moved.keys()], query, schema);
    const again = [...moved].flatMap(([caseId, { recordedAt }]): Fold[] => {
      const folded = folds.get(caseId);
      const room = folded === undefined ? undefined : this.roomOf(folded.type);
      return folded?.last === undefined || room === undefined
        ? []
        : [
            {
              ...folded,
              caseId,
              room,
              last: folded.last,
              at: recordedAt,
              clocks: this.clocks(room, folded.state, recordedAt),
              shown: [],
            },
          ];
    });
    await this.write(this.rowsOf(again), query, schema);
  }

  private roomOf(type: string): AnyCaseType | undefined {
    return [...this.rooms.values()].find((room) => room.type === type);
  }

  /** A whole stream from its first event on; the events come in the order of the stream. */
  foldWhole(events: readonly FoldableEvent[]): Partial<FinishedRows> | undefined {
    const first = events[0];
    if (first === undefined) return undefined;
    const category = categoryOf(first.stream);
    if (category === clockCategory) return { deadline_fact: events.map(factRow) };
    const room = this.rooms.get(category);
    const fold = room === undefined ? undefined : this.fold(caseIdOf(first), room, events, undefined);
    return fold === undefined ? undefined : this.rowsOf([fold]);
  }

  private fold(
    caseId: string,
    room: AnyCaseType,
    events: readonly FoldableEvent[],
    before: Folded | undefined,
  ): Fold | undefined {
    let version = before?.version ?? 0;
    let state: unknown = before?.state ?? room.initial;
    const spans = [...(before?.spans ?? [])];
    const steps: Step[] = [];
    const shown = new OpenSpans(before?.shown);
    let last: FoldableEvent | undefined;
    for (const event of events) {
      if (event.version <= version) continue;
      state = room.evolve(state, { ...upcast(room.history, event), type: event.type }, stampOf(event));
      version = event.version;
      last = event;
      const { occurredAt } = event.metadata;
      steps.push({ state, type: event.type, occurredAt, recordedAt: event.recordedAt });
      const summary = room.summary(state);
      shown.see(version, event.recordedAt, shownOf(room.type, summary));
      const span = spans.at(-1);
      const staying = span?.stage === summary.stage;
      if (staying && !reassigning.has(event.type)) continue;
      const { stage, office, assignee, open } = summary;
      const at = span === undefined || occurredAt > span.at ? occurredAt : span.at;
      spans.push({ stage, office, assignee, open, since: staying ? span.since : at, at });
    }
    if (last === undefined) return undefined;
    const at = last.recordedAt;
    const clocks = this.clocks(room, state, at);
    const stretches = dueStretches({
      held: before?.stretches ?? [],
      before: before?.last && { state: before.state, recordedAt: before.last.recordedAt },
      steps,
      clocksAt: (moment) => this.clocks(room, moment.state, moment.recordedAt),
      clocks,
    });
    return { caseId, room, version, state, spans, stretches, last, at, clocks, shown: shown.spans() };
  }

  private clocks(room: AnyCaseType, state: unknown, at: Instant): readonly ClockView[] {
    return room.clocks(state, this.rules.book(), at);
  }

  private async foldsOf(
    caseIds: readonly string[],
    query: Query,
    schema: string,
  ): Promise<ReadonlyMap<string, Folded & { readonly type: string }>> {
    const rows = (await query(
      `SELECT f.case_id, f.type, f.version, f.state, f.spans, f.stretches, c.position, c.last_act_at
       FROM ${schema}.case_fold AS f JOIN ${schema}.caseload AS c USING (case_id) WHERE f.case_id = ANY ($1::uuid[])`,
      [caseIds],
    )) as {
      case_id: string;
      type: string;
      version: number;
      state: unknown;
      spans: Span[];
      stretches: DueStretch[];
      position: string;
      last_act_at: Date;
    }[];
    const shown = await currentSpans(caseIds, query, schema);
    return new Map(
      rows.map(({ case_id, position, last_act_at, ...folded }) => [
        case_id,
        { ...folded, last: { position, recordedAt: last_act_at.toISOString() }, shown: shown.get(case_id) },
      ]),
    );
  }

  private rowsOf(folds: readonly Fold[]): FinishedRows {
    const rows = folds.map((fold) => this.rowsOfCase(fold));
    return {
      case_fold: rows.flatMap((row) => row.case_fold),
      caseload: rows.flatMap((row) => row.caseload),
      caseload_span: rows.flatMap((row) => row.caseload_span),
      case_person: rows.flatMap((row) => row.case_person),
      case_link: rows.flatMap((row) => row.case_link),
      case_clock: rows.flatMap((row) => row.case_clock),
      clock_alarm: rows.flatMap((row) => row.clock_alarm),
      stage_span: rows.flatMap((row) => row.stage_span),
      deadline_fact: [],
      public_notice: rows.flatMap((row) => row.public_notice),
      payment: rows.flatMap((row) => row.payment),
      advance: rows.flatMap((row) => row.advance),
    };
  }

  private rowsOfCase({ caseId, room, version, state, spans, stretches, last, at, clocks, shown }: Fold): FinishedRows {
    const rules = this.rules.book();
    const summary = room.summary(state);
    const money = room.money?.(state, rules, at);
    const next = summary.open ? nextDue(clocks) : undefined;
    const span = spans.at(-1);
    const present = {
      type: room.type,
      scheme: summary.scheme,
      opened_on: summary.openedOn,
      area: summary.area,
      stage: span?.stage,
      stage_since: span?.since,
      case_open: span?.open,
      office: span?.office,
      assignee: span?.assignee,
    };
    return {
      case_fold: [
        {
          case_id: caseId,
          type: room.type,
          version,
          state: state as JsonObject,
          spans: spans.map((span) => ({ ...span })),
          stretches,
        },
      ],
      caseload: [
        {
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
          next_due_at: next?.dueAt,
          next_due_on: next?.dueOn,
          next_due_clock: next?.clock,
          provisional: next?.provisional ?? false,
          payable_from: money?.payable?.from,
          payable_to: money?.payable?.to,
          figures: summary.figures,
          next_duty_at: nextDuty(room, state),
        },
      ],
      caseload_span: shown.map((span) => spanRow(caseId, span)),
      case_person: [...new Set(summary.persons)].map((person) => ({ case_id: caseId, person_id: person })),
      case_link: linkRows(caseId, room, state),
      case_clock: clocks.flatMap((clock) => clockRows(caseId, clock, stretches, present)),
      clock_alarm: clocks.flatMap((clock) => alarmRows(caseId, clock)),
      stage_span: spans.map((span, number) => ({
        case_id: caseId,
        number,
        stage: span.stage,
        office: span.office,
        assignee: span.assignee,
        open: span.open,
        since: span.since,
        entered_at: span.at,
        left_at: spans[number + 1]?.at,
        finished: (spans[number + 1]?.stage ?? span.stage) !== span.stage,
      })),
      deadline_fact: [],
      public_notice: room.notices(state).map((notice) => ({
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
      })),
      payment: (money?.payments ?? []).map((payment) => ({
        case_id: caseId,
        month: payment.month,
        batch_id: payment.batchId,
        amount_fen: payment.amountFen,
        status: payment.status,
      })),
      advance: (money?.advances ?? []).map((advance) => ({
        case_id: caseId,
        advance_id: advance.advanceId,
        officer: advance.officer,
        amount_fen: advance.amountFen,
        paid_at: advance.paidAt,
        papers_due_at: advance.papersDueAt,
        papers_completed: advance.papersCompleted,
        accountability_opened: advance.accountabilityOpened,
      })),
    };
  }

  private async write(rows: FinishedRows, query: Query, schema: string): Promise<void> {
    for (const table of ['case_fold', 'caseload'] as const) {
      const names = columnNames(table);
      const changes = names.filter((name) => name !== keyed[table]).map((name) => `${name} = excluded.${name}`);
      await query(
        `INSERT INTO ${schema}.${table} AS held (${names.join(', ')})
         SELECT ${names.join(', ')} FROM json_to_recordset($1::json) AS given (${columns[table]})
         ON CONFLICT (${keyed[table]}) DO UPDATE SET ${changes.join(', ')} WHERE held.version <= excluded.version`,
        [JSON.stringify(rows[table])],
      );
    }
    await writeSpans(rows.caseload_span, query, schema);
    const caseIds = rows.caseload.map((row) => row['case_id']);
    for (const table of perCase) {
      await query(`DELETE FROM ${schema}.${table} WHERE case_id = ANY ($1::uuid[])`, [caseIds]);
      if (rows[table].length === 0) continue;
      const names = columnNames(table).join(', ');
      await query(
        `INSERT INTO ${schema}.${table} (${names})
         SELECT ${names} FROM json_to_recordset($1::json) AS given (${columns[table]})`,
        [JSON.stringify(rows[table])],
      );
    }
    await query(
      `UPDATE ${schema}.clock_alarm AS alarm SET done = true FROM ${schema}.deadline_fact AS fact
       WHERE alarm.case_id = ANY ($1::uuid[]) AND ${sameAlarm}`,
      [caseIds],
    );
    await query(noteBreaches(schema, 'fact.case_id = ANY ($1::uuid[])'), [caseIds]);
  }
}

/** What a clock tells while it is open, and a breach that was there before it was closed. */
const alarmRows = (caseId: string, clock: ClockView): readonly JsonObject[] =>
  clock.alarms
    .filter(({ kind, at }) => clock.stoppedAt === undefined || (kind !== 'approaching' && at <= clock.stoppedAt))
    .map(({ kind, step, at, roles }) => ({
      case_id: caseId,
      rule_set: clock.ruleSet,
      clock: clock.clock,
      started_at: clock.startedAt,
      kind,
      step,
      at,
      due_at: clock.dueAt,
      due_on: clock.dueOn,
      source: clock.source,
      roles,
    }));

/** The clock that is due first, among those an office has to keep; when a paused one is due is not known yet. */
const nextDue = (clocks: readonly ClockView[]): ClockView | undefined =>
  clocks
    .filter((clock) => clock.stoppedAt === undefined && clock.state !== 'paused' && clock.nature !== 'right')
    .reduce<ClockView | undefined>(
      (first, clock) => (first === undefined || clock.dueAt < first.dueAt ? clock : first),
      undefined,
    );

/** When the case has something to do by itself. */
const nextDuty = (room: AnyCaseType, state: unknown): Instant | undefined =>
  (room.duties?.(state) ?? []).map(({ at }) => at).sort()[0];

const uuidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Links to cases of ours, and those that were ended; a case of another region has no row here. */
const linkRows = (caseId: string, room: AnyCaseType, state: unknown): readonly JsonObject[] => {
  const ended = (room.unlinked?.(state) ?? []).map(({ caseId: other, endedAt }) => ({
    case_id: caseId,
    other_id: other,
    kind: '',
    ended: true,
    changed_at: endedAt,
  }));
  const linked = (room.links?.(state) ?? [])
    .filter(({ region }) => region === undefined)
    .map(({ caseId: other, kind, linkedAt }) => ({
      case_id: caseId,
      other_id: other,
      kind,
      ended: false,
      changed_at: linkedAt,
    }));
  const rows = new Map([...ended, ...linked].map((row) => [`${row.other_id}/${row.kind}`, row]));
  return [...rows.values()].filter((row) => uuidPattern.test(row.other_id));
};

export const caseIdOf = ({ stream }: Pick<StoredEvent, 'stream'>): string => stream.slice(stream.indexOf('-') + 1);

const stampOf = ({ metadata, recordedAt }: FoldableEvent): Stamp => ({
  occurredAt: metadata.occurredAt,
  recordedAt,
  actor: { user: metadata.actor.user, role: metadata.actor.role as Role, office: metadata.actor.office },
  day: dayOf(metadata.occurredAt),
});

/** One row in the text form of COPY. */
export const copyLine = (table: keyof FinishedRows, row: JsonObject): string =>
  `${columnNames(table)
    .map((name) => copyValue(row[name], jsonColumns.has(name)))
    .join('\t')}\n`;

const jsonColumns = new Set([
  'state',
  'spans',
  'title',
  'head_of_household',
  'figures',
  'pauses',
  'roles',
  'detail',
  'stretches',
  'label',
]);

const copyValue = (value: JsonObject[string], json: boolean): string => {
  if (nothing(value)) return '\\N';
  const text = json || typeof value === 'object' ? JSON.stringify(value) : String(value);
  if (!/[\\\t\n\r]/.test(text)) return text;
  return text.replace(/\\/g, '\\\\').replace(/\t/g, '\\t').replace(/\n/g, '\\n').replace(/\r/g, '\\r');
};
