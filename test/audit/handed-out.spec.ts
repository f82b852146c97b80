import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { validateXML } from 'xmllint-wasm';
import { NotABundle, type TreeHead, isBundleSet, verifyBundle, verifyBundleSet } from '#audit';
import { Driver, type Who, town } from '../acceptance/driver.js';

const schema = (name: string): Promise<string> => readFile(join('test/audit/schemas', name), 'utf8');

describe('What the auditor takes away', () => {
  let driver: Driver;
  let caseId: string;
  let personId: string;
  const names = ['欧阳若澜', '五保旧案里写下的原话'] as const;

  beforeAll(async () => {
    driver = await Driver.start('2026-09-14 09:00');
    personId = await driver.person(names[0]);
    const lodged = await driver.send('officer', 'POST', '/api/cases/relief-application', {
      type: 'LodgeApplication',
      scheme: 'dibao',
      channel: 'counter',
      office: town,
      area: 'village-longxi-01',
      settlement: 'urban',
      applicant: { personId, name: names[0] },
      members: [],
      reason: names[1],
    });
    expect(lodged.status).toBe(201);
    caseId = lodged.body.caseId;
    await driver.settle();
    await driver.app.system.audit.makeHead();
    driver.at('2026-09-15 09:00');
    await driver.does('officer', caseId, 'AuthoriseMeansTest', { signedBy: [personId], signedOn: '2026-09-14' });
    await driver.does('officer', caseId, 'AcceptApplication');
    await driver.does('officer', caseId, 'AddNote', { text: names[1] });
    await driver.settle();
  });
  afterAll(() => driver.stop());

  const download = async (who: Who, path: string, sent?: object): Promise<Response> => {
    const { body: session } = await driver.send(undefined, 'POST', '/api/session', {
      user: { auditor: 'guo.tao', officer: 'zhang.wei', administrator: 'admin' }[who as 'auditor'],
      password: (await driver.send(undefined, 'GET', '/api/session/demo-users')).body.password,
    });
    return fetch(`${driver.app.url}${path}`, {
      headers: {
        authorization: `Bearer ${session.token}`,
        ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(sent === undefined ? {} : { method: 'POST', body: JSON.stringify(sent) }),
    });
  };

  describe('a bundle', () => {
    let bytes: Uint8Array;
    let parts: Record<string, Uint8Array>;

    beforeAll(async () => {
      const response = await download('auditor', `/api/audit/cases/${caseId}/bundle`);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('application/zip');
      bytes = new Uint8Array(await response.arrayBuffer());
      parts = unzipSync(bytes);
    });

    const text = (name: string): string => strFromU8(parts[name] ?? new Uint8Array());
    const rows = (name: string): Record<string, unknown>[] =>
      text(name)
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
    /** The bundle with some files replaced. */
    const changed = (files: Readonly<Record<string, string>>): Uint8Array =>
      zipSync({ ...parts, ...Object.fromEntries(Object.entries(files).map(([name, one]) => [name, strToU8(one)])) });
    const withEvents = (events: readonly object[]): Uint8Array =>
      changed({ 'events.jsonl': events.map((event) => `${JSON.stringify(event)}\n`).join('') });

    it('verifies by itself, with every event proven to be in the signed log', async () => {
      const publicKeys = (await driver.app.system.audit.heads.publicKeys()).map(({ pem }) => pem).join('');
      const found = await verifyBundle(bytes, { publicKeys });
      expect(found).toMatchObject({
        whole: true,
        faults: [],
        checked: { uncovered: 0, keysFrom: 'verifier', signed: true },
      });
      expect(found.checked.events).toBeGreaterThanOrEqual(4);
      // The head that first covered the case is in it too, and shown to be continued by the newest.
      expect(found.checked.heads).toBeGreaterThanOrEqual(2);
      expect(await verifyBundle(bytes)).toMatchObject({ whole: true, checked: { keysFrom: 'bundle' } });
    });

    it('holds what is needed to read it, and nothing personal in clear', async () => {
      expect(JSON.parse(text('schemas.json'))).toMatchObject({
        caseType: 'relief-application',
        events: { ApplicationAccepted: { version: 1, label: { zh: expect.any(String) }, schema: { type: 'object' } } },
      });
      expect(JSON.parse(text('rule-sets.json')).ruleSets).not.toEqual([]);
      expect(text('report.html')).toContain('已加密');
      const everything = Object.keys(parts).map(text).join('\n');
      for (const name of names) expect(everything).not.toContain(name);
    });

    it('shows names in its report to whom they may be shown, when asked and told why, which stays sealed', async () => {
      const path = `/api/audit/cases/${caseId}/bundle`;
      expect((await download('auditor', path, {})).status).toBe(400);
      const purpose = '移交区审计局复核';
      const response = await download('auditor', path, { purpose });
      const entries = unzipSync(new Uint8Array(await response.arrayBuffer()));
      expect(strFromU8(entries['report.html'] ?? new Uint8Array())).toContain(names[0]);
      expect(strFromU8(entries['events.jsonl'] ?? new Uint8Array())).not.toContain(names[0]);
      const { body } = await driver.send('auditor', 'GET', `/api/audit/trail?kind=Exported&caseId=${caseId}`);
      expect(body.rows[0].detail).toMatchObject({ what: 'audit-bundle', purpose });
      const { rows } = await driver.app.system.pool.query(`SELECT 1 FROM log.events WHERE data::text LIKE $1`, [
        `%${purpose}%`,
      ]);
      expect(rows).toEqual([]);
    });

    it('names the event that was changed in it', async () => {
      const events = rows('events.jsonl');
      const touched = events.map((event) =>
        event['version'] === 2 && String(event['stream']).startsWith('relief')
          ? { ...event, data: { signedBy: [], signedOn: '2026-09-01' } }
          : event,
      );
      expect((await verifyBundle(withEvents(touched))).first).toMatchObject({ kind: 'changed', version: 2 });
    });

    it('names events that were left out', async () => {
      const relief = (event: Record<string, unknown>): boolean => String(event['stream']).startsWith('relief');
      const events = rows('events.jsonl');
      const last = Math.max(...events.filter(relief).map(({ version }) => Number(version)));
      const without = (version: number): readonly object[] =>
        events.filter((event) => !relief(event) || event['version'] !== version);
      expect((await verifyBundle(withEvents(without(2)))).first).toMatchObject({ kind: 'missing', version: 2 });
      expect((await verifyBundle(withEvents(without(last)))).first).toMatchObject({
        kind: 'end-missing',
        version: last,
      });
    });

    it('finds another report, a forged head, a head of another log, and a key that is not trusted', async () => {
      const report = changed({ 'report.html': '<p>Granted</p>' });
      expect((await verifyBundle(report)).first).toMatchObject({ kind: 'bundle-changed', file: 'report.html' });
      const [head] = rows('heads.jsonl') as unknown as readonly TreeHead[];
      const forged = changed({ 'heads.jsonl': `${JSON.stringify({ ...head, rootHash: '0'.repeat(64) })}\n` });
      expect((await verifyBundle(forged)).faults).toContainEqual(expect.objectContaining({ kind: 'head-forged' }));
      const other = await Driver.start('2026-09-14 09:00');
      try {
        await other.person('陈建国');
        await other.app.system.audit.makeHead();
        const keys = (await other.app.system.audit.heads.publicKeys()).map(({ pem }) => pem).join('');
        expect((await verifyBundle(bytes, { publicKeys: keys })).faults).toContainEqual(
          expect.objectContaining({ kind: 'head-forged' }),
        );
      } finally {
        await other.stop();
      }
    });

    it('is compared with heads kept elsewhere', async () => {
      const heads = rows('heads.jsonl') as unknown as readonly TreeHead[];
      expect(await verifyBundle(bytes, { outside: heads })).toMatchObject({
        whole: true,
        checked: { headsComparedOutside: heads.length },
      });
    });

    it('says plainly that something else is no bundle, and that keys are no keys', async () => {
      await expect(verifyBundle(bytes, { publicKeys: 'none' })).rejects.toThrow(RangeError);
      await expect(verifyBundle(strToU8('nothing'))).rejects.toThrow(NotABundle);
      await expect(verifyBundle(zipSync({ 'a.txt': strToU8('nothing') }))).rejects.toThrow('bundle.json is missing');
      await expect(verifyBundle(changed({ 'heads.jsonl': '{}\n' }))).rejects.toThrow(NotABundle);
    });
  });

  describe('an export', () => {
    beforeAll(async () => {
      const wander = await driver.person('甲');
      const more = await driver.send('officer', 'POST', '/api/cases/relief-application', {
        type: 'LodgeApplication',
        scheme: 'disabilityAllowance',
        channel: 'counter',
        office: town,
        area: 'village-longxi-01',
        settlement: 'rural',
        applicant: { personId: wander, name: '甲 & <乙> "丙"' },
        members: [],
        reason: '一\t二\n三 𠮷',
      });
      expect(more.status).toBe(201);
    });

    const named = async (format: string): Promise<string> => {
      const response = await download('auditor', '/api/audit/exports', { format, purpose: '核对发放对象' });
      expect(response.status).toBe(200);
      return response.text();
    };

    it.each(['xes', 'ocel', 'csv'])('as %s shows names on demand, and then is as valid as without', async (format) => {
      expect((await download('auditor', '/api/audit/exports', { format })).status).toBe(400);
      const log = await named(format);
      expect(log).toContain(names[0]);
      expect(log).toContain('张伟');
      expect(log).not.toContain(names[1]);
      if (format === 'xes')
        expect(
          await validateXML({
            xml: [{ fileName: 'cases.xes', contents: log }],
            schema: [await schema('xes-ieee-1849-2016.xsd')],
          }),
        ).toMatchObject({ valid: true });
      const { body } = await driver.send('auditor', 'GET', '/api/audit/trail?kind=Exported');
      expect(body.rows[0].detail).toMatchObject({ what: format, purpose: '核对发放对象' });
    });

    const exported = async (query: string): Promise<string> => {
      const response = await download('auditor', `/api/audit/exports?${query}`);
      expect(response.status).toBe(200);
      return response.text();
    };

    it('as XES is valid against the published schema', async () => {
      const log = await exported('format=xes');
      const found = await validateXML({
        xml: [{ fileName: 'cases.xes', contents: log }],
        schema: [await schema('xes-ieee-1849-2016.xsd')],
      });
      expect(found.errors).toEqual([]);
      expect(found.valid).toBe(true);
      expect(log).toContain('<string key="concept:name" value="ApplicationAccepted"/>');
      // The schema itself is looked at: an attribute it does not know is refused.
      const broken = log.replace('<classifier', '<classifyer');
      expect(
        await validateXML({
          xml: [{ fileName: 'broken.xes', contents: broken }],
          schema: [await schema('xes-ieee-1849-2016.xsd')],
        }),
      ).toMatchObject({ valid: false });
    });

    it('as OCEL 2.0 is valid against the published schema, and every relation leads to an object', async () => {
      const log = JSON.parse(await exported('format=ocel'));
      const ajv = new Ajv({ strict: true });
      addFormats.default(ajv);
      const validate = ajv.compile(JSON.parse(await schema('ocel20-schema-json.json')));
      expect(validate(log) ? [] : validate.errors).toEqual([]);
      expect(validate({ ...log, events: [{ id: 'e' }] })).toBe(false);
      const objects = new Map<string, string>(
        log.objects.map(({ id, type }: { id: string; type: string }) => [id, type]),
      );
      expect(objects.size).toBe(log.objects.length);
      const types = new Set(log.objectTypes.map(({ name }: { name: string }) => name));
      for (const type of objects.values()) expect(types).toContain(type);
      const eventTypes = new Map<string, Set<string>>(
        log.eventTypes.map(({ name, attributes }: { name: string; attributes: { name: string }[] }) => [
          name,
          new Set(attributes.map((attribute) => attribute.name)),
        ]),
      );
      for (const event of log.events) {
        for (const { objectId } of event.relationships) expect(objects.has(objectId)).toBe(true);
        for (const { name } of event.attributes) expect(eventTypes.get(event.type)).toContain(name);
      }
      expect(objects.get(caseId)).toBe('relief-application');
    });

    it.each(['xes', 'ocel', 'csv'])('as %s holds no free text, and pseudonyms that stay the same', async (format) => {
      const [first, second] = [await exported(`format=${format}`), await exported(`format=${format}`)];
      const pseudonyms = (log: string): string[] => [...new Set(log.match(/(?:person|user)-[0-9a-f]{20}/g))].sort();
      expect(pseudonyms(first).length).toBeGreaterThanOrEqual(3);
      expect(pseudonyms(second)).toEqual(pseudonyms(first));
      for (const hidden of [...names, '乙', personId, 'zhang.wei', '一']) expect(first).not.toContain(hidden);
      expect(first).toContain(caseId);
    });

    it('is filtered by type, office and period', async () => {
      const cases = async (query: string): Promise<number> =>
        new Set((await exported(`format=csv&${query}`)).match(/^[0-9a-f-]{36}/gm)).size;
      expect(await cases('type=relief-application')).toBe(2);
      expect(await cases('type=transient-assistance')).toBe(0);
      expect(await cases('from=2026-09-15')).toBe(1);
      expect(await cases('to=2026-09-14')).toBe(1);
      expect(await cases('from=2026-09-14&to=2026-09-15&office=bureau')).toBe(2);
      expect(await cases('office=town-renhe')).toBe(0);
      expect((await download('auditor', '/api/audit/exports?format=csv&office=nowhere')).status).toBe(404);
      expect((await download('auditor', '/api/audit/exports?format=pdf')).status).toBe(400);
    });

    it('and bundles are for the auditor alone, and stand in the trail', async () => {
      for (const path of [`/api/audit/exports?format=csv`, `/api/audit/cases/${caseId}/bundle`])
        expect((await download('officer', path)).status).toBe(403);
      expect((await download('auditor', `/api/audit/cases/${randomUUID()}/bundle`)).status).toBe(404);
      const { body } = await driver.send('auditor', 'GET', '/api/audit/trail?kind=Exported&limit=200');
      const what = body.rows.map((row: { detail: { what: string } }) => row.detail.what);
      expect(what).toEqual(expect.arrayContaining(['audit-bundle', 'xes', 'ocel', 'csv']));
    });
  });

  describe('a set of bundles', () => {
    const fetched = async (query: string): Promise<Uint8Array> => {
      const response = await download('auditor', `/api/audit/bundles?${query}`);
      expect(response.status).toBe(200);
      return new Uint8Array(await response.arrayBuffer());
    };
    const keys = async (): Promise<string> =>
      (await driver.app.system.audit.heads.publicKeys()).map(({ pem }) => pem).join('');

    it('holds every case that fits, verifies by itself, and each of it alone', async () => {
      const set = await fetched('type=relief-application&from=2026-09-14&to=2026-09-14');
      expect(isBundleSet(set)).toBe(true);
      const found = await verifyBundleSet(set, { publicKeys: await keys() });
      expect(found).toMatchObject({
        whole: true,
        faults: [],
        checked: {
          cases: 1,
          leftOut: 0,
          uncovered: 0,
          signed: true,
          keysFrom: 'verifier',
          query: { type: 'relief-application', from: '2026-09-14', to: '2026-09-14' },
        },
      });
      const alone = unzipSync(set)[`cases/${caseId}.zip`] ?? new Uint8Array();
      expect(await verifyBundle(alone)).toMatchObject({ whole: true, checked: { caseId } });
      expect((await verifyBundleSet(await fetched('office=town-renhe'))).checked.cases).toBe(0);
      expect((await verifyBundleSet(await fetched('office=town-longxi'))).checked.cases).toBe(2);
      expect((await download('auditor', '/api/audit/bundles?office=nowhere')).status).toBe(404);
      expect((await download('officer', '/api/audit/bundles')).status).toBe(403);
    });

    it('tells a bundle that was changed, taken away or put in, and another list', async () => {
      const set = await fetched('type=relief-application');
      const inside = unzipSync(set);
      const file = `cases/${caseId}.zip`;
      const { [file]: own = new Uint8Array(), ...others } = inside;
      const parts = unzipSync(own);
      const forged = zipSync({ ...parts, 'report.html': strToU8('<p>Granted</p>') });
      expect((await verifyBundleSet(zipSync({ ...inside, [file]: forged }))).faults).toMatchObject([
        { kind: 'bundle-changed', file },
        { kind: 'bundle-changed', file: `${file}/report.html` },
      ]);
      expect((await verifyBundleSet(zipSync(others))).first).toMatchObject({ kind: 'bundle-changed', file });
      const more = zipSync({ ...inside, 'cases/more.zip': own });
      expect((await verifyBundleSet(more)).first).toMatchObject({ file: 'cases/more.zip' });
      const list = JSON.parse(strFromU8(inside['bundles.json'] ?? new Uint8Array()));
      const fewer = JSON.stringify({ ...list, bundles: list.bundles.slice(1) });
      expect((await verifyBundleSet(zipSync({ ...inside, 'bundles.json': strToU8(fewer) }))).faults).toContainEqual(
        expect.objectContaining({ file: 'bundles.sig.json' }),
      );
      const spoilt = zipSync({ ...inside, [file]: strToU8('nothing') });
      expect((await verifyBundleSet(spoilt)).whole).toBe(false);
    });

    it('shows names in its reports when told why', async () => {
      const response = await download('auditor', '/api/audit/bundles', {
        type: 'relief-application',
        purpose: '移交区审计局复核',
      });
      const set = unzipSync(new Uint8Array(await response.arrayBuffer()));
      const report = unzipSync(set[`cases/${caseId}.zip`] ?? new Uint8Array())['report.html'];
      expect(strFromU8(report ?? new Uint8Array())).toContain(names[0]);
    });
  });

  describe('a verification over the api', () => {
    it('of a case says what was checked', async () => {
      const { status, body } = await driver.send('auditor', 'POST', '/api/audit/verification', { caseId });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        result: { whole: true, faults: [], checked: { agreesWith: { treeSize: expect.any(Number) } } },
      });
      expect(body.result.checked.events).toBeGreaterThanOrEqual(4);
      const unknown = await driver.send('auditor', 'POST', '/api/audit/verification', { caseId: randomUUID() });
      expect(unknown.status).toBe(404);
    });

    it('of everything goes slice by slice and misses nothing', async () => {
      const { system } = driver.app;
      await system.audit.makeHead();
      const whole = await system.audit.verifyLog();
      let events = 0;
      let slices = 0;
      let from: string | undefined;
      do {
        const { status, body } = await driver.send('auditor', 'POST', '/api/audit/verification', { from, limit: 50 });
        expect(status).toBe(200);
        expect(body.result).toMatchObject({ whole: true, faults: [] });
        events += body.result.checked.events;
        slices += 1;
        from = body.next;
      } while (from !== undefined);
      expect(slices).toBeGreaterThan(2);
      expect(events).toBeGreaterThanOrEqual(whole.checked.events);
    });

    it('of days takes what was recorded on them, and says whose keys count', async () => {
      const verify = async (body: object) =>
        (await driver.send('auditor', 'POST', '/api/audit/verification', body)).body;
      const day = await verify({ fromDay: '2026-09-15', toDay: '2026-09-15' });
      const everything = await verify({});
      expect(day.result).toMatchObject({ whole: true, faults: [] });
      expect(day.result.checked.events).toBeGreaterThan(0);
      expect(day.result.checked.events).toBeLessThan(everything.result.checked.events);
      expect(day.keys).toEqual([{ keyId: expect.any(String), from: 'signing-key' }]);
      const slice = await verify({ fromDay: '2026-09-15', limit: 1 });
      expect(slice.result.checked.events).toBe(1);
      const rest = await verify({ from: slice.next, to: slice.to });
      expect(rest.result.checked.events).toBe(slice.left);
      expect(await verify({ toDay: '2020-01-01' })).toMatchObject({ reason: 'nothing-recorded-then' });
    });

    it('finds what the administrator of the database changed', async () => {
      const { system } = driver.app;
      const client = await system.pool.connect();
      await client.query(`set session_replication_role = 'replica'`);
      await client.query(
        `update log.events set recorded_at = '2026-09-01T00:00:00.000Z' where stream = $1 and version = 1`,
        [`reliefApplication-${caseId}`],
      );
      await client.query(`set session_replication_role = 'origin'`);
      client.release();
      const { body } = await driver.send('auditor', 'POST', '/api/audit/verification', { caseId });
      const named = { kind: 'time-changed', stream: `reliefApplication-${caseId}`, version: 1 };
      expect(body.result).toMatchObject({ whole: false, first: named });
      const slice = await driver.send('auditor', 'POST', '/api/audit/verification', {});
      expect(slice.body.result.first).toMatchObject(named);
    });
  });

  it('heads and keys can be fetched by the auditor and the administrator', async () => {
    for (const who of ['auditor', 'administrator'] as const) {
      const { status, body } = await driver.send(who, 'GET', '/api/audit/heads?limit=2');
      expect(status).toBe(200);
      expect(body.rows).toHaveLength(2);
      expect(body.latest.treeSize).toBeGreaterThan(2);
      expect(body.keys.publicKeys).toHaveLength(1);
      const next = await driver.send(who, 'GET', `/api/audit/heads?cursor=${body.next}`);
      expect(next.body.rows.length).toBeGreaterThan(0);
    }
    expect((await driver.send('officer', 'GET', '/api/audit/heads')).status).toBe(403);
  });
});
