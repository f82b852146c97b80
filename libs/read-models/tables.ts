/** A table of the read models; the same text makes the live one, the shadow of a rebuild and the sets written to it. */
export interface Table {
  /** Column names with their types. */
  readonly columns: Readonly<Record<string, string>>;
  readonly key: readonly string[];
  /** What follows `CREATE INDEX <name> ON <table>`. */
  readonly indexes: Readonly<Record<string, string>>;
}

const required = ' not null';

/** `next_due_at` of a case that no clock is waiting for: it sorts behind every date. */
export const noDue = 'infinity';

export const tables = {
  case_fold: {
    columns: { case_id: 'uuid not null', type: 'text not null', version: 'integer not null', state: 'json not null' },
    key: ['case_id'],
    indexes: {},
  },
  caseload: {
    columns: {
      case_id: 'uuid not null',
      type: 'text not null',
      scheme: 'text not null',
      stage: 'text not null',
      open: 'boolean not null',
      outcome: 'text',
      title: 'json',
      office: 'text not null',
      area: 'text',
      assignee: 'text',
      opened_on: 'text not null',
      amount_fen: 'bigint',
      next_step: 'text',
      rule_set: 'text',
      version: 'integer not null',
      position: 'text not null',
      last_act_at: 'timestamptz not null',
      next_due_at: 'timestamptz not null',
      next_due_on: 'text',
      next_due_clock: 'text',
      provisional: 'boolean not null',
      payable_from: 'text',
      payable_to: 'text',
    },
    key: ['case_id'],
    indexes: {
      caseload_due: '(next_due_at, case_id)',
      caseload_open_due: '(next_due_at, case_id) where open',
      caseload_office_due: '(office, next_due_at, case_id)',
      caseload_area_due: '(area, next_due_at, case_id) where area is not null',
      caseload_assignee_due: '(assignee, next_due_at, case_id) where assignee is not null',
      caseload_stage_due: '(type, stage, next_due_at, case_id)',
      caseload_payable: '(payable_from, payable_to) where open and payable_from is not null',
    },
  },
  case_person: {
    columns: { case_id: 'uuid not null', person_id: 'text not null' },
    key: ['person_id', 'case_id'],
    indexes: { case_person_case: '(case_id)' },
  },
  case_clock: {
    columns: {
      case_id: 'uuid not null',
      clock: 'text not null',
      rule_set: 'text not null',
      nature: 'text',
      started_at: 'timestamptz not null',
      due_at: 'timestamptz not null',
      due_on: 'text not null',
      provisional: 'boolean not null',
      paused: 'boolean not null',
      extended: 'boolean not null',
      stopped_at: 'timestamptz',
      stopped_by: 'text',
    },
    key: ['case_id', 'rule_set', 'clock'],
    indexes: { case_clock_running: '(due_at, case_id) where stopped_at is null' },
  },
  public_notice: {
    columns: {
      case_id: 'uuid not null',
      notice_id: 'text not null',
      scheme: 'text not null',
      head_of_household: 'json',
      persons: 'integer not null',
      amount_fen: 'bigint',
      area: 'text not null',
      office: 'text not null',
      posted_on: 'text not null',
      ends_on: 'text not null',
      taken_down_on: 'text',
    },
    key: ['case_id', 'notice_id'],
    indexes: { public_notice_shown: '(ends_on, case_id, notice_id) where taken_down_on is null' },
  },
  payment: {
    columns: {
      case_id: 'uuid not null',
      month: 'text not null',
      batch_id: 'text not null',
      amount_fen: 'bigint not null',
      status: 'text not null',
    },
    key: ['case_id', 'month', 'batch_id'],
    indexes: { payment_batch: '(batch_id, case_id, month)' },
  },
  advance: {
    columns: {
      case_id: 'uuid not null',
      advance_id: 'text not null',
      officer: 'text not null',
      amount_fen: 'bigint not null',
      paid_at: 'timestamptz not null',
      papers_due_at: 'timestamptz',
      papers_completed: 'boolean not null',
      accountability_opened: 'boolean not null',
    },
    key: ['case_id', 'advance_id'],
    indexes: { advance_late: '(officer, papers_due_at) where not papers_completed' },
  },
} as const satisfies Readonly<Record<string, Table>>;

export type TableName = keyof typeof tables;

export const tableNames = Object.keys(tables) as readonly TableName[];

export const liveSchema = 'read';

const columnsOf = (table: TableName): readonly [name: string, type: string][] => Object.entries(tables[table].columns);

/** `case_id, type, …` */
export const columnNames = (table: TableName): readonly string[] => columnsOf(table).map(([name]) => name);

/** `case_id uuid, type text, …`, as a record of a set names them. */
export const recordColumns = (table: TableName): string =>
  columnsOf(table)
    .map(([name, type]) => `${name} ${type.replace(required, '')}`)
    .join(', ');

/** Codes and ids are compared byte by byte, so that an index serves the same in every locale. */
const stored = (type: string): string => type.replace(/^text/, 'text collate "C"');

/** Makes the tables in a schema that is already there. */
export const createTables = (schema: string): readonly string[] =>
  tableNames.map((table) => {
    const columns = columnsOf(table).map(([name, type]) => `${name} ${stored(type)}`);
    return `create table ${schema}.${table} (${columns.join(', ')}, primary key (${tables[table].key.join(', ')}))`;
  });

/** Makes the indexes of every list; a rebuild does so after it has filled the tables. */
export const createIndexes = (schema: string): readonly string[] =>
  tableNames.flatMap((table) =>
    Object.entries(tables[table].indexes).map(([name, rest]) => `create index ${name} on ${schema}.${table} ${rest}`),
  );
