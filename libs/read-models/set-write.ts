import type { Rows } from './case-rows.js';
import { columnNames, recordColumns, tables, type TableName } from './tables.js';

/** Runs one statement in the transaction of the batch and gives its rows. */
export type Query = (sql: string, parameters?: unknown[]) => Promise<unknown>;

const perCase = ['case_person', 'case_clock', 'public_notice', 'payment', 'advance'] as const;

const given = (schema: string, table: TableName): string => {
  const names = columnNames(table).join(', ');
  return `insert into ${schema}.${table} as held (${names})
    select ${names} from json_to_recordset($1::json) as given (${recordColumns(table)})`;
};

const newerWins = (table: 'case_fold' | 'caseload'): string => {
  const key: readonly string[] = tables[table].key;
  const changes = columnNames(table)
    .filter((name) => !key.includes(name))
    .map((name) => `${name} = excluded.${name}`);
  return `on conflict (${key.join(', ')}) do update set ${changes.join(', ')} where held.version < excluded.version`;
};

/** Writes the rows of cases in sets: one statement per table, each case once. */
export const writeRows = async (rows: Rows, query: Query, schema: string): Promise<void> => {
  for (const table of ['case_fold', 'caseload'] as const)
    await query(`${given(schema, table)} ${newerWins(table)}`, [JSON.stringify(rows[table])]);
  const caseIds = rows.caseload.map((row) => row['case_id']);
  for (const table of perCase) {
    await query(`delete from ${schema}.${table} where case_id = any ($1::uuid[])`, [caseIds]);
    if (rows[table].length > 0) await query(given(schema, table), [JSON.stringify(rows[table])]);
  }
};
