import { randomBytes } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { type TemporaryBroker, startTemporaryBroker } from '../infra/kafka/temporary-broker.js';

export interface TestBroker {
  /** `host:port`, as `KAFKA_BROKERS` takes it. */
  readonly brokers: string;
  stop(): Promise<void>;
}

const shared = process.env['TEST_KAFKA_BROKERS'];

const runs = (program: string, argument: string): boolean => spawnSync(program, [argument]).status === 0;

/** Why there is no broker for tests on this machine; nothing when there is one or it can be started. */
export const noBroker: string | undefined =
  shared !== undefined || (runs('java', '-version') && runs('mvn', '--version'))
    ? undefined
    : 'no Java and Maven to run a Kafka broker with, and KAFKA_BROKERS is not set';

/** Put before every topic and group of one test, so that tests share a broker without seeing each other. */
export const ownPrefix = (): string => `t${randomBytes(5).toString('hex')}.`;

/**
 * A real Kafka broker: the one TEST_KAFKA_BROKERS names (`npm test` starts it, or passes KAFKA_BROKERS on), else one started for this call.
 * `dedicated`: one that no other test uses, and that may therefore be killed.
 */
export async function startBroker(options: { readonly dedicated: true }): Promise<TemporaryBroker>;
export async function startBroker(): Promise<TestBroker>;
export async function startBroker({ dedicated = false } = {}): Promise<TestBroker> {
  if (shared !== undefined && !dedicated) return { brokers: shared, stop: async () => undefined };
  return startTemporaryBroker();
}
