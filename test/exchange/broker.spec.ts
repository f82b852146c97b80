import { Kafka, logLevel } from 'kafkajs';
import { noBroker, startBroker } from '../kafka.js';
import { describeWhen } from '../skip.js';

describeWhen(noBroker === undefined, noBroker ?? '', 'the broker of the tests', () => {
  it('keeps what it acknowledged when it is killed', async () => {
    const broker = await startBroker({ dedicated: true });
    const kafka = new Kafka({ brokers: [broker.brokers], logLevel: logLevel.NOTHING });
    const [admin, producer] = [kafka.admin(), kafka.producer()];
    try {
      await admin.connect();
      await admin.createTopics({ topics: [{ topic: 'kept', numPartitions: 1 }] });
      await producer.connect();
      await producer.send({ topic: 'kept', acks: -1, messages: [{ value: 'one' }, { value: 'two' }] });
      await broker.kill();
      await broker.start();
      expect(await admin.fetchTopicOffsets('kept')).toEqual([{ partition: 0, offset: '2', high: '2', low: '0' }]);
    } finally {
      await producer.disconnect();
      await admin.disconnect();
      await broker.stop();
    }
  });
});
