import { randomBytes, randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { caseTypes } from '#case-types';
import { createPostgresEventStore, migrateEventStore, type EventStore, type NewEvent } from '#event-store';
import type { JsonObject } from '#kernel';
import { ReadModels } from '#read-models';
import { startingRuleBook } from '#rules';

export interface RebuildRow {
  readonly cases: number;
  readonly events: number;
  /** Events per second into Node by plain SELECT, page by page in the order of the log. */
  readonly read: number;
  /** Events per second of a rebuild of all read models, from the empty shadow to the switch. */
  readonly rebuild: number;
  /** Median over the rounds of rebuild against read of the same round. */
  readonly ratio: number;
  /** What the ratio should reach. */
  readonly aim: number;
}

export type Rows = readonly RebuildRow[];

export interface RebuildBenchOptions {
  readonly url: string;
  /** About how many events the log holds; 100000 unless told. */
  readonly events?: number;
  readonly rounds?: number;
}

const aim = 0.5;
const pageSize = 5_000;
const writers = 64;

const sealed = (subject: string, bytes: number): JsonObject => ({
  $sealed: subject,
  c: randomBytes(28 + bytes).toString('base64'),
});

interface Act {
  readonly type: string;
  readonly at: string;
  readonly data: JsonObject;
}

const calculation = (amountFen: number): JsonObject => ({
  ruleSet: 'chongqing@1',
  amountFen,
  lines: Array.from({ length: 8 }, (_, line) => ({
    rule: `dibao.income.${line}`,
    article: '渝府办发〔2022〕128号',
    amountFen: amountFen + line,
  })),
});

const months = ['2026-04', '2026-05', '2026-06', '2026-07', '2026-08', '2026-09'];

/** A dibao case from lodging to its sixth payment, with sealed tokens where the product stores them. */
const actsOf = (caseId: string, amountFen: number): readonly Act[] => {
  const personal = (bytes: number): JsonObject => sealed(`case-${caseId}`, bytes);
  const person = randomUUID();
  const member = (): JsonObject => {
    const personId = randomUUID();
    return {
      personId,
      name: sealed(personId, 9),
      idNumber: sealed(personId, 20),
      relation: 'child',
      hukouRegion: '500112',
      hukouKind: 'urban',
    };
  };
  const noticeId = randomUUID();
  const requestId = randomUUID();
  return [
    {
      type: 'ApplicationLodged',
      at: '2026-02-02T01:30:00.000Z',
      data: {
        scheme: 'dibao',
        channel: 'window',
        office: 'shuangfengqiao',
        area: 'shuangfengqiao-1',
        settlement: 'urban',
        applicant: {
          personId: person,
          name: sealed(person, 9),
          idNumber: sealed(person, 20),
          phone: sealed(person, 13),
          address: sealed(person, 60),
        },
        applicantMinor: false,
        minors: [],
        members: [member(), member()],
        singlePerson: false,
        relatedToStaff: false,
        reason: personal(120),
        simplified: false,
        lodgedOn: '2026-02-02',
      },
    },
    {
      type: 'MeansTestAuthorised',
      at: '2026-02-03T01:30:00.000Z',
      data: { signedBy: [person], signedOn: '2026-02-03' },
    },
    {
      type: 'ApplicationAccepted',
      at: '2026-02-04T01:30:00.000Z',
      data: { acceptedOn: '2026-02-04', ruleSet: 'chongqing@1', ruleSets: ['national@1', 'chongqing@1'] },
    },
    {
      type: 'MeansTestRequested',
      at: '2026-02-05T01:30:00.000Z',
      data: { requestId, sources: ['bank', 'tax', 'vehicle'], purpose: 'dibao', basis: '社会救助暂行办法' },
    },
    {
      type: 'HomeVisitRecorded',
      at: '2026-02-10T01:30:00.000Z',
      data: { officers: ['u1', 'u2'], visitedOn: '2026-02-10', signedBy: 'u1', findings: personal(300) },
    },
    {
      type: 'MeansTestResultRecorded',
      at: '2026-02-12T01:30:00.000Z',
      data: { requestId, outcome: 'withinLimits', findings: personal(200) },
    },
    {
      type: 'BenefitCalculated',
      at: '2026-02-13T01:30:00.000Z',
      data: { request: { scheme: 'dibao', month: '2026-02' }, calculation: calculation(amountFen) },
    },
    {
      type: 'ReviewOpinionGiven',
      at: '2026-02-25T01:30:00.000Z',
      data: { opinion: 'grant', amountFen, reasons: personal(100) },
    },
    {
      type: 'PublicNoticePosted',
      at: '2026-02-26T01:30:00.000Z',
      data: {
        noticeId,
        postedOn: '2026-02-26',
        endsOn: '2026-03-04',
        days: 7,
        scheme: 'dibao',
        headOfHousehold: sealed(person, 9),
        persons: 3,
        amountFen,
        area: 'shuangfengqiao-1',
      },
    },
    { type: 'PublicNoticeEnded', at: '2026-03-05T01:30:00.000Z', data: { noticeId } },
    { type: 'FileSubmitted', at: '2026-03-06T01:30:00.000Z', data: { to: 'bureau' } },
    {
      type: 'GrantConfirmed',
      at: '2026-03-10T01:30:00.000Z',
      data: {
        decidedOn: '2026-03-10',
        basis: '社会救助暂行办法',
        decidingBody: 'bureau',
        office: 'bureau',
        ruleSet: 'chongqing@1',
        amountFen,
        pays: 'monthly',
        firstMonth: '2026-04',
        reviewClass: 'yearly',
        household: [{ personId: person, relation: 'applicant' }],
        calculation: calculation(amountFen),
        deferred: [],
      },
    },
    {
      type: 'DecisionDelivered',
      at: '2026-03-11T01:30:00.000Z',
      data: { deliveredOn: '2026-03-11', channel: 'window', remedyText: true },
    },
    ...months.flatMap((month): readonly Act[] => [
      {
        type: 'PaymentProduced',
        at: `${month}-05T01:30:00.000Z`,
        data: { month, batchId: `batch-${month}`, amountFen },
      },
      {
        type: 'BenefitPaid',
        at: `${month}-10T01:30:00.000Z`,
        data: { month, batchId: `batch-${month}`, amountFen, paidOn: `${month}-10` },
      },
    ]),
  ];
};

const eventsOf = (caseId: string, commandId: string): readonly NewEvent[] =>
  actsOf(caseId, 100_500).map(({ type, at, data }) => ({
    type,
    schemaVersion: 1,
    data,
    metadata: {
      actor: { user: 'yubei-17', role: 'townOfficer', office: 'shuangfengqiao' },
      occurredAt: at,
      commandId,
      correlationId: commandId,
      ruleSet: 'chongqing@1',
    },
  }));

const seed = async (
  store: EventStore,
  events: number,
): Promise<{ readonly cases: number; readonly events: number }> => {
  let cases = 0;
  let written = 0;
  await Promise.all(
    Array.from({ length: writers }, async () => {
      while (written < events) {
        const caseId = randomUUID();
        const commandId = randomUUID();
        const ofCase = eventsOf(caseId, commandId);
        cases += 1;
        written += ofCase.length;
        await store.append(`reliefApplication-${caseId}`, 'none', ofCase, { commandId });
      }
    }),
  );
  return { cases, events: written };
};

interface ReadRow {
  readonly generation: number;
  readonly xid: string;
  readonly ordinal: number;
}

/** Reads the whole log by pages and does nothing with it; the number of events. */
const readLog = async (pool: pg.Pool): Promise<number> => {
  let read = 0;
  let last: ReadRow = { generation: 0, xid: '0', ordinal: 0 };
  for (;;) {
    const { rows } = await pool.query<ReadRow>(
      `select generation, xid::text, ordinal, stream, version, id, type, schema_version, data, metadata, recorded_at
       from log.events where (events.generation, events.xid, events.ordinal) > ($1, $2::xid8, $3)
       order by events.generation, events.xid, events.ordinal limit ${pageSize}`,
      [last.generation, last.xid, last.ordinal],
    );
    read += rows.length;
    last = rows.at(-1) ?? last;
    if (rows.length < pageSize) return read;
  }
};

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1_000;
};

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

const measure = async (
  url: string,
  pool: pg.Pool,
  { events: asked = 100_000, rounds = 3 }: RebuildBenchOptions,
): Promise<RebuildRow> => {
  await migrateEventStore(pool);
  const store = await createPostgresEventStore({ url });
  const readModels = await ReadModels.open({
    url,
    store,
    logUrl: url,
    caseTypes,
    rules: { book: () => startingRuleBook, refresh: () => Promise.resolve() },
    category: (type) => type.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  });
  try {
    const { cases, events } = await seed(store, asked);
    await pool.query('vacuum analyze log.events');
    const reads: number[] = [];
    const rebuilds: number[] = [];
    for (let round = -1; round < rounds; round += 1) {
      const read = events / (await timed(() => readLog(pool)));
      const rebuild = events / (await timed(() => readModels.rebuild()));
      // The first round only warms up.
      if (round < 0) continue;
      reads.push(read);
      rebuilds.push(rebuild);
    }
    const ratio = median(rebuilds.map((rebuild, round) => rebuild / (reads[round] ?? Number.NaN)));
    return { cases, events, read: median(reads), rebuild: median(rebuilds), ratio, aim };
  } finally {
    await readModels.close();
    await store.close();
  }
};

/** Rebuilds all read models from a seeded log, against reading the same log by bare SELECT, in turns. */
export const benchRebuild = async (options: RebuildBenchOptions): Promise<Rows> => {
  const database = `bench_rebuild_${randomBytes(4).toString('hex')}`;
  const server = new pg.Pool({ connectionString: options.url, max: 1 });
  await server.query(`create database ${database}`);
  const url = new URL(options.url);
  url.pathname = `/${database}`;
  const pool = new pg.Pool({ connectionString: url.href, max: 2 });
  pool.on('error', () => undefined);
  try {
    return [await measure(url.href, pool, options)];
  } finally {
    await pool.end();
    await server.query(`drop database if exists ${database} with (force)`);
    await server.end();
  }
};
