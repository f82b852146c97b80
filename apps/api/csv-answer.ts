import { Readable } from 'node:stream';
import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  StreamableFile,
} from '@nestjs/common';
import { type Observable, mergeMap } from 'rxjs';
import type { JsonObject } from '#kernel';
import { type Page, csvOf } from '#read-models';
import { System } from '#system';
import { Problem } from './problem.js';
import { type ViewedRequest } from './viewer.js';

type Columns<Row> = Parameters<typeof csvOf<Row>>[0];

/** Whether a table is asked for as CSV: by the query, or by what the client accepts. */
export const wantsCsv = (format: 'csv' | 'json' | undefined, accept: string | undefined): boolean =>
  format === 'csv' || (format === undefined && /\btext\/csv\b/.test(accept ?? ''));

/** A table that leaves the house as CSV. */
class CsvFile extends StreamableFile {
  constructor(
    readonly name: string,
    text: Readable,
  ) {
    super(text, { type: 'text/csv; charset=utf-8', disposition: `attachment; filename="${name}.csv"` });
  }
}

/** Rows as a file, sent as they are made; that it was taken is recorded first. */
export const csvFile = <Row>(
  name: string,
  columns: Columns<Row>,
  rows: AsyncIterable<Row> | Iterable<Row>,
): StreamableFile => new CsvFile(name, Readable.from(csvOf(columns, rows)));

const notPartOfWhatWasAsked = new Set(['format', 'after', 'cursor', 'limit']);

/** What was asked for by the address; no call takes text about a person there. */
const filterOf = (query: unknown): JsonObject =>
  Object.fromEntries(
    Object.entries(query ?? {}).flatMap(([name, value]: [string, unknown]) =>
      typeof value === 'string' && !notPartOfWhatWasAsked.has(name) ? [[name, value]] : [],
    ),
  );

/** No table leaves unseen, whichever call made it: what cannot be recorded is not handed out. */
@Injectable()
export class CsvTrail implements NestInterceptor {
  constructor(private readonly system: System) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { acting, query } = context.switchToHttp().getRequest<ViewedRequest>();
    return next.handle().pipe(
      mergeMap(async (answer: unknown) => {
        if (!(answer instanceof CsvFile)) return answer;
        if (acting === undefined) throw new Problem(401, 'not-signed-in');
        await this.system.trail.record({ type: 'Exported', what: answer.name, filter: filterOf(query) }, acting);
        return answer;
      }),
    );
  }
}

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
