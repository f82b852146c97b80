import pg from 'pg';
import { createPostgresEventStore, migrateEventStore } from '#event-store';
import type { ReadModels } from '#read-models';
import { median, milliseconds, openReadModels } from './measuring.js';
import { fillReadModels, today, towns } from './supervisor-rows.js';

export interface QuestionRow {
  readonly question: string;
  readonly cases: number;
  /** Milliseconds through the product, and by SQL written by hand on the same tables. */
  readonly ours: number;
  readonly byHand: number;
  /** Median over the rounds of ours against by hand. */
  readonly ratio: number;
  readonly aim: number;
  /** Ours against ours at the smallest size; only where the work in hand stays and history grows. */
  readonly growth?: number;
}

export interface SupervisorBenchOptions {
  readonly url: string;
  readonly sizes?: readonly number[];
  readonly rounds?: number;
}

interface Question {
  readonly name: string;
  readonly ours: (models: ReadModels) => Promise<unknown>;
  readonly byHand: string;
  /** A first page or a summary of the present: must not grow with history. */
  readonly ofPresent: boolean;
}

const aim = 1.3;
export const growthAim = 2;
/** What is worked at does not grow with the years. */
const inHand = 4_000;
const everything = [{ offices: towns, areas: [], types: ['relief-application'] }];
const live = { at: today, live: true };
const past = { at: '2026-06-01T16:00:00.000Z', live: false };
const page = { limit: 50 };

const inReach = (office: string, type: string): string =>
  `${type} = any (array['relief-application']) and ${office} = any (array[${towns.map((town) => `'${town}'`).join(', ')}])`;
const reach = inReach('s.office', 'c.type');
const standing = `k.valid_until is null and k.nature = any (array['statutory', 'local', 'internal'])
  and ${inReach('k.office', 'k.type')}`;

const questions: readonly Question[] = [
  {
    name: 'first page of open deadlines',
    ours: ({ deadlines }) =>
      deadlines.list(everything, { states: ['running', 'approaching', 'paused', 'overdue'] }, live, page),
    byHand: `select k.* from read.case_clock k where k.stopped_at is null and ${standing}
      order by k.due_at, k.case_id limit 51`,
    ofPresent: true,
  },
  {
    name: 'board by office',
    ours: ({ deadlines }) => deadlines.summary(everything, {}, live, 'office'),
    byHand: `select office, sum(open), sum(on_time), sum(approaching), sum(overdue), sum(paused), sum(breached), min(oldest)
      from (
        select k.office, 1 as open, (not k.paused and k.remind_at > '${today}')::int as on_time,
          (not k.paused and k.remind_at <= '${today}' and k.due_at > '${today}')::int as approaching,
          (not k.paused and k.due_at <= '${today}')::int as overdue, k.paused::int as paused,
          (k.due_at <= '${today}')::int as breached, (k.stage_since, k.case_id) as oldest
        from read.case_clock k where k.stopped_at is null and ${standing}
        union all
        select k.office, 0, 0, 0, 0, 0, 1, null from read.case_clock k
        where k.stopped_at is not null and (k.standing in ('late', 'ended') or k.breached_at is not null)
          and k.due_at > '${today}'::timestamptz - interval '1 year' and ${standing}
      ) as found group by rollup (office)`,
    ofPresent: true,
  },
  {
    name: 'stuck cases, first page',
    ours: ({ stuck }) =>
      stuck.list(everything, { idleSince: '2026-08-15T01:00:00.000Z', deadEnds: [] }, { limit: 50, offset: 0 }),
    byHand: `select c.* from read.caseload c where c.open and c.last_act_at <= '2026-08-15T01:00:00.000Z'
      and ${reach.replaceAll('s.office', 'c.office')} order by c.last_act_at, c.case_id limit 51`,
    ofPresent: true,
  },
  {
    name: 'caseload of open cases, first page',
    ours: ({ caseload }) => caseload.list(everything, { open: true }, page),
    byHand: `select c.* from read.caseload c where c.open and ${reach.replaceAll('s.office', 'c.office')}
      order by c.next_due_at, c.case_id limit 51`,
    ofPresent: true,
  },
  {
    name: 'how long a stage took, one quarter',
    ours: ({ durations }) =>
      durations.distribution(
        everything,
        { kind: 'stage', stage: 'investigating' },
        { from: '2026-03-31T16:00:00.000Z', to: '2026-06-30T16:00:00.000Z' },
        'office',
      ),
    byHand: `with took as (
        select s.office, to_char(s.left_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month,
          extract(epoch from s.left_at - s.since) / 3600 as hours
        from read.stage_span s join read.caseload c using (case_id)
        where s.finished and s.stage = 'investigating' and s.left_at >= '2026-03-31T16:00:00.000Z'
          and s.left_at < '2026-06-30T16:00:00.000Z' and ${reach}
      ), bins as (select width_bucket(hours::float8, array[24, 240, 720]::float8[]) as bin, count(*) from took group by 1)
      select month, office, count(*), percentile_cont(array[0.5, 0.9, 0.95]) within group (order by hours), min(hours),
        max(hours), avg(hours), (select json_agg(bins) from bins) from took group by grouping sets ((), (month), (office))`,
    ofPresent: false,
  },
  {
    name: 'board by office as of a past day',
    ours: ({ deadlines }) => deadlines.summary(everything, {}, past, 'office'),
    byHand: `select s.office, count(*) filter (where k.stopped_at is null or k.stopped_at > '${past.at}'),
        count(*) filter (where k.due_at <= '${past.at}' and (k.stopped_at is null or k.stopped_at > '${past.at}'))
      from read.case_clock k join read.stage_span s on s.case_id = k.case_id and s.entered_at <= '${past.at}'
        and (s.left_at is null or s.left_at > '${past.at}')
      join read.caseload c on c.case_id = k.case_id
      where k.valid_from <= '${past.at}' and (k.valid_until is null or k.valid_until > '${past.at}')
        and (k.stopped_at is null or k.stopped_at > '${past.at}' or k.standing = 'late') and ${reach}
      group by rollup (s.office)`,
    ofPresent: false,
  },
];

const ask = async (
  models: ReadModels,
  pool: pg.Pool,
  { ours, byHand }: Question,
  rounds: number,
): Promise<{ readonly ours: number; readonly byHand: number; readonly ratio: number }> => {
  const [through, hand]: [number[], number[]] = [[], []];
  for (let round = -2; round < rounds; round += 1) {
    const one = await milliseconds(() => ours(models));
    const other = await milliseconds(() => pool.query(byHand));
    // The first rounds only warm up.
    if (round < 0) continue;
    through.push(one);
    hand.push(other);
  }
  const ratio = median(through.map((one, round) => one / (hand[round] ?? Number.NaN)));
  return { ours: median(through), byHand: median(hand), ratio };
};

/** A supervisor's questions to a district whose work in hand stays the same while its history grows. */
export async function* benchSupervisor({
  url,
  sizes = [10_000, 100_000, 1_000_000],
  rounds = 9,
}: SupervisorBenchOptions): AsyncGenerator<QuestionRow> {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  await migrateEventStore(pool);
  const store = await createPostgresEventStore({ url });
  const models = await openReadModels(url, store);
  const smallest = new Map<string, number>();
  try {
    for (const cases of sizes) {
      await fillReadModels(pool, { cases, open: inHand });
      for (const question of questions) {
        const { ours, byHand, ratio } = await ask(models, pool, question, rounds);
        const first = smallest.get(question.name);
        if (first === undefined) smallest.set(question.name, ours);
        const growth = question.ofPresent && first !== undefined ? { growth: ours / first } : {};
        yield { question: question.name, cases, ours, byHand, ratio, aim, ...growth };
      }
    }
  } finally {
    await models.close();
    await store.close();
    await pool.end();
  }
}
