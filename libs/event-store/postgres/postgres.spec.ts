import pg from 'pg';
import { createPostgresEventStore, migrateEventStore } from '#event-store';
import { startPostgres } from '../../../test/postgres.js';
import { eventStoreContract } from '../contract/contract.js';

eventStoreContract('PostgreSQL', async () => {
  const database = await startPostgres({ dedicated: true });
  const pool = new pg.Pool({ connectionString: database.url });
  pool.on('error', () => undefined);
  await migrateEventStore(pool);
  return {
    open: (options) => createPostgresEventStore({ url: database.url, ...options }),
    close: async () => {
      await pool.end();
      await database.stop();
    },
  };
});
