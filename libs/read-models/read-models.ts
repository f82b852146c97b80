import type { DataSource } from 'typeorm';
import type { AnyCaseType } from '#kernel';
import type { EventStore, Position } from '#event-store';
import { CasesProjection } from './cases-projection.js';
import { migrateReadModels, readModelSource } from './data-source.js';
import { Advances } from './queries/advances.js';
import { Caseload } from './queries/caseload.js';
import { Payments } from './queries/payments.js';
import { PublicNotices } from './queries/public-notices.js';
import { Worklist } from './queries/worklist.js';
import { type ProjectionHealth, ProjectionRunner } from './runner/runner.js';

export interface ReadModelsOptions {
  /** PostgreSQL database of the read models. */
  readonly url: string;
  readonly store: EventStore;
  readonly caseTypes: readonly AnyCaseType[];
  /** The rules published so far, handed to the case types. */
  readonly rules: () => unknown;
  /** Events per transaction; 1000 unless told. */
  readonly batchSize?: number;
  readonly leaseMs?: number;
  readonly pollMs?: number;
  /** Database connections; 8 unless told. */
  readonly connections?: number;
}

/** Everything that is derived from the log for people to look at. Connect before the first query. */
export class ReadModels {
  readonly caseload: Caseload;
  readonly worklist: Worklist;
  readonly notices: PublicNotices;
  readonly payments: Payments;
  readonly advances: Advances;
  readonly runner: ProjectionRunner;
  readonly dataSource: DataSource;
  private readonly cases: CasesProjection;
  private connecting: Promise<unknown> | undefined;

  constructor(private readonly options: ReadModelsOptions) {
    const { url, store, caseTypes, rules, batchSize, leaseMs, pollMs, connections } = options;
    this.dataSource = readModelSource(url, connections);
    this.cases = new CasesProjection(caseTypes, rules);
    const projections = [this.cases];
    this.runner = new ProjectionRunner({ dataSource: this.dataSource, store, projections, batchSize, leaseMs, pollMs });
    this.caseload = new Caseload(this.dataSource);
    this.worklist = new Worklist(this.dataSource);
    this.notices = new PublicNotices(this.dataSource);
    this.payments = new Payments(this.dataSource);
    this.advances = new Advances(this.dataSource);
  }

  /** Enough for a process that only queries. */
  async connect(): Promise<void> {
    this.connecting ??= this.dataSource.initialize();
    try {
      await this.connecting;
    } catch (error) {
      this.connecting = undefined;
      throw error;
    }
  }

  /** Brings the tables up to date; safe to run again and from several processes at once. */
  async migrate(): Promise<void> {
    await this.connect();
    await migrateReadModels(this.dataSource, this.options.url);
  }

  /** Keeps the read models up to date with the log from now on; the tables must be there. */
  async start(): Promise<void> {
    await this.connect();
    await this.runner.start();
  }

  /** Ends what was started and closes the connections. */
  async stop(): Promise<void> {
    await this.runner.stop();
    const { connecting } = this;
    this.connecting = undefined;
    await connecting?.catch(() => undefined);
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }

  /**
   * Waits until what was recorded at this position can be read here.
   * @returns false when the time is over, or at once when a projection is stopped before it
   */
  waitFor(position: Position, timeoutMs: number): Promise<boolean> {
    return this.runner.waitFor(position, timeoutMs);
  }

  health(): Promise<readonly ProjectionHealth[]> {
    return this.runner.health();
  }
}
