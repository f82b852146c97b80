import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** From a millisecond, which a local append takes, to the patience of an append whose store is away. */
const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Reasons are words of our own code; should one ever be made at run time, the labels stay few all the same. */
const mostReasons = 500;

/** What operators watch; labels never name a person or a case. */
export class Metrics {
  readonly registry = new Registry();
  readonly requests = new Histogram({
    name: 'http_request_seconds',
    help: 'Time to answer by route and status',
    labelNames: ['method', 'route', 'status'],
    registers: [this.registry],
  });
  readonly commands = new Counter({
    name: 'case_commands_total',
    help: 'Commands by case type, command and outcome',
    labelNames: ['case_type', 'command', 'outcome'],
    registers: [this.registry],
  });
  readonly commandSeconds = new Histogram({
    name: 'case_command_seconds',
    help: 'Time a command took by case type and outcome',
    labelNames: ['case_type', 'outcome'],
    buckets: seconds,
    registers: [this.registry],
  });
  readonly appends = new Histogram({
    name: 'event_append_seconds',
    help: 'Time until an append to the log was answered, by outcome',
    labelNames: ['outcome'],
    buckets: seconds,
    registers: [this.registry],
  });
  readonly batches = new Histogram({
    name: 'projection_batch_seconds',
    help: 'Time to take a batch of events into the read models, by outcome',
    labelNames: ['outcome'],
    buckets: seconds,
    registers: [this.registry],
  });
  readonly publications = new Histogram({
    name: 'exchange_publish_seconds',
    help: 'Time until Kafka had a batch of events, by outcome',
    labelNames: ['outcome'],
    buckets: seconds,
    registers: [this.registry],
  });
  readonly unrecordedAttempts = new Counter({
    name: 'unrecorded_attempts_total',
    help: 'Refused commands that could not be written into the trail',
    registers: [this.registry],
  });
  private readonly refusals = new Counter({
    name: 'case_refusals_total',
    help: 'Refused commands by case type and reason',
    labelNames: ['case_type', 'reason'],
    registers: [this.registry],
  });
  private readonly reasons = new Set<string>();

  refused(caseType: string, reason: string): void {
    if (this.reasons.size < mostReasons) this.reasons.add(reason);
    this.refusals.labels(caseType, this.reasons.has(reason) ? reason : 'other').inc();
  }

  /** Figures of the process itself: memory, processor, event loop. For processes that live as long as the figures. */
  watchProcess(): void {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Figures that are asked for when somebody looks; not a number while they cannot be had. */
  watch(name: string, help: string, read: () => Promise<number>): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers: [this.registry],
      collect: async () => gauge.set(await read().catch(() => Number.NaN)),
    });
  }
}
