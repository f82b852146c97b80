import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Driver, newIdNumber } from '../acceptance/driver.js';
import { EvidenceDriver, reasonOf } from './evidence-driver.js';
import { pdf, png } from './files.js';

const station = 'transient-assistance';

describe('evidence of an erased person', () => {
  let driver: Driver;
  beforeAll(async () => {
    driver = await Driver.start('2026-09-14 09:00');
  });
  afterAll(() => driver.stop());

  const post = (who: 'bureauOfficer' | 'bureauLeader' | 'stationOfficer', path: string, body: object) =>
    driver.send(who, 'POST', path, body, { 'idempotency-key': randomUUID() });

  it('cannot be opened any more, in whatever copy, and its file is gone; that there was one stays known', async () => {
    const evidence = new EvidenceDriver(driver);
    const registered = await post('stationOfficer', '/api/people', {
      name: '欧阳静姝',
      idNumber: newIdNumber('1961-04-05'),
      hukou: { kind: 'urban', region: '重庆市渝北区' },
    });
    const { personId } = registered.body;
    const caseId = await driver.opens(station, 'stationOfficer', {
      type: 'RequestAssistance',
      personId,
      name: '欧阳静姝',
      office: 'station-yubei',
      arrival: 'police',
      need: '夜间徘徊',
      capacity: 'full',
      consent: true,
      signs: [],
    });
    const attached = await evidence.attach('stationOfficer', station, caseId, pdf('Deed'), '欧阳静姝户口页.pdf');
    expect((await evidence.upload('stationOfficer', caseId, png())).status).toBe(201);
    const folder = join(driver.app.evidenceFolder, caseId);
    expect(await readdir(folder)).toHaveLength(2);
    await driver.doesTo(station, 'bureauOfficer', caseId, 'WithdrawCase', { reason: '已联系上家人' });

    driver.at('2061-03-01 10:00');
    const asked = await post('bureauOfficer', `/api/people/${personId}/erasure-requests`, {
      ground: 'retentionOver',
      reason: '保管期满',
    });
    expect(asked.status).toBe(201);
    const approval = `/api/people/${personId}/erasure-requests/${asked.body.requestId}/approval`;
    expect(await post('bureauLeader', approval, {})).toMatchObject({ status: 200, body: { casesErased: [caseId] } });

    expect(await readdir(folder)).toEqual([]);
    const opened = await evidence.open('auditor', caseId, attached, { purpose: '核验文件是否已删除' });
    expect([opened.status, reasonOf(opened)]).toEqual([410, 'evidence-erased']);
    const again = await evidence.upload('stationOfficer', caseId, png(9));
    expect([again.status, again.body['reason']]).toEqual([422, 'person-erased']);
    expect(await readdir(folder)).toEqual([]);
    const [held] = (await driver.case(caseId)).state.shared.evidence;
    expect(held).toMatchObject({ evidenceId: attached, mediaType: 'application/pdf' });
    expect(JSON.stringify(held)).not.toContain('欧阳');
  });
});
