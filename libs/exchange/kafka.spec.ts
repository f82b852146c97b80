import { describeTrouble } from './kafka.js';

describe('what a fault says aloud', () => {
  const named = (name: string, more: object, options?: ErrorOptions): Error =>
    Object.assign(new Error('张三', options), { name, ...more });

  it.each([
    [
      'of Kafka',
      named('KafkaJSProtocolError', { type: 'TOPIC_AUTHORIZATION_FAILED', code: 29 }),
      'KafkaJSProtocolError TOPIC_AUTHORIZATION_FAILED',
    ],
    ['of the database', named('error', { code: '42P01' }), 'error 42P01'],
    [
      'with its cause',
      named('KafkaJSNumberOfRetriesExceeded', {}, { cause: named('KafkaJSConnectionError', { code: 'ECONNREFUSED' }) }),
      'KafkaJSNumberOfRetriesExceeded: KafkaJSConnectionError ECONNREFUSED',
    ],
    ['that is none', '张三', 'failed'],
  ])('%s is its kind and code, not its words', (_, error, words) => {
    expect(describeTrouble(error)).toBe(words);
  });
});
