import pg from 'pg';
import {
  BlindIndex,
  KeyMissing,
  MasterKey,
  migrateKeyVault,
  PersonalDataCodec,
  PostgresKeyVault,
  SealBroken,
  SubjectErased,
  UnexpectedSealedValue,
  isSealed,
} from '#event-store';
import { type JsonObject, personal, personalPaths } from '#kernel';
import { z } from 'zod';
import { startPostgres, type TestDatabase } from '../../../test/postgres.js';

const household = z.object({
  scheme: z.string(),
  address: personal(z.string()).optional(),
  members: z.array(
    z.object({ personId: z.string(), name: personal(z.string()), phones: z.array(personal(z.string())).optional() }),
  ),
  bank: personal(z.object({ account: z.string() })).optional(),
  notes: z.record(z.string(), personal(z.string())).optional(),
});
const paths = personalPaths(household);
const master = new MasterKey(Buffer.alloc(32, 7));
const otherMaster = new MasterKey(Buffer.alloc(32, 8));

const record: JsonObject = {
  scheme: 'dibao',
  address: '渝北区双凤桥街道𠮷祥路1号',
  members: [
    { personId: 'p1', name: '李某', phones: ['13800000000', '13900000000'] },
    { personId: 'p2', name: '王某' },
  ],
  bank: { account: '6222021234567890123' },
  notes: { 'home/visit': 'ill', '~': 'x' },
};

describe('personal-data codec', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let vault: PostgresKeyVault;
  let codec: PersonalDataCodec;
  beforeAll(async () => {
    database = await startPostgres();
    pool = new pg.Pool({ connectionString: database.url });
    pool.on('error', () => undefined);
    await migrateKeyVault(pool);
    await migrateKeyVault(pool);
  });
  afterAll(async () => {
    await pool.end();
    await database.stop();
  });
  beforeEach(() => {
    vault = new PostgresKeyVault({ pool, master });
    codec = new PersonalDataCodec(vault);
  });

  const sealOne = async (data: JsonObject, subject: string): Promise<JsonObject> => {
    const [sealed] = await codec.seal([{ data, paths, subject }]);
    return sealed ?? {};
  };

  it('stores no personal text and gives back what was sealed', async () => {
    const sealed = await sealOne(record, 'case-1');
    const text = JSON.stringify(sealed);
    for (const secret of ['李某', '王某', '13800000000', '渝北区', '6222021234567890123', 'ill'])
      expect(text).not.toContain(secret);
    expect(sealed['scheme']).toBe('dibao');
    expect(await codec.open([sealed])).toEqual([{ value: record, erased: [] }]);
  });

  it('seals a field under the nearest person, else under the default subject', async () => {
    const sealed = await sealOne(record, 'case-2');
    expect(sealed).toMatchObject({
      address: { $sealed: 'case-2' },
      members: [{ personId: 'p1', name: { $sealed: 'person-p1' } }, { name: { $sealed: 'person-p2' } }],
      bank: { $sealed: 'case-2' },
    });
  });

  it('never seals one value twice the same way', async () => {
    const [first, second] = await codec.seal([
      { data: record, paths, subject: 'case-3' },
      { data: record, paths, subject: 'case-3' },
    ]);
    expect(first?.['address']).not.toEqual(second?.['address']);
  });

  it('asks the vault once for a whole list', async () => {
    const items = Array.from({ length: 50 }, (_, n) => ({
      data: { scheme: 'x', members: [{ personId: `set-${n}`, name: `name ${n}` }] },
      paths,
      subject: `case-set-${n}`,
    }));
    let queries = 0;
    pool.on('acquire', () => (queries += 1));
    const sealed = await codec.seal(items);
    expect(queries).toBeLessThanOrEqual(3);
    queries = 0;
    const opened = await new PersonalDataCodec(new PostgresKeyVault({ pool, master })).open(sealed);
    expect(queries).toBe(1);
    expect(opened.map(({ value }) => value)).toEqual(items.map(({ data }) => data));
    pool.removeAllListeners('acquire');
  });

  it('leaves values out and names them once the key is destroyed, in this process and in another', async () => {
    const sealed = await sealOne(
      { scheme: 'dibao', members: [{ personId: 'gone', name: '张某', phones: ['1'] }] },
      'case-4',
    );
    const other = new PersonalDataCodec(new PostgresKeyVault({ pool, master }));
    await vault.destroyKey('person-gone');
    const expected = {
      value: { scheme: 'dibao', members: [{ personId: 'gone', phones: [] }] },
      erased: ['members/0/name', 'members/0/phones/0'],
    };
    expect(await codec.open([sealed])).toEqual([expected]);
    expect(await other.open([sealed])).toEqual([expected]);
    const { rows } = await pool.query(`select wrapped from vault.keys where subject = 'person-gone'`);
    expect(rows).toEqual([{ wrapped: null }]);
  });

  it('forgets a key destroyed by another process after a while', async () => {
    const reader = new PersonalDataCodec(new PostgresKeyVault({ pool, master, rememberedMs: 30 }));
    const sealed = await sealOne({ scheme: 'x', address: 'somewhere', members: [] }, 'case-5');
    expect((await reader.open([sealed]))[0]?.erased).toEqual([]);
    await vault.destroyKey('case-5');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await reader.open([sealed]))[0]?.erased).toEqual(['address']);
  });

  it('seals nothing more for an erased subject', async () => {
    await vault.destroyKey('case-6');
    await expect(sealOne({ scheme: 'x', address: 'y', members: [] }, 'case-6')).rejects.toThrow(SubjectErased);
  });

  it('makes one key per subject when many ask at once', async () => {
    const vaults = Array.from({ length: 8 }, () => new PostgresKeyVault({ pool, master }));
    const keys = await Promise.all(vaults.map((one) => one.obtain(['case-7', 'case-8', 'case-7'])));
    expect(new Set(keys.map((found) => found.get('case-7')?.toString('hex'))).size).toBe(1);
  });

  it('finds a changed value and a value moved to another subject', async () => {
    const sealed = await sealOne({ scheme: 'x', address: 'secret', members: [] }, 'case-9');
    await vault.obtain(['case-10']);
    const token = sealed['address'];
    if (!isSealed(token)) throw new Error('not sealed');
    const flipped = (token.c.startsWith('A') ? 'B' : 'A') + token.c.slice(1);
    await expect(codec.open([{ ...token, c: flipped }])).rejects.toThrow(SealBroken);
    await expect(codec.open([{ ...token, $sealed: 'case-10' }])).rejects.toThrow(SealBroken);
    await expect(codec.open([{ ...token, c: '' }])).rejects.toThrow(SealBroken);
  });

  it('refuses input that pretends to be sealed, and keeps what was sealed before', async () => {
    const sealed = await sealOne({ scheme: 'x', address: 'secret', members: [] }, 'case-11');
    await expect(sealOne({ scheme: 'x', free: { deep: [sealed['address'] ?? null] } }, 'case-11')).rejects.toThrow(
      UnexpectedSealedValue,
    );
    expect(await sealOne(sealed, 'case-11')).toEqual(sealed);
  });

  it('says loudly that a key is missing, and does not take it for an erasure', async () => {
    await expect(codec.open([{ $sealed: 'case-of-another-vault', c: 'AAAA' }])).rejects.toThrow(KeyMissing);
  });

  it('opens nothing with another master key', async () => {
    const sealed = await sealOne({ scheme: 'x', address: 'secret', members: [] }, 'case-12');
    const stranger = new PersonalDataCodec(new PostgresKeyVault({ pool, master: otherMaster }));
    await expect(stranger.open([sealed])).rejects.toThrow();
  });

  it('keeps every kind of value', async () => {
    const any = z.object({ value: personal(z.unknown()) });
    const values = [null, 0, -1.5, '', '\u0001"\\𠮷👨‍👩‍👧', [], {}, { a: [1, { b: null }] }, '50010719900101123X'];
    const sealed = await codec.seal(
      values.map((value) => ({ data: { value }, paths: personalPaths(any), subject: 'case-13' })),
    );
    expect((await codec.open(sealed)).map(({ value }) => value)).toEqual(values.map((value) => ({ value })));
  });

  it('keeps a key named __proto__ in place', async () => {
    const data = JSON.parse('{"scheme":"x","members":[],"free":{"__proto__":{"a":1}}}') as JsonObject;
    const sealed = await sealOne(data, 'case-14');
    expect(JSON.stringify((await codec.open([sealed]))[0]?.value)).toBe(JSON.stringify(data));
  });
});

describe('blind index', () => {
  it('gives the same hash for the same value, and another under another key or purpose', () => {
    const hash = new BlindIndex(master).blind('500107199001011234');
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(new BlindIndex(master).blind('500107199001011234')).toBe(hash);
    expect(new BlindIndex(master).blind('500107199001011235')).not.toBe(hash);
    expect(new BlindIndex(otherMaster).blind('500107199001011234')).not.toBe(hash);
    expect(new BlindIndex(master, 'phone').blind('500107199001011234')).not.toBe(hash);
  });

  it('takes only a master key of 32 bytes', () => {
    expect(() => MasterKey.fromText(undefined)).toThrow(RangeError);
    expect(() => MasterKey.fromText('c2hvcnQ=')).toThrow(RangeError);
    expect(() => MasterKey.fromText(Buffer.alloc(32, 1).toString('base64'))).not.toThrow();
  });
});
