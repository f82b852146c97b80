import { randomUUID } from 'node:crypto';
import { type Answer, Driver, type Who, newIdNumber } from './driver.js';

let driver: Driver;
beforeAll(async () => {
  driver = await Driver.start('2026-05-20 09:00');
});
afterAll(() => driver?.stop());

const post = (who: Who | undefined, path: string, body: object, key?: string): Promise<Answer> =>
  driver.send(who, 'POST', `/api/people${path}`, body, key === undefined ? {} : { 'idempotency-key': key });

const stranger = (alias: string): object => ({
  alias,
  description: '左手背有烫伤疤痕,说贵州方言',
  approximateAge: 60,
  sex: 'male',
  foundAt: '渝北区火车北站南广场',
  foundOn: '2026-02-14',
});

const takeIn = async (alias: string): Promise<string> => {
  const { status, body } = await post('stationOfficer', '/unidentified', stranger(alias));
  expect(status).toBe(201);
  return body.personId;
};

const search = async (text: string, who: Who = 'stationOfficer'): Promise<readonly any[]> =>
  (await post(who, '/search', { text })).body.rows;

const page = async (personId: string, who: Who = 'bureauOfficer'): Promise<any> => {
  await driver.settle();
  return (await driver.get(who, `/api/people/${personId}`)).body;
};

const casesOn = async (personId: string, who: Who = 'bureauOfficer'): Promise<readonly string[]> =>
  (await page(personId, who)).cases.map((row: { caseId: string }) => row.caseId).sort();

/** A dibao case of the person, handled by the town of `officer` or by another one. */
const openCase = (personId: string, who: Who = 'officer', place: object = {}): Promise<string> =>
  driver.lodgeDibao({ applicant: personId, others: [] }, who, place);

const refusal = ({ status, body }: Answer): object => ({ status, reason: body.reason });

describe('AC-25 unidentified person', () => {
  it('is taken in under an alias and found by it, and by what can be seen', async () => {
    const personId = await takeIn('无名氏 2026-014');
    for (const text of ['无名氏 2026-014', '014', '烫伤疤痕', '贵州方言 无名氏'])
      expect((await search(text)).map((row) => row.personId)).toContain(personId);
    const [row] = await search('2026-014');
    expect(row).toEqual({
      personId,
      leadId: personId,
      identified: false,
      alias: '无名氏 2026-014',
      approximateAge: 60,
      sex: 'male',
      foundAt: '渝北区火车北站南广场',
      foundOn: '2026-02-14',
      erased: false,
      openCases: [],
    });
    expect(await page(personId)).toMatchObject({ description: '左手背有烫伤疤痕,说贵州方言', entries: [], links: [] });
  });

  it('turns out to be somebody registered: one person with the cases of both entries, until that is taken back', async () => {
    const [found, known] = [await takeIn('桥洞老人'), await driver.person('赵德福', '1965-03-03')];
    const [underAlias, underName] = [await openCase(found), await openCase(known)];
    expect(await casesOn(found)).toEqual([underAlias]);

    const identity = { identifiedAs: known, evidence: '公安DNA比对' };
    const key = randomUUID();
    const answer = await post('stationOfficer', `/${found}/identity`, identity, key);
    expect(answer).toMatchObject({ status: 200, body: { personId: found } });
    expect(await post('stationOfficer', `/${found}/identity`, identity, key)).toEqual(answer);

    const both = [underAlias, underName].sort();
    for (const personId of [found, known]) expect(await casesOn(personId)).toEqual(both);
    expect(await page(found)).toMatchObject({
      leadId: known,
      entries: [{ personId: known, name: '赵德福', identified: true }],
      links: [{ personId: found, otherId: known }],
    });
    const [row] = await search('桥洞老人');
    expect(row).toMatchObject({ leadId: known });
    expect(row.openCases.map((open: any) => open.type)).toEqual(['relief-application', 'relief-application']);

    const reason = { reason: '复核后并非同一人' };
    expect((await post('stationOfficer', `/${found}/links/${known}/removal`, reason)).status).toBe(200);
    expect(await casesOn(found)).toEqual([underAlias]);
    expect(await casesOn(known)).toEqual([underName]);
    expect(await page(found)).toMatchObject({ leadId: found, identified: false, entries: [], links: [] });
  });

  it('gets a new identity by household registration and keeps the alias', async () => {
    const found = await takeIn('蓝衣阿婆');
    const idNumber = newIdNumber('1950-06-06');
    const wrong = idNumber.slice(0, 17) + (idNumber.endsWith('0') ? '1' : '0');
    const identity = {
      name: '渝安',
      idNumber,
      hukou: { kind: 'urban', region: '重庆市渝北区' },
      evidence: '公安机关落户登记表',
    };
    const identify = (fields: object) => post('stationLeader', `/${found}/identity`, fields);
    expect(refusal(await identify({ ...identity, idNumber: wrong }))).toEqual({
      status: 422,
      reason: 'id-number-check-digit',
    });
    expect(refusal(await identify({ ...identity, evidence: undefined }))).toEqual({
      status: 400,
      reason: 'invalid-request',
    });
    expect((await identify(identity)).status).toBe(200);
    const [row] = await search('蓝衣阿婆');
    expect(row).toMatchObject({ name: '渝安', alias: '蓝衣阿婆', identified: true, bornOn: '1950-06-06' });
    expect(row.idNumberMasked).toBe(`${idNumber.slice(0, 3)}***********${idNumber.slice(-4)}`);
    expect(refusal(await identify({ ...identity, idNumber: newIdNumber() }))).toEqual({
      status: 422,
      reason: 'person-already-identified',
    });
  });

  it('is refused an ID number that is registered, naming the entry to link to and nothing else', async () => {
    const [found, idNumber] = [await takeIn('南站哑人'), newIdNumber()];
    const hukou = { kind: 'rural', region: '四川省广安市' };
    const known = (await post('officer', '', { name: '孙有才', idNumber, hukou })).body.personId;
    const { status, body } = await post('officer', `/${found}/identity`, {
      name: '孙有才',
      idNumber,
      hukou,
      evidence: '本人回忆',
    });
    expect({ status, ...body }).toMatchObject({
      status: 409,
      reason: 'person-already-registered',
      detail: { personId: known },
    });
    expect(JSON.stringify(body)).not.toMatch(/孙有才|\d{17}/);
    expect((await post('officer', `/${found}/identity`, { identifiedAs: known, evidence: '本人回忆' })).status).toBe(
      200,
    );
  });
});

describe('one person in several entries', () => {
  const reason = '照片与指纹比对一致';

  it('shows each viewer those cases of all entries that the viewer may see', async () => {
    const [one, other] = [await takeIn('甲站来人'), await takeIn('乙站来人')];
    const here = await openCase(one);
    const elsewhere = await openCase(other, 'otherTown', { office: 'town-renhe', area: 'village-renhe-01' });
    expect((await post('officer', `/${one}/links`, { personId: other, reason })).status).toBe(200);
    expect(await casesOn(other, 'bureauOfficer')).toEqual([here, elsewhere].sort());
    expect(await casesOn(other, 'officer')).toEqual([here]);
    expect(await casesOn(one, 'otherTown')).toEqual([elsewhere]);
    expect(await casesOn(one, 'stationOfficer')).toEqual([]);
    const [row] = await search('甲站来人', 'officer');
    expect(row.openCases).toHaveLength(2);
    expect(row.openCases.filter((open: any) => open.caseId !== undefined)).toEqual([
      expect.objectContaining({ caseId: here }),
    ]);
  });

  it('refuses what cannot be one person, and repeats nothing', async () => {
    const [found, one, other] = [await takeIn('丙站来人'), await driver.person('周一'), await driver.person('周二')];
    const link = (from: string, to: string) => post('officer', `/${from}/links`, { personId: to, reason });
    const refused = async (answer: Promise<Answer>) => refusal(await answer);
    expect(await refused(link(one, other))).toEqual({ status: 422, reason: 'id-numbers-differ' });
    expect(await refused(link(one, one))).toEqual({ status: 422, reason: 'link-to-itself' });
    expect(await refused(link(one, randomUUID()))).toEqual({ status: 404, reason: 'no-such-person' });
    expect(await refused(link(one, '乱写'))).toEqual({ status: 400, reason: 'invalid-request' });
    expect((await link(found, one)).status).toBe(200);
    expect((await link(one, found)).status).toBe(200);
    expect((await page(found)).links).toEqual([{ personId: found, otherId: one }]);
    expect(await refused(link(found, other))).toEqual({ status: 422, reason: 'id-numbers-differ' });
    const removal = post('officer', `/${found}/links/${other}/removal`, { reason });
    expect(await refused(removal)).toEqual({ status: 422, reason: 'not-linked' });
  });
});

describe('who may do it', () => {
  const notAllowed = { status: 403, reason: 'role-not-allowed' };

  it.each([
    'stationOfficer',
    'stationLeader',
    'officer',
    'leader',
    'bureauOfficer',
    'bureauLeader',
    'childOfficer',
  ] as const)('%s takes in, identifies, joins and parts', async (who) => {
    const [found, again] = [
      (await post(who, '/unidentified', stranger('某人'))).body.personId,
      (await post(who, '/unidentified', stranger('某人'))).body.personId,
    ];
    const known = await driver.person('某某');
    const acts = [
      ['links', { personId: again, reason: '同一人' }],
      [`links/${again}/removal`, { reason: '不是' }],
      ['identity', { identifiedAs: known, evidence: '指认' }],
    ] as const;
    for (const [act, body] of acts) expect((await post(who, `/${found}/${act}`, body)).status).toBe(200);
  });

  it('a committee officer takes in, but neither identifies nor joins nor parts', async () => {
    const { status, body } = await post('village', '/unidentified', stranger('村口来人'));
    expect(status).toBe(201);
    const [found, known] = [body.personId, await driver.person('某某')];
    const acts = [
      ['identity', { identifiedAs: known, evidence: '指认' }],
      ['links', { personId: known, reason: '同一人' }],
      [`links/${known}/removal`, { reason: '不是' }],
    ] as const;
    for (const [act, fields] of acts)
      expect(refusal(await post('village', `/${found}/${act}`, fields))).toEqual(notAllowed);
  });

  it.each(['payer', 'auditor', 'supervisor'] as const)('%s does nothing of it', async (who) => {
    const found = await takeIn('某人');
    expect(refusal(await post(who, '/unidentified', stranger('某人')))).toEqual(notAllowed);
    expect(refusal(await post(who, `/${found}/links`, { personId: found, reason: '同' }))).toEqual(notAllowed);
    expect((await driver.get(who, `/api/people/${found}`)).status).toBe(403);
  });

  it('nobody does without signing in', async () => {
    expect((await post(undefined, '/unidentified', stranger('某人'))).status).toBe(401);
  });
});

it('bad input about somebody unidentified is refused', async () => {
  const refusedWith = async (fields: object) => refusal(await post('stationOfficer', '/unidentified', fields));
  const good = stranger('某人');
  const malformed = { status: 400, reason: 'invalid-request' };
  expect(await refusedWith({ ...good, foundOn: '2026-02-30' })).toEqual(malformed);
  expect(await refusedWith({ ...good, approximateAge: 200 })).toEqual(malformed);
  expect(await refusedWith({ ...good, alias: '' })).toEqual(malformed);
  expect(await refusedWith({ ...good, name: '某某' })).toEqual(malformed);
  expect(await refusedWith({ ...good, foundOn: '2026-05-21' })).toEqual({ status: 422, reason: 'found-in-future' });
});

it('describes every call and answer in the API description', async () => {
  const { paths, components } = (await driver.get(undefined, '/api/docs-json')).body;
  for (const path of ['unidentified', '{personId}/identity', '{personId}/links', '{personId}/links/{otherId}/removal'])
    expect(paths[`/api/people/${path}`].post.requestBody).toBeDefined();
  expect(Object.keys(components.schemas.PersonPage.properties)).toEqual(
    expect.arrayContaining(['alias', 'identified', 'description', 'leadId', 'entries', 'links', 'cases']),
  );
});
