import { randomUUID } from 'node:crypto';
import { strFromU8, unzipSync } from 'fflate';
import { verifyBundle, verifyBundleSet } from '#audit';
import { verifyAll } from '#event-store';
import { Driver, type Household, newIdNumber, nextDay, staff } from './driver.js';

/** What must be nowhere once the person was erased. */
const secret = {
  name: '欧阳静姝',
  idNumber: newIdNumber('1961-04-05'),
  phone: '13512349876',
  address: '龙溪街道松石北路77号5-2',
  note: '邻居反映长期独居患有糖尿病',
  findings: '家中仅有一张旧床',
  reason: '丧偶后无收入来源',
  need: '夜间徘徊于龙头寺车站',
};
const texts = Object.values(secret);

/** How an export says that somebody it names was erased. */
const erasedMark = {
  csv: /,true,[0-9a-f-]{36}/,
  xes: /key="caseflow:personErased" value="true"/,
  ocel: /"name":"erased","value":"true"/,
} as const;

describe('erasure of a person', () => {
  let driver: Driver;
  let personId: string;
  let relief: string;
  let station: string;
  const logged: string[] = [];

  beforeAll(async () => {
    for (const stream of [process.stdout, process.stderr]) {
      const write = stream.write.bind(stream);
      stream.write = (chunk: string | Uint8Array, ...rest: []) => {
        logged.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
        return write(chunk, ...rest);
      };
    }
    driver = await Driver.start('2026-09-14 09:00');
  });
  afterAll(() => driver.stop());

  const post = (who: Parameters<Driver['send']>[0], path: string, body?: object, key: string = randomUUID()) =>
    driver.send(who, 'POST', path, body, { 'idempotency-key': key });
  const asks = (of = personId, key?: string) =>
    post('bureauOfficer', `/api/people/${of}/erasure-requests`, { ground: 'retentionOver', reason: '保管期满' }, key);
  const decides = (
    of: string,
    requestId: string,
    what: 'approval' | 'refusal',
    who: 'bureauLeader' | 'bureauOfficer',
  ) =>
    post(
      who,
      `/api/people/${of}/erasure-requests/${requestId}/${what}`,
      what === 'refusal' ? { reason: '尚有用途' } : {},
    );

  /** Every row of every table as text, the schema of migrations included. */
  const dump = async (): Promise<string> => {
    const { pool } = driver.app.system;
    const { rows: tables } = await pool.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    expect(tables.length).toBeGreaterThan(20);
    const parts: string[] = [];
    for (const { name } of tables) {
      const { rows } = await pool.query<{ text: string }>(`SELECT t::text AS text FROM ${name} AS t`);
      parts.push(...rows.map(({ text }) => text));
    }
    return parts.join('\n');
  };

  /** Everything the product answers about the person and their cases. */
  const answers = async (): Promise<string> => {
    const paths = [relief, station].flatMap((caseId) => [
      `/api/cases/${caseId}`,
      `/api/cases/${caseId}/history`,
      `/api/cases/${caseId}/clocks`,
    ]);
    const asked = await Promise.all([
      ...paths.flatMap((path) => (['bureauLeader', 'stationLeader'] as const).map((who) => driver.get(who, path))),
      driver.get('bureauLeader', `/api/people/${personId}`),
      driver.get('bureauOfficer', `/api/people/${personId}/copy`),
      driver.get('bureauOfficer', `/api/people/${personId}/erasure-requests`),
      driver.get('auditor', `/api/audit/trail?personId=${personId}`),
      driver.send('officer', 'POST', '/api/people/search', { text: secret.name }),
      driver.send('officer', 'POST', '/api/people/search', { idNumber: secret.idNumber }),
      driver.send('officer', 'POST', '/api/people/search', { phone: secret.phone }),
      driver.get('bureauLeader', `/api/caseload?person=${personId}`),
      driver.get(undefined, '/api/public-notices'),
    ]);
    return JSON.stringify(asked.map(({ body }) => body));
  };

  const grantAlone = async (): Promise<{ readonly household: Household; readonly caseId: string }> => {
    const registered = await post('officer', '/api/people', {
      name: secret.name,
      idNumber: secret.idNumber,
      phone: secret.phone,
      address: secret.address,
      hukou: { kind: 'urban', region: '重庆市渝北区' },
    });
    const household: Household = { applicant: registered.body.personId, others: [] };
    const caseId = await driver.lodgeDibao(household, 'officer', {
      applicant: {
        personId: household.applicant,
        name: secret.name,
        phone: secret.phone,
        address: secret.address,
      },
      reason: secret.reason,
    });
    await driver.accept(caseId, household);
    await driver.investigate(caseId, household, 40_000);
    await driver.does('officer', caseId, 'RecordHomeVisit', {
      officers: [staff.officer, staff.secondOfficer],
      visitedOn: driver.today(),
      signedBy: household.applicant,
      findings: secret.findings,
    });
    await driver.does('officer', caseId, 'AddNote', { text: secret.note });
    await driver.calculate(caseId, household, 40_000);
    const { noticeId, endsOn } = await driver.publish(caseId);
    driver.at(`${nextDay(endsOn)} 09:00`);
    await driver.does('officer', caseId, 'EndPublicNotice', { noticeId });
    await driver.does('bureauLeader', caseId, 'ConfirmGrant', { reviewClass: 'unstable' });
    return { household, caseId };
  };

  it('begins with a granted benefit and a stay in the station, whose text is readable to those entitled', async () => {
    const { household, caseId } = await grantAlone();
    [personId, relief] = [household.applicant, caseId];
    station = await driver.opens('transient-assistance', 'stationOfficer', {
      type: 'RequestAssistance',
      personId,
      name: secret.name,
      office: 'station-yubei',
      arrival: 'police',
      need: secret.need,
      capacity: 'full',
      consent: true,
      signs: [],
    });
    await driver.settle();
    const shown = await answers();
    for (const text of texts.filter((one) => one !== secret.idNumber)) expect(shown).toContain(text);
    const stored = await dump();
    for (const text of texts) expect(stored).not.toContain(text);
  });

  it('is refused while a case is open, unsettled or to be kept, and under a legal hold, each by name', async () => {
    expect(await asks()).toMatchObject({ status: 422, body: { reason: 'case-open' } });
    const stop = { ground: 'voluntary', lastMonth: driver.today().slice(0, 7), reasons: '本人申请退出' };
    await driver.does('bureauLeader', relief, 'TerminateBenefit', stop);
    driver.at(`${driver.today()} 18:00`);
    const withdrawn = { reason: '已联系上家人' };
    await driver.doesTo('transient-assistance', 'bureauOfficer', station, 'WithdrawCase', withdrawn);
    const obstacle = await asks();
    expect(obstacle.status).toBe(422);
    expect(['case-unsettled', 'retention-not-over']).toContain(obstacle.body.reason);
    driver.at('2035-03-01 10:00');
    expect(await asks()).toMatchObject({
      status: 422,
      body: { reason: 'retention-not-over', detail: { caseId: station, category: 'transient-assistance' } },
    });
    driver.at('2061-03-01 10:00');
    const held = await post('bureauLeader', `/api/people/${personId}/holds`, { reason: '行政诉讼尚未终结' });
    expect(held.status).toBe(201);
    expect(await asks()).toMatchObject({ status: 422, body: { reason: 'legal-hold' } });
    const due = async () => (await driver.get('bureauOfficer', '/api/retention/due')).body.rows;
    expect(await due()).toMatchObject([
      { caseId: relief, category: 'relief-daily-management', held: ['legal-hold'] },
      { caseId: station, category: 'transient-assistance', held: ['legal-hold'] },
    ]);
    const lifting = `/api/people/${personId}/holds/${held.body.holdId}`;
    expect((await driver.send('bureauLeader', 'DELETE', lifting, { reason: '判决已生效' })).status).toBe(200);
    expect((await due()).map((row: { held: unknown }) => row.held)).toEqual([[], []]);
    expect(await asks('00000000-0000-4000-8000-000000000000')).toMatchObject({ status: 404 });
  });

  it('takes two persons: one who asks and another who decides', async () => {
    expect((await driver.send('officer', 'POST', `/api/people/${personId}/erasure-requests`, {})).status).toBe(403);
    const key = randomUUID();
    const { status, body } = await asks(personId, key);
    expect({ status, body }).toEqual({ status: 201, body: { requestId: key } });
    expect((await asks(personId, key)).body).toEqual({ requestId: key });
    expect(await asks()).toMatchObject({ status: 409, body: { reason: 'erasure-already-requested' } });
    expect((await decides(personId, key, 'approval', 'bureauOfficer')).status).toBe(403);
    expect((await driver.get('bureauLeader', '/api/erasure-requests')).body.rows).toMatchObject([
      { requestId: key, personId, requestedBy: staff.bureauOfficer },
    ]);
    expect((await decides(personId, key, 'refusal', 'bureauLeader')).status).toBe(200);
    expect(await decides(personId, key, 'approval', 'bureauLeader')).toMatchObject({
      status: 409,
      body: { reason: 'request-already-decided' },
    });
    expect(await decides(personId, randomUUID(), 'approval', 'bureauLeader')).toMatchObject({ status: 404 });
  });

  it('never lets whoever asked decide, whatever roles they hold', async () => {
    const { erasures } = driver.app.system;
    const officer = { user: 'both', role: 'bureauOfficer', office: 'bureau' } as const;
    const asked = await erasures.request({ personId, actor: officer, commandId: randomUUID() }, 'unlawful', '误登记');
    if ('refused' in asked) throw new Error(asked.refused);
    const leader = { ...officer, role: 'bureauLeader' } as const;
    expect(await erasures.approve({ personId, actor: leader, commandId: randomUUID() }, asked.requestId)).toEqual({
      refused: 'requester-may-not-decide',
    });
    await decides(personId, asked.requestId, 'refusal', 'bureauLeader');
  });

  it('hands out a copy of everything first, recorded', async () => {
    const { status, body } = await driver.get('bureauOfficer', `/api/people/${personId}/copy`);
    expect(status).toBe(200);
    expect(body.cases).toMatchObject([{ caseType: 'relief-application' }, { caseType: 'transient-assistance' }]);
    for (const text of [secret.name, secret.idNumber, secret.address, secret.note])
      expect(JSON.stringify(body)).toContain(text);
    expect((await driver.get('officer', `/api/people/${personId}/copy`)).status).toBe(403);
    const { rows } = (await driver.get('auditor', `/api/audit/trail?kind=CopyHandedOut&personId=${personId}`)).body;
    expect(rows).toMatchObject([{ user: { userId: staff.bureauOfficer } }, {}]);
  });

  it('leaves the plain text nowhere: not in a dump, an answer, a search, a process or a log line', async () => {
    const skeleton = await Promise.all(
      [relief, station].map(async (caseId) => (await driver.history(caseId, 'bureauLeader')).map(({ type }) => type)),
    );
    const { requestId } = (await asks()).body;
    const erased = await decides(personId, requestId, 'approval', 'bureauLeader');
    expect(erased).toMatchObject({
      status: 200,
      body: { state: 'erased', entryIds: [personId], casesErased: [relief, station].sort(), casesKept: [] },
    });
    await driver.app.worker.tick();
    const shown = await answers();
    const stored = await dump();
    for (const text of texts) {
      expect(shown).not.toContain(text);
      expect(stored).not.toContain(text);
      expect(logged.join('')).not.toContain(text);
    }
    for (const asked of [{ text: secret.name }, { idNumber: secret.idNumber }, { phone: secret.phone }])
      expect((await driver.send('officer', 'POST', '/api/people/search', asked)).body.rows).toEqual([]);
    expect((await driver.get('bureauLeader', `/api/people/${personId}`)).body).toMatchObject({ erased: true });
    const now = await Promise.all(
      [relief, station].map(async (caseId) => (await driver.history(caseId, 'bureauLeader')).map(({ type }) => type)),
    );
    expect(now).toEqual(skeleton);
  });

  it('lets the case replay at every version, naming what is gone', async () => {
    for (const caseId of [relief, station]) {
      const last = (await driver.case(caseId)).lastVersion;
      for (let version = 1; version <= last; version += 1) {
        const { status, body } = await driver.get('bureauLeader', `/api/cases/${caseId}?version=${version}`);
        expect({ status, version: body.version }).toEqual({ status: 200, version });
        expect(body.erased.length).toBeGreaterThan(0);
        expect(body.title).toBeUndefined();
      }
    }
    expect((await driver.case(relief)).erased).toEqual(
      expect.arrayContaining(['applicant/name', 'applicant/phone', 'reason']),
    );
  });

  it('keeps the proof: every chain is as it was written, and every signed head agrees', async () => {
    const { faults, events } = await verifyAll(driver.app.system.store);
    expect(faults).toEqual([]);
    expect(events).toBeGreaterThan(100);
    await driver.app.system.audit.makeHead();
    for (const body of [{}, { caseId: relief }, { caseId: station }]) {
      const verified = await driver.send('auditor', 'POST', '/api/audit/verification', body);
      expect(verified).toMatchObject({ status: 200, body: { result: { whole: true, faults: [] } } });
    }
  });

  it('takes the person out of bundles and exports, where the mark of the erasure stands', async () => {
    const taken = async (path: string, body?: object): Promise<Response> =>
      fetch(`${driver.app.url}/api/audit${path}`, {
        headers: {
          authorization: `Bearer ${await driver.token('auditor')}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      });
    const whole = async (response: Response): Promise<Uint8Array> => {
      expect(response.status).toBe(200);
      return new Uint8Array(await response.arrayBuffer());
    };
    const contents = (zip: Uint8Array): readonly string[] =>
      Object.entries(unzipSync(zip)).flatMap(([name, part]) =>
        name.endsWith('.zip') ? contents(part) : [strFromU8(part)],
      );
    const bundle = await whole(await taken(`/cases/${relief}/bundle`));
    expect(await verifyBundle(bundle)).toMatchObject({ whole: true, checked: { caseId: relief } });
    const set = await whole(await taken('/bundles', { purpose: '移交区审计局复核' }));
    expect(await verifyBundleSet(set)).toMatchObject({ whole: true, faults: [], checked: { leftOut: 0 } });
    expect(Object.keys(unzipSync(set))).toEqual(
      expect.arrayContaining([`cases/${relief}.zip`, `cases/${station}.zip`]),
    );
    expect((await taken(`/cases/${relief}/bundle`, { purpose: '移交区审计局复核' })).status).toBe(410);
    const handedOut = [...contents(bundle), ...contents(set)];
    for (const format of ['csv', 'xes', 'ocel'])
      for (const asked of [
        taken(`/exports?format=${format}`),
        taken('/exports', { format, purpose: '核对发放对象' }),
      ]) {
        const log = strFromU8(await whole(await asked));
        expect(log).toContain(relief);
        expect(log).toMatch(erasedMark[format as keyof typeof erasedMark]);
        handedOut.push(log);
      }
    for (const text of texts) for (const one of handedOut) expect(one).not.toContain(text);
  });

  it('stands in the trail with who asked, who decided and why, and cannot be asked for again', async () => {
    const { rows } = (await driver.get('auditor', `/api/audit/trail?kind=PersonErased&personId=${personId}`)).body;
    expect(rows).toMatchObject([
      { user: { userId: staff.bureauLeader }, detail: { requestedBy: staff.bureauOfficer, ground: 'retentionOver' } },
    ]);
    expect(await asks()).toMatchObject({ status: 422, body: { reason: 'person-erased' } });
    expect(
      await post('officer', `/api/people/${personId}/corrections`, { phone: '13000000000', reason: '更正' }),
    ).toMatchObject({ status: 422, body: { reason: 'person-erased' } });
  });

  it('opens no new case for the erased person, and the same number may be registered anew', async () => {
    const lodged = await driver.open('officer', {
      scheme: 'temporaryRelief',
      kind: 'expenditure',
      channel: 'counter',
      office: 'town-longxi',
      area: 'village-longxi-01',
      settlement: 'urban',
      applicant: { personId, name: '张三' },
      members: [],
      reason: '就医支出',
    });
    expect(lodged).toMatchObject({ status: 422, body: { reason: 'person-erased' } });
    const again = await post('officer', '/api/people', {
      name: '另一人',
      idNumber: secret.idNumber,
      hukou: { kind: 'urban', region: '重庆市渝北区' },
    });
    expect(again.status).toBe(201);
    expect(again.body.personId).not.toBe(personId);
  });

  it('shows nothing after the read models and the registry were built anew', async () => {
    await driver.app.system.readModels.rebuild();
    await driver.app.system.people.rebuild();
    const shown = await answers();
    const stored = await dump();
    for (const text of texts.filter((one) => one !== secret.idNumber)) {
      expect(shown).not.toContain(text);
      expect(stored).not.toContain(text);
    }
  });
});
