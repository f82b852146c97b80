import { createKurrentEventStore } from '#event-store';
import { describeWhen } from '../../../test/skip.js';
import { eventStoreContract } from '../contract/contract.js';
import { isKurrentUrl } from './connection.js';
import { ModelServer } from './testing/model-server.js';

const given = process.env['EVENT_STORE_URL'] ?? '';

describeWhen(
  isKurrentUrl(given),
  'no KurrentDB server; give one with EVENT_STORE_URL=kurrentdb://…',
  'a KurrentDB server',
  () =>
    eventStoreContract('KurrentDB', () =>
      Promise.resolve({
        open: (options) => createKurrentEventStore({ url: given, ...options }),
        close: () => Promise.resolve(),
      }),
    ),
);

eventStoreContract('KurrentDB client and adapter against a model of the server', async () => {
  const server = await ModelServer.start();
  return {
    open: (options) => createKurrentEventStore({ url: server.url, ...options }),
    close: () => Promise.resolve(server.kill()),
  };
});
