import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import { type Page, csvOf } from '#read-models';

type Columns<Row> = Parameters<typeof csvOf<Row>>[0];

/** Whether a table is asked for as CSV: by the query, or by what the client accepts. */
export const wantsCsv = (format: 'csv' | 'json' | undefined, accept: string | undefined): boolean =>
  format === 'csv' || (format === undefined && /\btext\/csv\b/.test(accept ?? ''));

/** Rows as a file, sent as they are made. */
export const csvFile = <Row>(
  name: string,
  columns: Columns<Row>,
  rows: AsyncIterable<Row> | Iterable<Row>,
): StreamableFile =>
  new StreamableFile(Readable.from(csvOf(columns, rows)), {
    type: 'text/csv; charset=utf-8',
    disposition: `attachment; filename="${name}.csv"`,
  });

async function* fromPage<Row>(
  first: Page<Row>,
  page: (cursor: string | undefined) => Promise<Page<Row>>,
): AsyncGenerator<Row> {
  yield* first.rows;
  let { next } = first;
  while (next !== undefined) {
    const following = await page(next);
    yield* following.rows;
    next = following.next;
  }
}

/** Every row of a paged list; the first page is there before this resolves, so that what is refused is refused at once. */
export const everyRow = async <Row>(
  page: (cursor: string | undefined) => Promise<Page<Row>>,
): Promise<AsyncIterable<Row>> => fromPage(await page(undefined), page);
