import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { createPostgresEventStore, migrateEventStore } from '#event-store';
import type { ReadModels } from '#read-models';
import { type RuleBook, startingRuleBook } from '#rules';
import { median, openReadModels, seconds } from './measuring.js';
import { eventsOf, readLog } from './relief-log.js';

export interface WhatIfRow {
  readonly cases: number;
  readonly events: number;
  /** Cases per second whose events come into Node by plain SELECT, page by page. */
  readonly read: number;
  /** Cases per second whose clocks are derived under the real rules and under others, and compared. */
  readonly whatIf: number;
  /** Median over the rounds of what-if against read of the same round. */
  readonly ratio: number;
  readonly aim: number;
}

export interface WhatIfBenchOptions {
  readonly url: string;
  readonly cases?: number;
  readonly rounds?: number;
}

const aim = 0.5;
/** Cases cut off at different events, so that some clocks run and others are over; the others are copies of them. */
const templates = 50;
const shortest = 3;

/** Every time limit of more than one day is a day shorter. */
const stricter: RuleBook = {
  ...startingRuleBook,
  ruleSets: startingRuleBook.ruleSets.map((ruleSet) => ({
    ...ruleSet,
    clocks: ruleSet.clocks.map((rule) =>
      rule.unit === 'workingDays' && rule.amount > 1 ? { ...rule, amount: rule.amount - 1 } : rule,
    ),
  })),
};

/** Copies the events and the folded states of the templates. The hashes of a copy are not right; nobody asks here. */
const copyCases = async (pool: pg.Pool, cases: number): Promise<void> => {
  await pool.query(
    `create table public.copied as
     select template.case_id as template, gen_random_uuid() as case_id
     from generate_series(1, $1::int) as n
     join (select case_id, row_number() over (order by case_id) - 1 as place from read.case_fold) as template
       on template.place = n % ${templates}`,
    [cases - templates],
  );
  await pool.query(
    `insert into log.events (generation, xid, ordinal, stream, version, id, type, schema_version, data, metadata,
       recorded_at, hash)
     select e.generation, pg_current_xact_id(), row_number() over (), 'reliefApplication-' || copied.case_id, e.version,
       gen_random_uuid(), e.type, e.schema_version, e.data, e.metadata, e.recorded_at, e.hash
     from public.copied join log.events as e on e.stream = 'reliefApplication-' || copied.template`,
  );
  for (const table of ['case_fold', 'caseload'])
    await pool.query(
      `insert into read.${table}
       select (jsonb_populate_record(t, jsonb_build_object('case_id', copied.case_id))).*
       from public.copied join read.${table} as t on t.case_id = copied.template`,
    );
  for (const table of ['log.events', 'read.case_fold', 'read.caseload']) await pool.query(`vacuum analyze ${table}`);
};

/** Asks the question of everything and waits for the answer; how many cases were gone through. */
const askWhatIf = async ({ whatIf }: ReadModels): Promise<number> => {
  const jobId = randomUUID();
  await whatIf.start({
    jobId,
    startedBy: 'bench',
    scope: [{ offices: ['shuangfengqiao'], areas: [], types: ['relief-application'] }],
    from: '2026-01-01',
    to: '2026-12-31',
    real: startingRuleBook,
    whatIf: stricter,
    now: '2026-11-02T01:00:00.000Z',
    asked: {},
  });
  for (;;) {
    const job = await whatIf.of(jobId);
    if (job?.state === 'done') {
      if ((job.result?.changedCount ?? 0) === 0) throw new Error('stricter rules changed nothing');
      return job.progress.done;
    }
    if (job?.state !== 'running') throw new Error(`the question ended as ${job?.state}`);
    await delay(20);
  }
};

/** A what-if over a whole district against reading the events of its cases, in turns. */
export const benchWhatIf = async ({ url, cases = 100_000, rounds = 3 }: WhatIfBenchOptions): Promise<WhatIfRow> => {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on('error', () => undefined);
  await migrateEventStore(pool);
  const store = await createPostgresEventStore({ url });
  const models = await openReadModels(url, store);
  try {
    for (let template = 0; template < templates; template += 1) {
      const [caseId, commandId] = [randomUUID(), randomUUID()];
      const whole = eventsOf(caseId, commandId);
      const length = shortest + (template % (whole.length - shortest + 1));
      await store.append(`reliefApplication-${caseId}`, 'none', whole.slice(0, length), { commandId });
    }
    await models.rebuild();
    await copyCases(pool, cases);
    const figures: { readonly read: number; readonly whatIf: number }[] = [];
    let events = 0;
    for (let round = -1; round < rounds; round += 1) {
      const read = cases / (await seconds(async () => (events = await readLog(pool))));
      const whatIf = cases / (await seconds(() => askWhatIf(models)));
      // The first round only warms up.
      if (round >= 0) figures.push({ read, whatIf });
    }
    return {
      cases,
      events,
      read: median(figures.map(({ read }) => read)),
      whatIf: median(figures.map(({ whatIf }) => whatIf)),
      ratio: median(figures.map(({ read, whatIf }) => whatIf / read)),
      aim,
    };
  } finally {
    await models.close();
    await store.close();
    await pool.end();
  }
};
