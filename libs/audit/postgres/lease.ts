import type { Pool } from 'pg';

/** Does the work unless another process is doing it; answers nothing then. The lease ends with the process that holds it. */
export const underLease = async <Result>(
  pool: Pool,
  name: string,
  work: () => Promise<Result>,
): Promise<Result | undefined> => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query<{ mine: boolean }>(
      'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as mine',
      [name],
    );
    return rows[0]?.mine === true ? await work() : undefined;
  } finally {
    await client.query('rollback').catch(() => undefined);
    client.release();
  }
};
