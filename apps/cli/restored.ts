import { Pool } from 'pg';
import { raiseLogGeneration } from '#event-store';
import type { Settings } from '#system';

/** Opens a new generation of a log that was restored into another cluster; answers its number. */
export const raiseGeneration = async ({ eventStoreUrl }: Pick<Settings, 'eventStoreUrl'>): Promise<number> => {
  const pool = new Pool({ connectionString: eventStoreUrl, max: 1 });
  pool.on('error', () => undefined);
  try {
    return await raiseLogGeneration(pool);
  } finally {
    await pool.end();
  }
};
