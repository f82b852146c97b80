import pg from 'pg';

/** The least that any append must cost: one row, one commit, from Node. */
export interface Floor {
  /** One plain single-row INSERT with its commit. */
  insert(text: string): Promise<void>;
  close(): Promise<void>;
}

/** Makes a bare table of its own, anew, and opens as many connections as there will be writers. */
export const openFloor = async (url: string, writers: number): Promise<Floor> => {
  const pool = new pg.Pool({ connectionString: url, max: writers });
  await pool.query('drop table if exists bench_floor');
  await pool.query(
    'create table bench_floor (id bigint generated always as identity primary key, stream text not null, data json not null)',
  );
  await Promise.all(Array.from({ length: writers }, () => pool.query('select pg_sleep(0.01)')));
  return {
    insert: async (text) => {
      await pool.query({
        name: 'floor',
        text: 'insert into bench_floor (stream, data) values ($1, $2)',
        values: ['case-1', text],
      });
    },
    close: async () => {
      await pool.query('drop table bench_floor');
      await pool.end();
    },
  };
};
