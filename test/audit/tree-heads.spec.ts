import { readFile, writeFile } from 'node:fs/promises';
import { Audit, HeadsFile, type HeadsOutlet, SigningKey, headsIn } from '#audit';
import type { Instant } from '#kernel';
import type { System } from '#system';
import { TreeHeadKeeper } from '../../apps/worker/tree-heads.js';
import { AuditedLog } from './audited-log.js';

describe('Tree heads', () => {
  let log: AuditedLog;
  let audit: Audit;
  let now: Instant;
  let said: string[];
  let keeper: TreeHeadKeeper;

  const auditWith = (signingKey: string | undefined, outlets: readonly HeadsOutlet[] = []): Audit =>
    new Audit({
      outlets,
      pool: log.pool,
      store: log.store,
      clock: { now: () => now },
      settings: { signingKey, headsFile: log.headsFile },
    });
  const keeperOf = (of: Audit): TreeHeadKeeper =>
    new TreeHeadKeeper({ audit: of, clock: { now: () => now } } as unknown as System, (line) => said.push(line));
  const sizes = async (): Promise<readonly number[]> => {
    const found: number[] = [];
    for await (const { treeSize } of audit.heads.all()) found.push(treeSize);
    return found;
  };

  beforeEach(async () => {
    log = await AuditedLog.open();
    now = '2026-09-14T01:00:00.000Z';
    said = [];
    audit = auditWith(SigningKey.generate());
    keeper = keeperOf(audit);
    for (let n = 0; n < 3; n += 1) await log.append('case-1', { n });
    await log.settle();
  });
  afterEach(() => log.close());

  it('are signed at once where there is none, then when the last is five minutes old and something is new', async () => {
    await keeper.keep();
    expect(await sizes()).toEqual([3]);
    await log.append('case-1');
    await log.settle();
    now = '2026-09-14T01:04:59.000Z';
    await keeper.keep();
    expect(await sizes()).toEqual([3]);
    now = '2026-09-14T01:05:00.000Z';
    await keeper.keep();
    await keeper.keep();
    now = '2026-09-14T03:00:00.000Z';
    await keeper.keep();
    expect(await sizes()).toEqual([3, 4]);
  });

  it('are made once, however many workers make them, and each stands once in the file', async () => {
    const keepers = [keeper, keeperOf(audit), keeperOf(audit), keeperOf(audit)];
    for (let round = 0; round < 5; round += 1) {
      await log.append('case-2', { round });
      await log.settle();
      now = new Date(Date.parse(now) + 600_000).toISOString();
      await Promise.all(keepers.map((one) => one.keep()));
      await keeper.keep();
    }
    expect(await sizes()).toEqual([4, 5, 6, 7, 8]);
    const outside: number[] = [];
    for await (const { treeSize } of headsIn(log.headsFile)) outside.push(treeSize);
    expect(outside).toEqual([4, 5, 6, 7, 8]);
    expect(await audit.verifyLog()).toMatchObject({ whole: true, checked: { heads: { database: 5, outside: 5 } } });
  });

  it('that a file missed while a process died are sent to it with the next', async () => {
    await auditWith(SigningKey.generate()).heads.make(log.key);
    const first = await readFile(log.headsFile, 'utf8');
    await log.append('case-1');
    await log.settle();
    await audit.makeHead();
    await writeFile(log.headsFile, first);
    await log.append('case-1');
    await log.settle();
    await audit.makeHead();
    expect((await new HeadsFile(log.headsFile).last())?.treeSize).toBe(5);
    expect((await readFile(log.headsFile, 'utf8')).trimEnd().split('\n')).toHaveLength(3);
  });

  it('are refused, and that is said once, when the log does not hold what was signed', async () => {
    await keeper.keep();
    await log.tamper('delete from audit.leaf', 'delete from audit.node');
    await log.tamper(`update log.events set recorded_at = '2026-01-01T00:00:00.000Z' where version = 2`);
    await log.append('case-1');
    await log.settle();
    now = '2026-09-14T02:00:00.000Z';
    await keeper.keep();
    await keeper.keep();
    expect(await sizes()).toEqual([3]);
    expect(said).toEqual(['audit: The log does not agree with its head of 2026-09-14T01:00:00.000Z over 3 events']);
    expect(await audit.heads.disputed()).toMatchObject({ treeSize: 3 });
  });

  it('are refused with the reason when an outlet fails before the database has answered', async () => {
    const broken: HeadsOutlet = {
      last: () => Promise.reject(new Error('the outlet is broken')),
      send: () => Promise.resolve(),
    };
    // A rejection that nobody waits for would end the test by itself, as it would end the process.
    await expect(auditWith(SigningKey.generate(), [broken]).heads.make(log.key)).rejects.toThrow(
      'the outlet is broken',
    );
  });

  it('are not made without a key, and that is said once', async () => {
    const silent = keeperOf(auditWith(undefined));
    await silent.keep();
    await silent.keep();
    expect(await sizes()).toEqual([]);
    expect(said).toEqual(['audit: no signing key: the log is chained, but no head of it is signed']);
    await expect(auditWith(undefined).makeHead()).rejects.toThrow('no key');
    expect(() => auditWith('nonsense')).toThrow(RangeError);
  });

  it('pass to another key with a head by each, and whoever trusts either key follows', async () => {
    await keeper.keep();
    const before = (await audit.heads.publicKeys()).map(({ pem }) => pem).join('');
    const nextPem = SigningKey.generate();
    await log.append('case-1');
    await log.settle();
    await audit.rotateKey(nextPem);
    const after = auditWith(nextPem);
    await log.append('case-1');
    await log.settle();
    await after.makeHead();
    expect(await sizes()).toEqual([3, 4, 4, 5]);
    const checked = { heads: { database: 3, outside: 3 } };
    expect(await after.verifyLog()).toMatchObject({ whole: true, checked });
    expect(await auditWith(undefined).verifyLog({ publicKeys: before })).toMatchObject({ whole: true, checked });
    expect((await auditWith(SigningKey.generate()).verifyLog()).first).toMatchObject({ kind: 'head-forged' });
  });
});
