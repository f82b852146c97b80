import { Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { AnyCaseType } from '#kernel';
import type { EventStore, Position } from '#event-store';
import { Alarms } from './alarms.js';
import { PastCaseload } from './as-of/past-caseload.js';
import { CasesProjection, type RulesInForce } from './cases-projection.js';
import { AdvanceEntity, CaseloadEntity, PaymentEntity, PublicNoticeEntity } from './entities.js';
import { ReadModels1790000000001 } from './migrations/0001-read-models.js';
import { LinksAndFigures1795600000002 } from './migrations/0002-links-and-figures.js';
import { Timelines1797200000003 } from './migrations/0003-timelines.js';
import { ClosedCases } from './closed-cases.js';
import { CaseloadSpans1797400000005 } from './migrations/0005-caseload-spans.js';
import { MissedClocks1797700000006 } from './migrations/0006-missed-clocks.js';
import { ClocksOfToday1797800000007 } from './migrations/0007-clocks-of-today.js';
import { Indicators } from './indicators.js';
import { Links } from './links.js';
import { Advances, Caseload, Payments, PublicNotices } from './queries.js';
import { MovedDeadlines } from './what-if/moved-deadlines.js';
import { FedByKafka1797600000006 } from './migrations/0006-fed-by-kafka.js';
import { RuleChanges1797300000004 } from './what-if/tables.js';
import { WhatIf } from './what-if/what-if.js';
import { Alerts, Deadlines, Durations, StuckCases, Supervisions } from './timelines/index.js';
import { type ProjectionHealth, ProjectionRunner, type RunnerOptions } from './runner/projection-runner.js';
import { type Rebuilt, rebuild, removeLeftovers } from './rebuild/rebuild.js';

export interface ReadModelsOptions {
  readonly url: string;
  readonly store: EventStore;
  readonly caseTypes: readonly AnyCaseType[];
  readonly rules: RulesInForce;
  /** The stream category of a case type. */
  readonly category: (caseType: string) => string;
  /** The log's own database where it is PostgreSQL: rebuilds read it in one sweep, otherwise through the store. */
  readonly logUrl?: string;
  readonly poolSize?: number;
  readonly runner?: Pick<RunnerOptions, 'batchSize' | 'step' | 'watch' | 'leaseSeconds' | 'feed'>;
}

const migrationLock = 7_140_311;

/** Everything people look at, derived from the log. */
export class ReadModels {
  readonly caseload: Caseload;
  readonly pastCaseload: PastCaseload;
  readonly notices: PublicNotices;
  readonly payments: Payments;
  readonly closedCases: ClosedCases;
  readonly advances: Advances;
  readonly links: Links;
  readonly alarms: Alarms;
  readonly indicators: Indicators;
  readonly deadlines: Deadlines;
  readonly durations: Durations;
  readonly stuck: StuckCases;
  readonly alerts: Alerts;
  readonly supervisions: Supervisions;
  readonly moved: MovedDeadlines;
  readonly whatIf: WhatIf;
  readonly runner: ProjectionRunner;

  private constructor(
    readonly dataSource: DataSource,
    private readonly pool: Pool,
    private readonly options: ReadModelsOptions,
    private readonly projection: CasesProjection,
  ) {
    this.caseload = new Caseload(dataSource);
    this.pastCaseload = new PastCaseload(dataSource);
    this.notices = new PublicNotices(dataSource);
    this.payments = new Payments(dataSource);
    this.closedCases = new ClosedCases(dataSource);
    this.advances = new Advances(dataSource);
    this.links = new Links(dataSource);
    this.alarms = new Alarms(dataSource);
    this.indicators = new Indicators(dataSource);
    this.deadlines = new Deadlines(dataSource);
    this.durations = new Durations(dataSource);
    this.stuck = new StuckCases(dataSource);
    this.alerts = new Alerts(dataSource);
    this.supervisions = new Supervisions(dataSource);
    this.moved = new MovedDeadlines(dataSource);
    this.whatIf = new WhatIf(dataSource, options.caseTypes);
    this.runner = new ProjectionRunner({ dataSource, store: options.store, projection, ...options.runner });
  }

  /** Connects and brings the tables up to date. */
  static async open(options: ReadModelsOptions): Promise<ReadModels> {
    const pool = new Pool({ connectionString: options.url, max: 3 });
    pool.on('error', () => undefined);
    const dataSource = new DataSource({
      type: 'postgres',
      url: options.url,
      schema: 'projections',
      entities: [CaseloadEntity, PublicNoticeEntity, PaymentEntity, AdvanceEntity],
      migrations: [
        ReadModels1790000000001,
        LinksAndFigures1795600000002,
        Timelines1797200000003,
        RuleChanges1797300000004,
        CaseloadSpans1797400000005,
        FedByKafka1797600000006,
        MissedClocks1797700000006,
        ClocksOfToday1797800000007,
      ],
      synchronize: false,
      logging: false,
      poolSize: options.poolSize ?? 6,
      // Many short questions on disks that seek fast: no compiling, no helpers, indexes before whole tables.
      extra: { options: '-c random_page_cost=1.1 -c jit=off -c max_parallel_workers_per_gather=0' },
      poolErrorHandler: () => undefined,
    });
    const client = await pool.connect();
    try {
      await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
      await client.query('CREATE SCHEMA IF NOT EXISTS read; CREATE SCHEMA IF NOT EXISTS projections');
      await dataSource.initialize();
      await dataSource.runMigrations({ transaction: 'each' });
    } finally {
      await client.query('SELECT pg_advisory_unlock($1)', [migrationLock]).catch(() => undefined);
      client.release();
    }
    const projection = new CasesProjection(options.caseTypes, options.rules, options.category);
    return new ReadModels(dataSource, pool, options, projection);
  }

  /** The stream categories that the projections read. */
  get categories(): readonly string[] {
    return this.projection.categories;
  }

  start(): Promise<void> {
    return this.runner.start();
  }

  waitFor(position: Position, timeoutMs: number): Promise<boolean> {
    return this.runner.waitFor(position, timeoutMs);
  }

  /** Waits until everything recorded so far is in, also what readers of the log cannot see yet; false when that takes too long. */
  async waitForAll(timeoutMs: number): Promise<boolean> {
    return this.waitFor(await this.options.store.tip(), timeoutMs);
  }

  health(): Promise<ProjectionHealth> {
    return this.runner.health();
  }

  /** Builds the read models anew from the log while the present ones go on serving. */
  async rebuild(progress?: (events: number) => void): Promise<Rebuilt> {
    const { pool, projection } = this;
    const { store, logUrl } = this.options;
    const logPool = logUrl === undefined ? undefined : new Pool({ connectionString: logUrl, max: 1 });
    logPool?.on('error', () => undefined);
    try {
      return await rebuild({ pool, store, projection, log: logPool && { pool: logPool }, progress });
    } finally {
      await logPool?.end();
    }
  }

  removeLeftovers(): Promise<void> {
    return removeLeftovers(this.pool);
  }

  async stop(): Promise<void> {
    await this.runner.stop();
    await this.close();
  }

  /** Lets go of the connections of a process that only queries. */
  async close(): Promise<void> {
    await this.whatIf.stop();
    await this.dataSource.destroy();
    await this.pool.end();
  }
}
