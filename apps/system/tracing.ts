import { randomUUID } from 'node:crypto';
import {
  ROOT_CONTEXT,
  type Attributes,
  type Context,
  type Span,
  type SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TraceIdRatioBasedSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import { SettingMissing } from './setting-missing.js';
import { GivenIds, spanIdOf, traceIdOf } from './trace-ids.js';

/** The ids that every command and event carries. */
export interface Traced {
  readonly commandId: string;
  readonly correlationId: string;
}

interface TracingOptions {
  readonly service: string;
  /** Of the commands, from 0 to 1. */
  readonly share: number;
  /** How long a span may wait for others to be sent with. */
  readonly delayMs: number;
}

interface Stretch {
  readonly name: string;
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
}

/** More commands than this in one batch are a catching-up, which is no part of their traces. */
const mostTraced = 100;

/**
 * Traces of what commands bring about, in whatever process. Nothing is handed on beside the events: trace and parent
 * are told from the correlation and command ids that they carry.
 */
export class Tracing {
  private readonly ids = new GivenIds();
  private readonly provider: TracerProvider;
  private readonly tracer: Tracer;
  private readonly underWay = new Set<string>();

  constructor({ service, share, delayMs }: TracingOptions) {
    this.provider = new TracerProvider({
      resource: resourceFromAttributes({ 'service.name': service, 'service.instance.id': randomUUID() }),
      idGenerator: this.ids,
      sampler: new TraceIdRatioBasedSampler(share),
      spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter(), scheduledDelayMillis: delayMs })],
    });
    this.tracer = this.provider.getTracer('caseflow');
  }

  /** The span of a command; what it appends lies under it. */
  async command<Result>(command: Traced, stretch: Stretch, run: (span: Span) => Promise<Result>): Promise<Result> {
    this.underWay.add(command.commandId);
    try {
      return await this.spanning(this.beginOf(command, stretch), run);
    } finally {
      this.underWay.delete(command.commandId);
    }
  }

  /** A span under the command that is under way; where none is, as with facts of clocks, it begins the trace itself. */
  async append<Result>(event: Traced, stretch: Stretch, run: (span: Span) => Promise<Result>): Promise<Result> {
    const begun = this.underWay.has(event.commandId)
      ? this.tracer.startSpan(stretch.name, stretch, under(event.correlationId, event.commandId))
      : this.beginOf(event, stretch);
    return this.spanning(begun, run);
  }

  /** What was done with a batch of events afterwards, in the trace of each command that made some of them. */
  batch(events: readonly Traced[], stretch: Stretch, startTime: number, failed: boolean): void {
    const commands = new Map<string, { readonly event: Traced; count: number }>();
    for (const event of events) {
      const known = commands.get(event.commandId);
      if (known === undefined) commands.set(event.commandId, { event, count: 1 });
      else known.count += 1;
    }
    if (commands.size > mostTraced) return;
    for (const { event, count } of commands.values()) {
      const attributes = { ...stretch.attributes, 'caseflow.events': count, 'caseflow.batch.events': events.length };
      const parent = under(event.correlationId, event.commandId);
      const span = this.tracer.startSpan(stretch.name, { ...stretch, attributes, startTime }, parent);
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    }
  }

  /** Sends what was not sent yet. */
  async stop(): Promise<void> {
    await this.provider.shutdown().catch(() => undefined);
  }

  /** A command that began a correlation begins the trace; one that followed from it lies under the first. */
  private beginOf({ commandId, correlationId }: Traced, stretch: Stretch): Span {
    const [traceId, spanId] = [traceIdOf(correlationId), spanIdOf(commandId)];
    return this.ids.with({ traceId, spanId }, () =>
      commandId === correlationId
        ? this.tracer.startSpan(stretch.name, { ...stretch, root: true }, ROOT_CONTEXT)
        : this.tracer.startSpan(stretch.name, stretch, under(correlationId, correlationId)),
    );
  }

  private async spanning<Result>(span: Span, run: (span: Span) => Promise<Result>): Promise<Result> {
    try {
      return await run(span);
    } catch (error) {
      // Not the message: it may quote what was typed.
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'failed' });
      throw error;
    } finally {
      span.end();
    }
  }
}

const under = (correlationId: string, commandId: string): Context =>
  trace.setSpanContext(ROOT_CONTEXT, {
    traceId: traceIdOf(correlationId),
    spanId: spanIdOf(commandId),
    traceFlags: TraceFlags.SAMPLED,
    isRemote: true,
  });

/**
 * Traces go to the collector that `OTEL_EXPORTER_OTLP_ENDPOINT` names, of the share of commands that
 * `OTEL_TRACES_SAMPLER_ARG` says (1, all, unless told); without an endpoint there are none.
 */
export const tracingFrom = (service: string, environment: NodeJS.ProcessEnv): Tracing | undefined => {
  if ((environment['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? '') === '') return undefined;
  const share = Number(environment['OTEL_TRACES_SAMPLER_ARG'] || 1);
  if (!(share >= 0 && share <= 1)) throw new SettingMissing('OTEL_TRACES_SAMPLER_ARG', 'must be from 0 to 1');
  const delayMs = Number(environment['OTEL_BSP_SCHEDULE_DELAY'] || 5_000);
  if (!(delayMs > 0)) throw new SettingMissing('OTEL_BSP_SCHEDULE_DELAY', 'must be a number of milliseconds');
  return new Tracing({ service: environment['OTEL_SERVICE_NAME'] || service, share, delayMs });
};
