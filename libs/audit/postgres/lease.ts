import type { Pool } from 'pg';

/** Does the work once no other process does work of that name. The lease ends with the process that holds it. */
export const underLease = async <Result>(pool: Pool, name: string, work: () => Promise<Result>): Promise<Result> => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
    return await work();
  } finally {
    await client.query('rollback').catch(() => undefined);
    client.release();
  }
};
