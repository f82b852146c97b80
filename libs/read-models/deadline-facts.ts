import type { JsonObject } from '#kernel';
import type { StoredEvent } from '#event-store';
import type { Query } from './runner/projection.js';

/** Stream category of the facts of clocks, `clock-<caseId>`, and of published rules. */
export const clockCategory = 'clock';
export const rulesCategory = 'rules';

export const factColumns = `fact_id uuid, case_id uuid, kind text, rule_set text, clock text, step integer,
  started_at timestamptz, due_at timestamptz, due_on text, at timestamptz, recorded_at timestamptz, case_type text,
  scheme text, stage text, office text, area text, assignee text, roles json, detail json`;

const factNames = factColumns.split(',').map((column) => column.trim().split(' ')[0] ?? '');

/** That a fact is about an alarm: the same clock, started at the same time, the same step. */
export const sameAlarm = `fact.case_id = alarm.case_id AND fact.rule_set = alarm.rule_set AND fact.clock = alarm.clock
  AND fact.started_at = alarm.started_at AND fact.kind = alarm.kind AND fact.step = alarm.step
  AND (fact.kind = 'breached' OR fact.due_at = alarm.due_at)`;

/** That a fact is about a breach of a clock as it stands at present. */
const breachOf = `fact.kind = 'breached' AND fact.case_id = held.case_id AND fact.rule_set = held.rule_set
  AND fact.clock = held.clock AND fact.started_at = held.started_at AND held.valid_until IS NULL`;

/** Notes breaches on record at the clocks themselves: all, or those of one more condition on `fact`. */
export const noteBreaches = (schema: string, condition = 'true'): string =>
  `UPDATE ${schema}.case_clock AS held SET breached_at = fact.at, breach_recorded_at = fact.recorded_at,
     breach_office = fact.office
   FROM ${schema}.deadline_fact AS fact WHERE ${breachOf} AND ${condition}`;

const kinds: Readonly<Record<string, string>> = {
  DeadlineApproaching: 'approaching',
  DeadlineBreached: 'breached',
  DeadlineEscalated: 'escalated',
  DeadlineMoved: 'moved',
};

/** One fact of a clock as a row. */
export const factRow = ({ stream, id, type, data, metadata, recordedAt }: Omit<StoredEvent, 'hash'>): JsonObject => ({
  fact_id: id,
  case_id: stream.slice(stream.indexOf('-') + 1),
  kind: kinds[type] ?? type,
  rule_set: data['ruleSet'],
  clock: data['clock'],
  step: data['step'],
  started_at: data['startedAt'],
  due_at: data['dueAt'],
  due_on: data['dueOn'],
  at: metadata.occurredAt,
  recorded_at: recordedAt,
  case_type: data['caseType'],
  scheme: data['scheme'],
  stage: data['stage'],
  office: data['office'],
  area: data['area'],
  assignee: data['assignee'],
  roles: data['roles'],
  detail: data['detail'],
});

/** Keeps facts, each once, marks the alarms they answer as done and notes breaches at their clocks. */
export const writeFacts = async (rows: readonly JsonObject[], query: Query, schema: string): Promise<void> => {
  const names = factNames.join(', ');
  await query(
    `INSERT INTO ${schema}.deadline_fact (${names})
     SELECT ${names} FROM json_to_recordset($1::json) AS given (${factColumns}) ON CONFLICT DO NOTHING`,
    [JSON.stringify(rows)],
  );
  const ids = rows.map((row) => row['fact_id']);
  await query(
    `UPDATE ${schema}.clock_alarm AS alarm SET done = true FROM ${schema}.deadline_fact AS fact
     WHERE fact.fact_id = ANY ($1::uuid[]) AND ${sameAlarm}`,
    [ids],
  );
  await query(noteBreaches(schema, 'fact.fact_id = ANY ($1::uuid[])'), [ids]);
};
