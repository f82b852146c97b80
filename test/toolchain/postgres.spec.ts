import pg from 'pg';
import { startPostgres, type DedicatedDatabase } from '../postgres.js';

const run = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
};

describe('the test database', () => {
  it('is empty and another one at each call', async () => {
    const [one, two] = [await startPostgres(), await startPostgres()];
    try {
      await run(one.url, 'CREATE TABLE t (n int)');
      expect(one.url).not.toBe(two.url);
      await expect(run(two.url, 'SELECT * FROM t')).rejects.toThrow('relation "t" does not exist');
    } finally {
      await one.stop();
      await two.stop();
    }
  });

  it('waits for the disk at commit', async () => {
    const database = await startPostgres();
    try {
      expect(await run(database.url, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
    } finally {
      await database.stop();
    }
  });
});

describe('a dedicated server', () => {
  let database: DedicatedDatabase;
  beforeAll(async () => {
    database = await startPostgres({ dedicated: true });
    await run(database.url, 'CREATE TABLE t (n int)');
  });
  afterAll(() => database.stop());

  it('keeps what was committed across a crash', async () => {
    await run(database.url, 'INSERT INTO t VALUES (1)');
    await database.server.kill();
    await expect(run(database.url, 'SELECT n FROM t')).rejects.toThrow('ECONNREFUSED');
    await database.server.start();
    expect(await run(database.url, 'SELECT n FROM t')).toEqual([{ n: 1 }]);
  });

  it('keeps its address across a restart', async () => {
    await database.server.restart();
    expect(await run(database.url, 'SELECT count(*)::int AS rows FROM t')).toEqual([{ rows: 1 }]);
  });
});
