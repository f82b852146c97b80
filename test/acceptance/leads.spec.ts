import { Driver } from './driver.js';
import { LeadsDriver, informant } from './leads-driver.js';

let driver: Driver;
let leads: LeadsDriver;

beforeAll(async () => {
  driver = await Driver.start();
  leads = new LeadsDriver(driver);
});
afterAll(() => driver?.stop());
beforeEach(() => driver.at('2026-09-14 09:00'));

const someone = async (name = '钱桂英') => ({ personId: await driver.person(name, '1948-03-02'), name });

describe('a hotline call', () => {
  it('becomes a relief application, and the caller is told', async () => {
    const person = await someone();
    const caseId = await leads.hotline(person);
    expect(await driver.clock(caseId, 'leadTriage')).toMatchObject({ state: 'running' });
    expect(await driver.clock(caseId, 'leadHotlineReply')).toMatchObject({ state: 'running', dueOn: '2026-09-20' });
    await leads.dispatch('bureauOfficer', caseId);
    driver.at('2026-09-14 15:00');
    await leads.respond('officer', caseId);
    expect((await leads.command('officer', caseId, 'ConvertLead')).body).toMatchObject({
      status: 422,
      reason: 'no-case-linked',
    });
    const application = await leads.applies('officer', caseId, person.personId);
    expect((await driver.case(application, 'officer')).links).toMatchObject([{ caseId, kind: 'lead' }]);
    await leads.does('officer', caseId, 'ConvertLead');
    const page = await driver.case(caseId, 'officer');
    expect(page).toMatchObject({ stage: 'converted', open: false, outcome: 'converted', nextStep: 'TellInformant' });
    expect(page.links).toMatchObject([{ caseId: application, kind: 'lead' }]);

    driver.at('2026-09-15 10:00');
    await leads.does('officer', caseId, 'TellInformant', {
      toldOn: driver.today(),
      by: 'ticket',
      answer: '已受理申请',
    });
    for (const clock of ['leadTriage', 'leadOnScene', 'leadOutcome', 'leadHotlineReply', 'leadInformantTold'])
      expect(await driver.clock(caseId, clock)).toMatchObject({ clock, state: 'met' });
    expect(await driver.clock(caseId, 'leadObjection')).toMatchObject({ nature: 'right', dueOn: '2026-10-15' });
    const reopen = await leads.command('leader', caseId, 'ReopenLead', { ground: 'informantObjects', reasons: '异议' });
    expect(reopen.body.reason).toBe('cases-still-linked');
  });

  it('converts into two linked cases at once', async () => {
    const mother = await someone();
    const son = await someone('钱小兵');
    const caseId = await leads.hotline(mother);
    await leads.dispatch('bureauOfficer', caseId);
    await leads.respond('officer', caseId);
    const first = await leads.applies('officer', caseId, mother.personId);
    const second = await leads.applies('officer', caseId, son.personId);
    await leads.does('officer', caseId, 'ConvertLead');
    const converted = (await driver.history(caseId)).find(({ type }) => type === 'LeadConverted');
    expect([...converted.data.cases].sort()).toEqual([first, second].sort());
  });

  it('is one lead as long as its ticket is open', async () => {
    const person = await someone();
    const caseId = await leads.hotline(person, { ticket: '12345-again' });
    const again = await driver.openCase('outreach-lead', 'bureauOfficer', {
      type: 'ReceiveLead',
      channel: 'hotline',
      office: 'bureau',
      ticket: '12345-again',
      place: '武陵路3号',
      content: '催办',
    });
    expect(again).toMatchObject({ status: 422, body: { reason: 'person-has-open-case', detail: { caseId } } });
  });
});

describe('a data-match alert', () => {
  const alert = { indicator: 'hospitalSpending', indicatorVersion: 2, weight: 30, threshold: 50_000 };

  it('is verified by a person and dismissed; by itself it decides nothing', async () => {
    const person = await someone();
    const caseId = await leads.receives('officer', { channel: 'dataMatch', alert, person });
    await leads.does('officer', caseId, 'TriageLead', { matter: 'governmentMatter' });
    expect(await driver.clock(caseId, 'leadAlertVerification')).toMatchObject({
      state: 'running',
      dueOn: '2026-09-28',
    });
    const dismissal = { ground: 'unfounded', reasons: '医药费已由医保报销' };
    expect((await leads.command('officer', caseId, 'DismissLead', dismissal)).body.reason).toBe('alert-not-verified');
    await leads.applies('officer', caseId, person.personId);
    expect((await leads.command('officer', caseId, 'ConvertLead')).body.reason).toBe('alert-not-verified');
    driver.at('2026-09-16 10:00');
    await leads.does('officer', caseId, 'VerifyAlert', {
      confirmed: false,
      method: 'homeVisit',
      verifiedOn: driver.today(),
      findings: '入户核实,不属实',
    });
    expect((await leads.command('officer', caseId, 'ConvertLead')).body.reason).toBe('alert-not-confirmed');
    await leads.does('officer', caseId, 'DismissLead', dismissal);
    expect(await driver.case(caseId, 'officer')).toMatchObject({ stage: 'dismissed', outcome: 'dismissed' });
    expect(await driver.clock(caseId, 'leadAlertVerification')).toMatchObject({ state: 'met' });
    expect((await driver.history(caseId)).find(({ type }) => type === 'AlertVerified').data.verifiedBy).toBe(
      'zhang.wei',
    );
  });
});

describe('who reported it', () => {
  it('is kept under seal; the bureau leader opens it with a purpose, and that is recorded', async () => {
    const caseId = await leads.receives('childDirector', {
      channel: 'mandatoryReport',
      area: 'village-longxi-01',
      aboutChild: true,
      informant,
    });
    const seen = JSON.stringify([await driver.history(caseId), await driver.case(caseId, 'bureauLeader')]);
    expect(seen).not.toContain(informant.name);
    expect(seen).not.toContain(informant.phone);
    const seal = `/api/cases/${caseId}/sealed`;
    const purpose = { purpose: '向报告人反馈结果' };
    expect((await driver.send('officer', 'POST', seal, purpose)).status).toBe(403);
    const opened = await driver.send('bureauLeader', 'POST', seal, purpose);
    expect(opened).toMatchObject({ status: 200, body: { entries: [{ field: 'informant', content: informant }] } });
  });

  it('goes out at once when it is a mandatory report, and is not dismissed unseen', async () => {
    driver.at('2026-09-12 23:40');
    const caseId = await leads.receives('childSupervisor', { channel: 'mandatoryReport', aboutChild: true, informant });
    expect(await driver.clock(caseId, 'leadDispatchAtOnce')).toMatchObject({ dueAt: '2026-09-12T17:40:00.000Z' });
    await leads.does('childSupervisor', caseId, 'DispatchLead', { office: 'town-longxi' });
    expect(await driver.clock(caseId, 'leadDispatchAtOnce')).toMatchObject({ state: 'met' });
    const dismissed = await leads.command('officer', caseId, 'DismissLead', { ground: 'unfounded', reasons: '误报' });
    expect(dismissed.body.reason).toBe('not-seen-on-scene');
  });

  it('shows no name of a child in lists', async () => {
    const child = { personId: await driver.person('王一', '2015-05-05'), name: '王一' };
    const caseId = await leads.receives('childSupervisor', { channel: 'patrol', aboutChild: true, person: child });
    const [row] = (await driver.caseload('officer', `person=${child.personId}`)).rows;
    expect(row).toMatchObject({ caseId, stage: 'received' });
    expect(row.title ?? undefined).toBeUndefined();
  });
});

describe('a dispatch to another office', () => {
  it('moves who may act, and back again when it is returned', async () => {
    const caseId = await leads.receives('officer', { channel: 'patrol' });
    expect((await leads.command('otherTown', caseId, 'TriageLead', { matter: 'governmentMatter' })).status).toBe(403);
    await leads.dispatch('officer', caseId, 'town-renhe');
    expect(await driver.case(caseId)).toMatchObject({ stage: 'dispatched', office: { officeId: 'town-renhe' } });
    const seen = { officers: ['liu.yang'], outcome: 'notFound', findings: '现场未找到' };
    expect((await leads.command('officer', caseId, 'RespondOnScene', seen)).body.reason).toBe('not-your-office');
    await leads.does('otherTown', caseId, 'ReturnLead', { reason: '地点属龙溪街道' });
    expect((await leads.command('otherTown', caseId, 'DispatchLead', { office: 'town-renhe' })).status).toBe(403);
    await leads.does('officer', caseId, 'DispatchLead', { office: 'town-renhe' });
    await leads.does('otherTown', caseId, 'RespondOnScene', seen);
  });

  it('reaches another body outside, whose refusal opens the lead again', async () => {
    const caseId = await leads.receives('officer', { channel: 'committeeVisit' });
    await leads.does('officer', caseId, 'TriageLead', { matter: 'publicAffair' });
    await leads.does('officer', caseId, 'ReferLead', { referralId: 'r1', to: '渝北区人社局', reason: '欠薪' });
    expect(await driver.case(caseId, 'officer')).toMatchObject({ stage: 'referred', open: false });
    driver.at('2026-09-17 09:00');
    await leads.does('officer', caseId, 'RecordReferralReply', {
      referralId: 'r1',
      taken: false,
      repliedOn: driver.today(),
      reply: '不属本单位管辖',
    });
    expect(await driver.case(caseId, 'officer')).toMatchObject({ stage: 'triaged', open: true });
    expect(await driver.clock(caseId, 'leadReferralReply')).toMatchObject({ state: 'met' });
  });
});
