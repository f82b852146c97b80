import { spanIndexes, spanTable } from './as-of/caseload-spans.js';

/** What the row of a clock tells of its case as it is today, and, where it stands now, of a breach on record. */
export const presentOfClock = [
  ['type', 'text'],
  ['scheme', 'text'],
  ['opened_on', 'text'],
  ['area', 'text'],
  ['stage', 'text'],
  ['stage_since', 'timestamptz'],
  ['case_open', 'boolean'],
  ['office', 'text'],
  ['assignee', 'text'],
  ['breached_at', 'timestamptz'],
  ['breach_recorded_at', 'timestamptz'],
  ['breach_office', 'text'],
] as const;

/** The clocks that ran out, with all by which the board of today counts them. */
export const missedClocksIndex = (schema: string): string =>
  `CREATE INDEX IF NOT EXISTS case_clock_missed ON ${schema}.case_clock (due_at)
     INCLUDE (valid_until, case_id, type, office, area, assignee, stage, stage_since, case_open, nature, clock, due_on,
       standing, stopped_at, breached_at)
     WHERE standing IN ('late', 'ended') OR breached_at IS NOT NULL`;

/** Makes the read models' tables in a schema; the same for the live ones and for the shadow of a rebuild. */
export const createTables = (schema: string): readonly string[] => [
  `CREATE TABLE ${schema}.case_fold (
     case_id uuid PRIMARY KEY, type text NOT NULL, version integer NOT NULL, state json NOT NULL,
     spans json NOT NULL, stretches json NOT NULL)`,
  `CREATE TABLE ${schema}.caseload (
     case_id uuid PRIMARY KEY, type text NOT NULL, scheme text NOT NULL, stage text NOT NULL, open boolean NOT NULL,
     outcome text, title json, office text NOT NULL, area text, assignee text, opened_on text NOT NULL,
     amount_fen bigint, next_step text, rule_set text, version integer NOT NULL, position text COLLATE "C" NOT NULL,
     last_act_at timestamptz NOT NULL, next_due_at timestamptz, next_due_on text, next_due_clock text,
     provisional boolean NOT NULL, payable_from text, payable_to text, figures json, next_duty_at timestamptz)`,
  spanTable(schema),
  `CREATE TABLE ${schema}.case_person (
     case_id uuid NOT NULL, person_id text NOT NULL, PRIMARY KEY (person_id, case_id))`,
  `CREATE TABLE ${schema}.case_link (
     case_id uuid NOT NULL, other_id uuid NOT NULL, kind text NOT NULL, ended boolean NOT NULL,
     changed_at timestamptz NOT NULL,
     PRIMARY KEY (case_id, other_id, kind))`,
  `CREATE TABLE ${schema}.case_clock (
     case_id uuid NOT NULL, clock text NOT NULL, rule_set text NOT NULL, valid_from timestamptz NOT NULL,
     valid_until timestamptz, label json NOT NULL, nature text, source text NOT NULL, started_at timestamptz NOT NULL,
     due_at timestamptz NOT NULL, due_on text NOT NULL, remind_at timestamptz, provisional boolean NOT NULL,
     paused boolean NOT NULL, stopped_at timestamptz, stopped_by text, standing text NOT NULL, pauses json NOT NULL,
     ${presentOfClock.map(([name, type]) => `${name} ${type}`).join(', ')},
     PRIMARY KEY (case_id, rule_set, clock, valid_from))`,
  `CREATE TABLE ${schema}.clock_alarm (
     case_id uuid NOT NULL, rule_set text NOT NULL, clock text NOT NULL, started_at timestamptz NOT NULL,
     kind text NOT NULL, step integer NOT NULL, at timestamptz NOT NULL, due_at timestamptz NOT NULL,
     due_on text NOT NULL, source text NOT NULL, roles json NOT NULL, done boolean NOT NULL DEFAULT false,
     PRIMARY KEY (case_id, rule_set, clock, kind, step))`,
  `CREATE TABLE ${schema}.stage_span (
     case_id uuid NOT NULL, number integer NOT NULL, stage text NOT NULL, office text NOT NULL, assignee text,
     open boolean NOT NULL, since timestamptz NOT NULL, entered_at timestamptz NOT NULL, left_at timestamptz,
     finished boolean NOT NULL, PRIMARY KEY (case_id, number))`,
  `CREATE TABLE ${schema}.deadline_fact (
     fact_id uuid PRIMARY KEY, case_id uuid NOT NULL, kind text NOT NULL, rule_set text NOT NULL, clock text NOT NULL,
     step integer NOT NULL, started_at timestamptz NOT NULL, due_at timestamptz NOT NULL, due_on text NOT NULL,
     at timestamptz NOT NULL, recorded_at timestamptz NOT NULL, case_type text NOT NULL, scheme text NOT NULL,
     stage text NOT NULL, office text NOT NULL, area text, assignee text, roles json NOT NULL, detail json)`,
  `CREATE TABLE ${schema}.public_notice (
     case_id uuid NOT NULL, notice_id text NOT NULL, scheme text NOT NULL, head_of_household json, persons integer NOT NULL,
     amount_fen bigint, area text NOT NULL, office text NOT NULL, posted_on text NOT NULL, ends_on text NOT NULL,
     taken_down_on text, PRIMARY KEY (case_id, notice_id))`,
  `CREATE TABLE ${schema}.payment (
     case_id uuid NOT NULL, month text NOT NULL, batch_id text NOT NULL, amount_fen bigint NOT NULL, status text NOT NULL,
     PRIMARY KEY (case_id, month, batch_id))`,
  `CREATE TABLE ${schema}.advance (
     case_id uuid NOT NULL, advance_id text NOT NULL, officer text NOT NULL, amount_fen bigint NOT NULL,
     paid_at timestamptz NOT NULL, papers_due_at timestamptz, papers_completed boolean NOT NULL,
     accountability_opened boolean NOT NULL, PRIMARY KEY (case_id, advance_id))`,
];

/** The indexes of every list, made after a rebuild has filled the tables. */
export const createIndexes = (schema: string): readonly string[] => [
  `CREATE INDEX caseload_due ON ${schema}.caseload (next_due_at, case_id)`,
  `CREATE INDEX caseload_open_due ON ${schema}.caseload (next_due_at, case_id) WHERE open`,
  `CREATE INDEX caseload_office_due ON ${schema}.caseload (office, open, next_due_at, case_id)`,
  `CREATE INDEX caseload_area_due ON ${schema}.caseload (area, open, next_due_at, case_id)`,
  `CREATE INDEX caseload_assignee ON ${schema}.caseload (assignee, next_due_at) WHERE assignee IS NOT NULL`,
  `CREATE INDEX caseload_stage ON ${schema}.caseload (type, stage, next_due_at, case_id)`,
  `CREATE INDEX caseload_idle ON ${schema}.caseload (last_act_at) WHERE open`,
  `CREATE INDEX caseload_payable ON ${schema}.caseload (payable_from, payable_to) WHERE payable_from IS NOT NULL`,
  `CREATE INDEX caseload_duty ON ${schema}.caseload (next_duty_at) WHERE next_duty_at IS NOT NULL`,
  ...spanIndexes(schema),
  `CREATE INDEX case_person_case ON ${schema}.case_person (case_id)`,
  `CREATE INDEX case_link_other ON ${schema}.case_link (other_id, case_id)`,
  `CREATE INDEX case_clock_open ON ${schema}.case_clock (due_at, case_id)
     WHERE stopped_at IS NULL AND valid_until IS NULL`,
  `CREATE INDEX case_clock_ended ON ${schema}.case_clock (stopped_at)`,
  missedClocksIndex(schema),
  `CREATE INDEX case_clock_stopped ON ${schema}.case_clock (split_part(clock, '#', 1), stopped_at)
     WHERE valid_until IS NULL`,
  `CREATE INDEX clock_alarm_due ON ${schema}.clock_alarm (at) WHERE NOT done`,
  `CREATE UNIQUE INDEX stage_span_current ON ${schema}.stage_span (case_id) WHERE left_at IS NULL`,
  `CREATE INDEX stage_span_finished ON ${schema}.stage_span (stage, left_at) WHERE finished`,
  `CREATE INDEX deadline_fact_case ON ${schema}.deadline_fact (case_id, clock)`,
  `CREATE INDEX deadline_fact_at ON ${schema}.deadline_fact (at DESC, fact_id)`,
  `CREATE INDEX deadline_fact_moved ON ${schema}.deadline_fact (at) WHERE kind = 'moved'`,
  `CREATE INDEX deadline_fact_breach ON ${schema}.deadline_fact (at, office) WHERE kind = 'breached'`,
  `CREATE INDEX public_notice_running ON ${schema}.public_notice (ends_on, office) WHERE taken_down_on IS NULL`,
  `CREATE INDEX payment_batch ON ${schema}.payment (batch_id, case_id)`,
  `CREATE INDEX payment_month ON ${schema}.payment (month, status)`,
  `CREATE INDEX advance_late ON ${schema}.advance (officer, papers_due_at) WHERE NOT papers_completed`,
];

/** Every table that a rebuild replaces. */
export const tableNames = [
  'case_fold',
  'caseload',
  'caseload_span',
  'case_person',
  'case_link',
  'case_clock',
  'clock_alarm',
  'stage_span',
  'deadline_fact',
  'public_notice',
  'payment',
  'advance',
] as const;

export const liveSchema = 'read';
