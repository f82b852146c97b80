import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { Driver } from '../acceptance/driver.js';
import { describeWhen } from '../skip.js';
import { EvidenceDriver, reasonOf } from './evidence-driver.js';
import { png } from './files.js';

const relief = 'relief-application';

const mayMount = (): boolean => {
  const place = mkdtempSync(join(tmpdir(), 'mount-'));
  const there = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', place]).status === 0;
  if (there) spawnSync('umount', [place]);
  rmSync(place, { recursive: true });
  return there;
};

describe('when the store of evidence fails', () => {
  let driver: Driver;
  let evidence: EvidenceDriver;
  let caseId: string;

  beforeAll(async () => {
    driver = await Driver.start('2026-09-14 09:00');
    evidence = new EvidenceDriver(driver);
    caseId = await driver.lodgeDibao(await driver.household(1));
  });
  afterAll(() => driver.stop());

  const rows = async (): Promise<number> =>
    (await driver.app.system.pool.query('SELECT 1 FROM evidence.upload')).rowCount ?? 0;
  const health = async (): Promise<any> => (await driver.get(undefined, '/health/ready')).body;

  it('refuses files by name, works on otherwise, says so in its health, and takes files again afterwards', async () => {
    const { evidenceFolder } = driver.app;
    const evidenceId = await evidence.attach('officer', relief, caseId, png());
    await rm(evidenceFolder, { recursive: true });
    await writeFile(evidenceFolder, 'no folder');

    const refused = await evidence.upload('officer', caseId, png(9));
    expect([refused.status, refused.body['reason']]).toEqual([503, 'evidence-store-unavailable']);
    const away = await evidence.open('officer', caseId, evidenceId);
    expect([away.status, reasonOf(away)]).toEqual([503, 'evidence-store-unavailable']);
    expect((await driver.command('officer', caseId, 'AddNote', { text: '文件存储故障,稍后补传' })).status).toBe(200);
    expect(await health()).toMatchObject({ ready: true, evidence: { writable: false } });
    expect((await (await fetch(`${driver.app.url}/metrics`)).text()).split('\n')).toContain(
      'evidence_store_writable 0',
    );
    driver.at('2026-09-16 09:00');
    await driver.app.worker.tick();

    await rm(evidenceFolder);
    expect((await evidence.upload('officer', caseId, png(9))).status).toBe(201);
    while (!(await health()).evidence.writable) await later(500);
    await driver.app.worker.tick();
    expect(await rows()).toBe(2);
  }, 90_000);
});

describeWhen(mayMount(), 'no right to mount a small disk', 'when the disk of evidence is full', () => {
  let driver: Driver;

  beforeAll(async () => {
    driver = await Driver.start('2026-09-14 09:00');
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=300k', 'tmpfs', driver.app.evidenceFolder]);
  });
  afterAll(async () => {
    spawnSync('umount', [driver.app.evidenceFolder]);
    await driver.stop();
  });

  it('refuses by name what no longer fits, keeps nothing of it, and takes what still fits', async () => {
    const evidence = new EvidenceDriver(driver);
    const caseId = await driver.lodgeDibao(await driver.household(1));
    const refused = await evidence.upload('officer', caseId, png(8, [0, 0, 0], 1024 * 1024));
    expect([refused.status, refused.body['reason']]).toEqual([503, 'evidence-store-full']);
    expect(await readdir(join(driver.app.evidenceFolder, caseId))).toEqual([]);
    const fits = await evidence.attach('officer', relief, caseId, png(8, [0, 0, 0], 50_000));
    expect((await evidence.open('officer', caseId, fits)).status).toBe(200);
  });
});
