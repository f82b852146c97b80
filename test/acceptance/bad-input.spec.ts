import { randomUUID } from 'node:crypto';
import { Driver, dibaoFields, newIdNumber, type Household } from './driver.js';

let driver: Driver;
let household: Household;
let caseId: string;

beforeAll(async () => {
  driver = await Driver.start();
  household = await driver.household(1);
  caseId = await driver.lodgeDibao(household);
});
afterAll(() => driver?.stop());

/** All but the trail, which remembers that something was refused. */
const eventsInTheLog = async (): Promise<number> => {
  const { rows } = await driver.app.system.pool.query<{ count: string }>(
    `SELECT count(*) FROM log.events WHERE split_part(stream, '-', 1) <> 'trail'`,
  );
  return Number(rows[0]?.count);
};

/** The request is refused with the reason, and the log is as it was. */
const refused = async (status: number, reason: string, request: () => ReturnType<Driver['send']>) => {
  const before = await eventsInTheLog();
  const answer = await request();
  expect({ status: answer.status, reason: answer.body?.reason }).toEqual({ status, reason });
  expect(await eventsInTheLog()).toBe(before);
  return answer.body;
};

const commands = () => `/api/cases/relief-application/${caseId}/commands`;

describe('AC-19 and other bad input is refused with its reason, and nothing is stored', () => {
  it('an ID number with a wrong check digit, at the registry and on the application', async () => {
    const right = newIdNumber();
    const wrong = right.slice(0, 17) + (right.endsWith('0') ? '1' : '0');
    const person = { name: '错号', idNumber: wrong, hukou: { kind: 'urban', region: '渝北区' } };
    await refused(422, 'id-number-check-digit', () => driver.send('officer', 'POST', '/api/people', person));
    const fields = dibaoFields({ applicant: await driver.person(), others: [] });
    await refused(422, 'id-number-check-digit', () =>
      driver.open('officer', {
        ...fields,
        applicant: { personId: household.applicant, name: '错号', idNumber: wrong },
      }),
    );
  });

  it('a second open 低保 case for the same person', async () => {
    const body = await refused(422, 'person-has-open-case', () => driver.open('officer', dibaoFields(household)));
    expect(body.detail.caseId).toBe(caseId);
  });

  it('ten applications of one person at once: exactly one is opened', async () => {
    const twin = { applicant: await driver.person(), others: [] };
    const answers = await Promise.all(Array.from({ length: 10 }, () => driver.open('officer', dibaoFields(twin))));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.reason === 'person-has-open-case')).toHaveLength(9);
  });

  it('an income of -5, and a fraction of a 分', async () => {
    for (const amountFen of [-5, 10.5]) {
      const fields: any = driver.calculation(household, 100);
      fields.request.household.members[0].incomes[0].amountFen = amountFen;
      await driver.does('officer', caseId, 'AuthoriseMeansTest', {
        signedBy: [household.applicant],
        signedOn: driver.today(),
      });
      const body = await refused(400, 'invalid-request', () =>
        driver.command('officer', caseId, 'CalculateBenefit', fields),
      );
      expect(body.errors[0].path).toContain('amountFen');
    }
  });

  it('a home visit by one officer, or by the same officer twice', async () => {
    await driver.accept(caseId, household);
    const visit = { visitedOn: driver.today(), signedBy: household.applicant, findings: '属实' };
    await refused(422, 'home-visit-needs-two-officers', () =>
      driver.command('officer', caseId, 'RecordHomeVisit', { ...visit, officers: ['zhang.wei'] }),
    );
    await refused(422, 'home-visit-needs-two-officers', () =>
      driver.command('officer', caseId, 'RecordHomeVisit', { ...visit, officers: ['zhang.wei', 'zhang.wei'] }),
    );
  });

  it('an event dated tomorrow', async () => {
    await refused(422, 'occurred-in-future', () =>
      driver.send('officer', 'POST', commands(), {
        type: 'AddNote',
        text: '明天',
        occurredAt: '2026-09-15T09:00:00+08:00',
      }),
    );
  });

  it('malformed JSON, no JSON at all, an unknown command, an unknown field', async () => {
    await refused(400, 'malformed-json', () => driver.send('officer', 'POST', commands(), '{"type":'));
    await refused(415, 'not-json', () =>
      driver.send('officer', 'POST', commands(), 'type=AddNote', { 'content-type': 'text/plain' }),
    );
    await refused(400, 'unknown-command', () => driver.command('officer', caseId, 'DropTable'));
    await refused(400, 'unknown-command', () => driver.command('officer', caseId, 'constructor'));
    await refused(400, 'invalid-request', () => driver.command('officer', caseId, 'AddNote', { text: 'x', extra: 1 }));
    await refused(400, 'invalid-request', () => driver.send('officer', 'POST', commands(), '[]'));
  });

  it('a command of another stage, another role, another office, and nobody signed in', async () => {
    const body = await refused(422, 'command-not-allowed-in-stage', () =>
      driver.command('bureauLeader', caseId, 'ConfirmGrant', { reviewClass: 'stable' }),
    );
    expect(body).toMatchObject({ stage: 'investigating', allowed: expect.arrayContaining(['ExtendDeadline']) });
    await refused(403, 'role-not-allowed', () =>
      driver.command('village', caseId, 'GiveReviewOpinion', { opinion: 'grant', reasons: 'x' }),
    );
    await refused(403, 'not-your-office', () => driver.command('otherTown', caseId, 'AddNote', { text: 'x' }));
    const stranger = { applicant: await driver.person(), others: [] };
    await refused(403, 'not-your-office', () => driver.open('otherTown', dibaoFields(stranger)));
    await refused(401, 'not-signed-in', () =>
      driver.send(undefined, 'POST', commands(), { type: 'AddNote', text: 'x' }),
    );
    await refused(401, 'not-signed-in', () => driver.send(undefined, 'GET', '/api/worklist'));
    expect((await driver.get('otherTown', `/api/cases/${caseId}`)).status).toBe(404);
  });

  it('a stale If-Match: 409 with the version it is at', async () => {
    const { version } = await driver.case(caseId);
    const body = await refused(409, 'version-conflict', () =>
      driver.command('officer', caseId, 'AddNote', { text: 'x' }, { ifMatch: version - 1 }),
    );
    expect(body).toMatchObject({ version, detail: { actual: version } });
    expect((await driver.command('officer', caseId, 'AddNote', { text: '新' }, { ifMatch: version })).status).toBe(200);
    await refused(400, 'if-match-not-a-version', () =>
      driver.send('officer', 'POST', commands(), { type: 'AddNote', text: 'x' }, { 'if-match': '*' }),
    );
  });

  it('a replayed idempotency key: the same body once, another body refused', async () => {
    const key = randomUUID();
    const first = await driver.command('officer', caseId, 'AddNote', { text: '一次' }, { key });
    const before = await eventsInTheLog();
    const again = await driver.command('officer', caseId, 'AddNote', { text: '一次' }, { key });
    expect(again.body).toEqual({ ...first.body, repeated: true });
    expect(await eventsInTheLog()).toBe(before);
    await refused(422, 'idempotency-key-reused', () =>
      driver.command('officer', caseId, 'AddNote', { text: '两次' }, { key }),
    );
    await refused(400, 'idempotency-key-not-a-uuid', () =>
      driver.command('officer', caseId, 'AddNote', { text: 'x' }, { key: 'abc' }),
    );
  });

  it('a replayed opening: the same case, and no claim for another person', async () => {
    const key = randomUUID();
    const one = { applicant: await driver.person(), others: [] };
    const other = { applicant: await driver.person(), others: [] };
    const first = await driver.open('officer', dibaoFields(one), { key });
    expect((await driver.open('officer', dibaoFields(one), { key })).body).toEqual({ ...first.body, repeated: true });
    await refused(422, 'idempotency-key-reused', () => driver.open('officer', dibaoFields(other), { key }));
    expect((await driver.open('officer', dibaoFields(other))).status).toBe(201);
  });

  it('an oversized body and an oversized text', async () => {
    await refused(413, 'body-too-large', () =>
      driver.command('officer', caseId, 'AddNote', { text: 'x'.repeat(300_000) }),
    );
    await refused(400, 'invalid-request', () =>
      driver.command('officer', caseId, 'AddNote', { text: 'x'.repeat(4_001) }),
    );
  });

  it('broken surrogates, control characters and bidi overrides', async () => {
    for (const text of ['\\ud800', '\\u0000', '\\u202e', '\\u0007'])
      await refused(400, 'invalid-text', () =>
        driver.send('officer', 'POST', commands(), `{"type":"AddNote","text":"a${text}b"}`),
      );
  });

  it('keeps SQL, HTML and every Unicode plane as the text they are', async () => {
    const texts = [
      `'; DROP TABLE log.events; --`,
      '<script>alert(1)</script><img src=x onerror=alert(1)>',
      '𠮷野家 🧓🏽 ة ﷽ é é',
      '${process.env.X}{{7*7}}',
    ];
    for (const text of texts) await driver.does('officer', caseId, 'AddNote', { text });
    const notes = (await driver.case(caseId)).state.shared.notes.map((note: { text: string }) => note.text);
    expect(notes).toEqual(expect.arrayContaining(texts));
  });

  it('records who tried what, without what was typed', async () => {
    const { rows } = (await driver.get('auditor', `/api/audit/trail?kind=CommandRefused&caseId=${caseId}&limit=200`))
      .body;
    expect(rows).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          user: expect.objectContaining({ userId: 'liu.yang' }),
          detail: expect.objectContaining({ reason: 'not-your-office', command: 'AddNote' }),
        }),
      ]),
    );
    expect(JSON.stringify(rows)).not.toContain('两次');
  });

  it('stores no name, number, phone or note in clear anywhere in the database', async () => {
    const id = newIdNumber('1975-07-07');
    await driver.send('officer', 'POST', '/api/people', {
      name: '欧阳绝密',
      idNumber: id,
      phone: '13512345678',
      hukou: { kind: 'urban', region: '渝北区' },
    });
    await driver.does('officer', caseId, 'AddNote', { text: '欧阳绝密住在秘密路九号' });
    await driver.settle();
    const { rows: tables } = await driver.app.system.pool.query<{ name: string }>(
      `SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS name FROM information_schema.tables
       WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'`,
    );
    expect(tables.length).toBeGreaterThan(12);
    for (const { name } of tables) {
      const { rows } = await driver.app.system.pool.query<{ hit: string }>(
        `SELECT t::text AS hit FROM ${name} AS t WHERE t::text ~ $1 LIMIT 1`,
        [`欧阳|绝密|秘密路|13512345678|${id}`],
      );
      expect({ name, rows }).toEqual({ name, rows: [] });
    }
  });
});
