import { createHash } from 'node:crypto';
import { type IdGenerator, RandomIdGenerator } from '@opentelemetry/sdk-trace';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Hex digits that stand for an id; a UUID's own, so that people can tell one from the other. */
const hexOf = (id: string): string =>
  uuid.test(id) ? id.replaceAll('-', '') : createHash('sha256').update(id).digest('hex').slice(0, 32);

/** The trace of everything that carries this correlation id: the same digits. */
export const traceIdOf = (correlationId: string): string => hexOf(correlationId);

/** The span of a command: the first half of its id. */
export const spanIdOf = (commandId: string): string => hexOf(commandId).slice(0, 16);

/** Random ids, except for a span whose ids are given. */
export class GivenIds implements IdGenerator {
  private readonly random = new RandomIdGenerator();
  private given: { readonly traceId?: string; readonly spanId?: string } = {};

  generateTraceId = (): string => this.given.traceId ?? this.random.generateTraceId();
  generateSpanId = (): string => this.given.spanId ?? this.random.generateSpanId();

  /** Runs something that begins one span, at once. */
  with<Begun>(given: { readonly traceId?: string; readonly spanId?: string }, begin: () => Begun): Begun {
    this.given = given;
    try {
      return begin();
    } finally {
      this.given = {};
    }
  }
}
