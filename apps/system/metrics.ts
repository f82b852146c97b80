import { Counter, Gauge, Histogram, Registry } from 'prom-client';

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

  readonly unrecordedAttempts = new Counter({
    name: 'unrecorded_attempts_total',
    help: 'Refused commands that could not be written into the trail',
    registers: [this.registry],
  });

  /** Figures that are asked for when somebody looks. */
  watch(name: string, help: string, read: () => Promise<number>): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers: [this.registry],
      collect: async () => gauge.set(await read().catch(() => Number.NaN)),
    });
  }
}
