import pg from 'pg';
import {
  MasterKey,
  MasterKeyUnknown,
  PersonalDataCodec,
  PostgresKeyVault,
  isSealed,
  migrateKeyVault,
} from '#event-store';
import { startPostgres, type TestDatabase } from '../../../test/postgres.js';

const [older, newer, stranger] = [1, 2, 3].map((byte) => new MasterKey(Buffer.alloc(32, byte))) as [
  MasterKey,
  MasterKey,
  MasterKey,
];
const subjects = Array.from({ length: 25 }, (_, index) => `person-${index}`);

describe('another master key', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  beforeEach(async () => {
    database = await startPostgres();
    pool = new pg.Pool({ connectionString: database.url });
    pool.on('error', () => undefined);
    await migrateKeyVault(pool);
  });
  afterEach(async () => {
    await pool.end();
    await database.stop();
  });

  const vaultOf = (master: MasterKey, otherMaster?: MasterKey) => new PostgresKeyVault({ pool, master, otherMaster });
  const sealed = async () => {
    const items = subjects.map((subject) => ({ data: { note: subject }, paths: [['note']], subject }));
    return new PersonalDataCodec(vaultOf(older)).seal(items);
  };
  const opens = async (master: MasterKey, values: Awaited<ReturnType<typeof sealed>>) =>
    (await new PersonalDataCodec(vaultOf(master)).open(values)).map(({ value }) => value);
  const all = subjects.map((note) => ({ note }));

  it('opens everything that the old one sealed, and the old one opens nothing more', async () => {
    const values = await sealed();
    expect(values.every(({ note }) => isSealed(note))).toBe(true);
    await vaultOf(older).destroyKey('person-3');
    const told: number[] = [];
    expect(await vaultOf(older, newer).rotate(newer, (keys) => told.push(keys), 10)).toBe(24);
    expect(told).toEqual([10, 20, 24, 24]);
    expect(await opens(newer, values)).toEqual(all.map((one, index) => (index === 3 ? {} : one)));
    await expect(opens(older, values)).rejects.toThrow(MasterKeyUnknown);
    await expect(opens(stranger, values)).rejects.toThrow(MasterKeyUnknown);
  });

  it('may be broken off and run again; a process that knows both opens everything meanwhile', async () => {
    const values = await sealed();
    let batches = 0;
    const broken = vaultOf(older, newer).rotate(
      newer,
      () => {
        batches += 1;
        if (batches === 2) throw new Error('the process ended here');
      },
      5,
    );
    await expect(broken).rejects.toThrow('the process ended here');
    const { rows } = await pool.query<{ count: string }>('select count(*) from vault.keys group by wrapped_by');
    expect(rows.map(({ count }) => Number(count)).sort((one, other) => one - other)).toEqual([10, 15]);
    const both = new PersonalDataCodec(vaultOf(older, newer));
    expect((await both.open(values)).map(({ value }) => value)).toEqual(all);
    expect(await vaultOf(older, newer).rotate(newer)).toBe(15);
    expect(await vaultOf(older, newer).rotate(newer)).toBe(0);
    expect(await opens(newer, values)).toEqual(all);
  });

  it('wraps what is made meanwhile, also by a process that began before', async () => {
    const running = vaultOf(older, newer);
    await running.obtain(['person-before']);
    const onlyOld = vaultOf(older);
    await onlyOld.obtain(['person-too']);
    await vaultOf(older, newer).rotate(newer);
    await running.obtain(['person-after']);
    expect((await vaultOf(newer).find(['person-before', 'person-too', 'person-after'])).size).toBe(3);
    await expect(onlyOld.obtain(['person-late'])).rejects.toThrow(MasterKeyUnknown);
  });

  it('takes along keys that were made before there could be two', async () => {
    const values = await sealed();
    await pool.query('update vault.keys set wrapped_by = null');
    await pool.query('delete from vault.wrapping');
    expect(await opens(older, values)).toEqual(all);
    expect(await vaultOf(older, newer).rotate(newer)).toBe(25);
    expect(await opens(newer, values)).toEqual(all);
  });

  it('changes no hash by which anything is found', async () => {
    const before = (await vaultOf(older).blindIndex('people')).blind('王小明');
    expect((await vaultOf(older).blindIndex('command')).blind('王小明')).not.toBe(before);
    await vaultOf(older, newer).rotate(newer);
    expect((await vaultOf(newer).blindIndex('people')).blind('王小明')).toBe(before);
    await expect(vaultOf(stranger).blindIndex('people')).rejects.toThrow(MasterKeyUnknown);
  });
});
