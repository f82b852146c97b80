import { SpanKind } from '@opentelemetry/api';
import { type CaseOutcome, type CaseRequest, isRefused } from '#case-desk';
import { type EventStore, type StoredEvent, StoreUnavailable, VersionConflict, categoryOf } from '#event-store';
import type { Metrics } from './metrics.js';
import type { Tracing } from './tracing.js';

/** Measures and traces the way of a command: decided, appended, taken into the read models, told to others. */
export class Watch {
  constructor(
    private readonly metrics: Metrics,
    private readonly tracing: Tracing | undefined,
  ) {}

  readonly command = async (
    caseType: string,
    { command: { type }, commandId, correlationId = commandId }: CaseRequest,
    run: () => Promise<CaseOutcome>,
  ): Promise<CaseOutcome> => {
    const { metrics } = this;
    const began = performance.now();
    const ended = (outcome: string): void => {
      metrics.commands.labels(caseType, type, outcome).inc();
      metrics.commandSeconds.labels(caseType, outcome).observe(secondsSince(began));
    };
    const stretch = {
      name: `command ${caseType} ${type}`,
      attributes: { 'caseflow.case_type': caseType, 'caseflow.command': type },
    };
    const handled = async (tell: (outcome: string, reason?: string) => void): Promise<CaseOutcome> => {
      try {
        const outcome = await run();
        const refused = isRefused(outcome);
        const word = refused ? outcome.kind : outcome.repeated ? 'repeated' : 'accepted';
        ended(word);
        tell(word, refused ? outcome.refused : undefined);
        if (refused) metrics.refused(caseType, outcome.refused);
        return outcome;
      } catch (error) {
        ended('failed');
        throw error;
      }
    };
    if (this.tracing === undefined) return handled(() => undefined);
    return this.tracing.command({ commandId, correlationId }, stretch, (span) =>
      handled((outcome, reason) => {
        span.setAttribute('caseflow.outcome', outcome);
        if (reason !== undefined) span.setAttribute('caseflow.reason', reason);
      }),
    );
  };

  /** The same store, its appends watched. */
  store<Store extends EventStore>(store: Store): Store {
    const append: EventStore['append'] = (stream, expected, events, options) => {
      const [first] = events;
      const run = (): ReturnType<EventStore['append']> =>
        this.timed(this.metrics.appends, appendOutcome, () => store.append(stream, expected, events, options));
      if (this.tracing === undefined || first === undefined) return run();
      const category = categoryOf(stream);
      const attributes = { 'caseflow.stream_category': category, 'caseflow.events': events.length };
      return this.tracing.append(
        first.metadata,
        { name: `append ${category}`, kind: SpanKind.CLIENT, attributes },
        run,
      );
    };
    return { ...store, append };
  }

  /** A batch of events on its way into the read models. */
  readonly projection = (events: readonly StoredEvent[], run: () => Promise<void>): Promise<void> =>
    this.batch(this.metrics.batches, { name: 'project', kind: SpanKind.CONSUMER }, events, run);

  /** A batch of events on its way to Kafka. */
  readonly publication = (events: readonly StoredEvent[], run: () => Promise<void>): Promise<void> =>
    this.batch(this.metrics.publications, { name: 'publish', kind: SpanKind.PRODUCER }, events, run);

  private async batch(
    histogram: Metrics['batches'],
    stretch: { readonly name: string; readonly kind: SpanKind },
    events: readonly StoredEvent[],
    run: () => Promise<void>,
  ): Promise<void> {
    if (events.length === 0) return run();
    const began = Date.now();
    let failed = true;
    try {
      await this.timed(histogram, batchOutcome, run);
      failed = false;
    } finally {
      this.tracing?.batch(
        events.map(({ metadata }) => metadata),
        stretch,
        began,
        failed,
      );
    }
  }

  private async timed<Result>(
    histogram: Metrics['batches'],
    outcomeOf: (result: Result | undefined, error: unknown) => string,
    run: () => Promise<Result>,
  ): Promise<Result> {
    const began = performance.now();
    try {
      const result = await run();
      histogram.labels(outcomeOf(result, undefined)).observe(secondsSince(began));
      return result;
    } catch (error) {
      histogram.labels(outcomeOf(undefined, error)).observe(secondsSince(began));
      throw error;
    }
  }
}

const secondsSince = (began: number): number => (performance.now() - began) / 1_000;

const appendOutcome = (appended: { readonly repeated: boolean } | undefined, error: unknown): string => {
  if (appended !== undefined) return appended.repeated ? 'repeated' : 'appended';
  if (error instanceof VersionConflict) return 'conflict';
  return error instanceof StoreUnavailable ? 'unavailable' : 'refused';
};

const batchOutcome = (_result: unknown, error: unknown): string => (error === undefined ? 'taken' : 'failed');
