import { request } from 'node:http';
import { readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Driver, type Household } from '../acceptance/driver.js';
import { GuardianshipDriver } from '../acceptance/guardianship-driver.js';
import { largestFile } from '../app.js';
import { EvidenceDriver, fieldsOf, reasonOf } from './evidence-driver.js';
import { digestOf, pdf, png, sha256, zip } from './files.js';

const relief = 'relief-application';

describe('files of evidence', () => {
  let driver: Driver;
  let evidence: EvidenceDriver;
  let household: Household;
  let caseId: string;

  beforeAll(async () => {
    driver = await Driver.start('2026-09-14 09:00');
    evidence = new EvidenceDriver(driver);
  });
  afterAll(() => driver.stop());
  beforeEach(async () => {
    household = await driver.household(1);
    caseId = await driver.lodgeDibao(household);
  });

  const stored = async (of = caseId): Promise<readonly string[]> => {
    const folder = join(driver.app.evidenceFolder, of);
    return (await readdir(folder).catch(() => [])).map((name) => join(folder, name));
  };
  const rows = async (of = caseId): Promise<number> => {
    const { rowCount } = await driver.app.system.pool.query('SELECT 1 FROM evidence.upload WHERE case_id = $1', [of]);
    return rowCount ?? 0;
  };
  const held = async (): Promise<readonly any[]> => (await driver.case(caseId)).state.shared.evidence;
  const attach = (fields: object, who: 'officer' | 'otherTown' = 'officer') =>
    driver.command(who, caseId, 'AttachEvidence', { kind: 'photo', name: '住房.png', ...fields });

  it.each([
    ['PNG', png(), 'image/png'],
    ['PDF', pdf('Deed'), 'application/pdf'],
    ['JPEG', Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), png()]), 'image/jpeg'],
    ['WebP', Buffer.concat([Buffer.from('RIFF\x24\x00\x00\x00WEBPVP8 ', 'latin1'), png()]), 'image/webp'],
    ['HEIC', Buffer.concat([Buffer.from('\x00\x00\x00\x18ftypheic\x00\x00\x00\x00', 'latin1'), png()]), 'image/heic'],
  ])('takes a %s by its content, stores it sealed, and gives it back to those who may look', async (_, file, type) => {
    const { status, body } = await evidence.upload('officer', caseId, file);
    expect([status, body]).toEqual([
      201,
      {
        caseId,
        evidenceId: expect.any(String),
        mediaType: type,
        bytes: file.length,
        sha256: sha256(file),
        repeated: false,
      },
    ]);
    expect((await attach(fieldsOf(body))).status).toBe(200);
    expect(await held()).toMatchObject([{ evidenceId: body['evidenceId'], sha256: sha256(file), mediaType: type }]);
    const [onDisk = ''] = await stored();
    expect((await readFile(onDisk)).includes(file.subarray(0, 16))).toBe(false);
    for (const who of ['officer', 'bureauLeader', 'auditor'] as const)
      expect((await evidence.open(who, caseId, body['evidenceId'])).content.equals(file)).toBe(true);
  });

  it('answers with headers under which no browser runs anything of it and every system can save it', async () => {
    const evidenceId = await evidence.attach('officer', relief, caseId, png(), '../住房"照片\r\n.exe');
    const { headers } = await evidence.open('officer', caseId, evidenceId);
    expect(headers.get('content-type')).toBe('image/png');
    expect(headers.get('content-disposition')).toBe(
      `attachment; filename="file.png"; filename*=UTF-8''${encodeURIComponent('住房 照片 .exe.png')}`,
    );
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.get('repr-digest')).toBe(digestOf(png()));
  });

  const refusals: readonly (readonly [string, Buffer, Record<string, string> | undefined, number, string])[] = [
    ['an empty file', Buffer.alloc(0), undefined, 422, 'file-empty'],
    ['a zip named PDF', zip, undefined, 422, 'file-type-not-allowed'],
    ['a text', Buffer.from('<html><script>alert(1)</script></html>'), undefined, 422, 'file-type-not-allowed'],
    [
      'a drawing that can hold scripts',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      undefined,
      422,
      'file-type-not-allowed',
    ],
    ['another file than was hashed', png(), { 'content-digest': digestOf(png(9)) }, 422, 'file-hash-differs'],
    ['a file without a hash', png(), {}, 400, 'content-digest-missing'],
    ['a file that is too large', png(8, [1, 2, 3], largestFile), undefined, 413, 'file-too-large'],
    [
      'something that is no file',
      png(),
      { 'content-digest': digestOf(png()), 'content-type': 'application/json' },
      400,
      'malformed-json',
    ],
  ];
  it.each(refusals)('refuses %s and keeps nothing of it', async (_, file, headers, status, reason) => {
    const answer = await evidence.upload('officer', caseId, file, headers);
    expect([answer.status, answer.body['reason']]).toEqual([status, reason]);
    expect(await stored()).toEqual([]);
    expect(await rows()).toBe(0);
  });

  it('stops a file that is too large and did not say so beforehand', async () => {
    const file = png(8, [1, 2, 3], largestFile + 100_000);
    const unannounced = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < file.length; at += 50_000)
          controller.enqueue(new Uint8Array(file.subarray(at, at + 50_000)));
        controller.close();
      },
    });
    const answer = await evidence.upload('officer', caseId, unannounced, { 'content-digest': digestOf(file) });
    expect([answer.status, answer.body['reason'], answer.body['detail']]).toEqual([
      413,
      'file-too-large',
      { maxBytes: largestFile },
    ]);
    expect(await stored()).toEqual([]);
  });

  it('keeps nothing of an upload that breaks off', async () => {
    const file = png(8, [1, 2, 3], 500_000);
    const token = await driver.app.system.signIn.sessionFor('zhang.wei', 1);
    await new Promise<void>((resolve) => {
      const sending = request(`${driver.app.url}/api/cases/${caseId}/evidence`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${String(token)}`,
          'content-type': 'application/octet-stream',
          'content-digest': digestOf(file),
          'content-length': file.length,
        },
      });
      sending.on('error', () => resolve());
      sending.write(file.subarray(0, 300_000));
      const cut = async (): Promise<void> => {
        while ((await rows()) === 0) await new Promise((later) => setTimeout(later, 20));
        sending.destroy();
      };
      void cut();
    });
    while ((await rows()) > 0) await new Promise((later) => setTimeout(later, 20));
    expect(await stored()).toEqual([]);
  });

  it('keeps the same file of a case once, also when it comes twice at the same time', async () => {
    const file = png(8, [9, 9, 9], 200_000);
    const answers = await Promise.all([1, 2, 3].map(() => evidence.upload('officer', caseId, file)));
    expect(new Set(answers.map(({ body }) => body['evidenceId'])).size).toBe(1);
    expect(answers.map(({ body }) => body['repeated']).toSorted()).toEqual([false, true, true]);
    expect(await stored()).toHaveLength(1);
    const [first] = answers;
    expect((await attach(fieldsOf(first?.body ?? {}))).body.events).toHaveLength(1);
    expect((await attach(fieldsOf(first?.body ?? {}))).body.events).toHaveLength(0);
    const other = await driver.lodgeDibao(await driver.household(1));
    expect((await evidence.upload('officer', other, file)).body['repeated']).toBe(false);
  });

  describe('an act that names a file', () => {
    it('is refused when nobody uploaded it, or it says something else of it', async () => {
      const made = { evidenceId: 'e1', mediaType: 'image/png', bytes: 10, sha256: 'a'.repeat(64) };
      const { body } = await evidence.upload('officer', caseId, png());
      const upload = fieldsOf(body);
      const other = await driver.lodgeDibao(await driver.household(1));
      const elsewhere = (await evidence.upload('officer', other, png(9))).body;
      for (const fields of [
        made,
        { ...upload, sha256: 'a'.repeat(64) },
        { ...upload, bytes: 1 },
        { ...upload, mediaType: 'application/pdf' },
        fieldsOf(elsewhere),
      ])
        expect(await attach(fields)).toMatchObject({ status: 422, body: { reason: 'evidence-not-uploaded' } });
      expect((await attach(upload)).status).toBe(200);
    });

    it('is refused a day after the upload, when the file may be swept away', async () => {
      const { body } = await evidence.upload('officer', caseId, png());
      driver.at('2026-09-15 09:01');
      expect(await attach(fieldsOf(body))).toMatchObject({ status: 422, body: { reason: 'evidence-not-uploaded' } });
      const again = await evidence.upload('officer', caseId, png());
      expect(again.body).toMatchObject({ evidenceId: body['evidenceId'], repeated: true });
      expect((await attach(fieldsOf(again.body))).status).toBe(200);
    });
  });

  it('supersedes and withdraws; what was withdrawn stays marked and is opened by the auditor alone', async () => {
    const first = await evidence.attach('officer', relief, caseId, png(8));
    const { body } = await evidence.upload('officer', caseId, png(9));
    await driver.does('officer', caseId, 'SupersedeEvidence', {
      ...fieldsOf(body),
      supersedes: first,
      reason: '更清晰',
      kind: 'photo',
      name: '新照片',
    });
    const second = String(body['evidenceId']);
    await driver.does('officer', caseId, 'WithdrawEvidence', { evidenceId: second, reason: '放错案件' });
    expect(await held()).toMatchObject([
      { evidenceId: first, supersededBy: second },
      { evidenceId: second, withdrawn: { reason: '放错案件', by: 'zhang.wei' } },
    ]);
    expect((await evidence.open('officer', caseId, first)).status).toBe(200);
    const refused = await evidence.open('bureauLeader', caseId, second);
    expect([refused.status, reasonOf(refused)]).toEqual([403, 'evidence-withdrawn']);
    expect((await evidence.open('auditor', caseId, second)).content.equals(png(9))).toBe(true);
    const again = await driver.command('officer', caseId, 'SupersedeEvidence', {
      ...fieldsOf((await evidence.upload('officer', caseId, png(10))).body),
      supersedes: second,
      reason: '再换',
      kind: 'photo',
      name: '又一张',
    });
    expect(again.body.reason).toBe('evidence-withdrawn');
    expect((await attach(fieldsOf((await evidence.upload('officer', caseId, png(9))).body))).body.events).toHaveLength(
      1,
    );
    expect((await held()).at(-1)).not.toHaveProperty('withdrawn');
  });

  it('is for those who may look into the case, and is uploaded by those who may attach', async () => {
    const evidenceId = await evidence.attach('officer', relief, caseId, png());
    const stranger = await evidence.open('otherTown', caseId, evidenceId);
    expect([stranger.status, reasonOf(stranger)]).toEqual([404, 'no-such-case']);
    expect((await evidence.open(undefined, caseId, evidenceId)).status).toBe(401);
    expect((await evidence.open('officer', caseId, 'e9')).status).toBe(404);
    const uploads = [
      ['otherTown', 404, 'no-such-case'],
      ['auditor', 403, 'role-not-allowed'],
      [undefined, 401, 'not-signed-in'],
    ] as const;
    for (const [who, status, reason] of uploads) {
      const answer = await evidence.upload(who, caseId, png(11));
      expect([answer.status, answer.body['reason']]).toEqual([status, reason]);
    }
    expect(await stored()).toHaveLength(1);
  });

  it('of a restricted case is opened only with a reason, which is recorded and sealed', async () => {
    const guardianship = new GuardianshipDriver(driver);
    const child = await driver.person('周小宝', '2016-05-05');
    const restricted = await guardianship.opens({ personId: child, name: '周小宝' });
    const evidenceId = await evidence.attach('childOfficer', 'guardianship-intervention', restricted, png());
    const without = await evidence.open('childOfficer', restricted, evidenceId);
    expect([without.status, reasonOf(without)]).toEqual([422, 'purpose-needed']);
    const purpose = '核对周小宝的伤情照片';
    expect((await evidence.open('childOfficer', restricted, evidenceId, { purpose })).content.equals(png())).toBe(true);
    const { body } = await driver.get('auditor', `/api/audit/trail?kind=EvidenceOpened&caseId=${restricted}`);
    expect(body.rows).toMatchObject([
      { user: { userId: 'song.yu' }, caseId: restricted, detail: { evidenceId, purpose } },
    ]);
    const { rows: kept } = await driver.app.system.pool.query<{ text: string }>(
      "SELECT detail::text AS text FROM privacy.trail_entry WHERE kind = 'EvidenceOpened'",
    );
    expect(kept[0]?.text).not.toContain('周小宝');
  });

  it('is not given out when its stored bytes were changed or are gone', async () => {
    const evidenceId = await evidence.attach('officer', relief, caseId, png());
    const [file = ''] = await stored();
    const bytes = await readFile(file);
    bytes.writeUInt8(bytes.readUInt8(60) ^ 1, 60);
    await writeFile(file, bytes);
    const damaged = await evidence.open('officer', caseId, evidenceId);
    expect([damaged.status, reasonOf(damaged)]).toEqual([500, 'evidence-file-damaged']);
    await rm(file);
    const gone = await evidence.open('officer', caseId, evidenceId);
    expect([gone.status, reasonOf(gone)]).toEqual([404, 'evidence-file-missing']);
  });

  it('is swept away a day after it was uploaded and never attached; an attached one stays', async () => {
    const loose = (await evidence.upload('officer', caseId, png(12))).body['evidenceId'];
    const attached = await evidence.attach('officer', relief, caseId, png(13));
    const { pool } = driver.app.system;
    // What a process that died while a file came leaves behind.
    const half = '5b1f3a52-5e0c-4a52-9f3a-0f7a5f6b2d10';
    await pool.query(
      `INSERT INTO evidence.upload (evidence_id, case_id, uploaded_by, uploaded_at, state)
       VALUES ($1, $2, 'zhang.wei', $3, 'coming')`,
      [half, caseId, driver.app.clock.now()],
    );
    await writeFile(join(driver.app.evidenceFolder, caseId, `${half}.part`), 'half');
    await driver.app.worker.tick();
    expect(await stored()).toHaveLength(3);
    driver.at('2026-09-20 09:00');
    await driver.app.worker.tick();
    expect((await stored()).map((file) => file.slice(-36))).toEqual([attached]);
    expect(await rows()).toBe(1);
    expect((await evidence.open('officer', caseId, attached)).status).toBe(200);
    expect((await evidence.open('officer', caseId, loose)).status).toBe(404);
    expect((await stat(join(driver.app.evidenceFolder, caseId, attached))).mode & 0o077).toBe(0);
  });

  it('tells what a file may be before anything is sent', async () => {
    const { body } = await driver.get('officer', '/api/evidence/rules');
    expect(body).toEqual({
      mediaTypes: expect.arrayContaining(['image/jpeg', 'application/pdf']),
      maxBytes: largestFile,
    });
  });
});
