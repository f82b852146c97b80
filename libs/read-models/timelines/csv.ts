type Cell = string | number | boolean | undefined;

/** A spreadsheet would run a text that begins like this as a formula. */
const formula = /^[=+\-@\t\r]/;
const needsQuotes = /[",\r\n]/;

const cellText = (cell: Cell): string => {
  if (cell === undefined) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = formula.test(cell) ? `'${cell}` : cell;
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const csvLine = (cells: readonly Cell[]): string => `${cells.map(cellText).join(',')}\r\n`;

/**
 * Rows as CSV (RFC 4180, UTF-8 with a byte-order mark for spreadsheets), a line at a time. Texts that a spreadsheet
 * would take for a formula get a leading quote.
 */
export async function* csvOf<Row>(
  columns: Readonly<Record<string, (row: Row) => Cell>>,
  rows: AsyncIterable<Row> | Iterable<Row>,
): AsyncGenerator<string> {
  yield `\uFEFF${csvLine(Object.keys(columns))}`;
  for await (const row of rows) yield csvLine(Object.values(columns).map((cellOf) => cellOf(row)));
}
