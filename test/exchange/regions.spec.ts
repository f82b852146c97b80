import { randomUUID } from 'node:crypto';
import { type RegionMessage, topicOf } from '#exchange';
import { type Driver, newIdNumber, town, village } from '../acceptance/driver.js';
import { TransientDriver } from '../acceptance/transient-driver.js';
import { regionDesk } from '../../apps/worker/exchange-regions.js';
import { startWorker } from '../../apps/worker/index.js';
import { sealMessage } from '../../libs/exchange/regions/sealing.js';
import { type TestBroker, noBroker, ownPrefix, startBroker } from '../kafka.js';
import { describeWhen } from '../skip.js';
import { allOf } from './reading.js';
import { type Keys, type TwoRegions, newKeys, others, startTwoRegions } from './two-regions.js';
import { everythingTold, until } from './waiting.js';

const registers = async (driver: Driver, name: string, idNumber: string, region: string): Promise<string> => {
  const { status, body } = await driver.send('officer', 'POST', '/api/people', {
    name,
    idNumber,
    hukou: { kind: 'rural', region },
  });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.personId;
};
const leadsFromOutside = async (driver: Driver): Promise<readonly any[]> => {
  await driver.app.system.readModels.waitForAll(20_000);
  const { rows } = await driver.caseload('bureauLeader', 'type=outreach-lead&limit=100');
  return rows.filter(({ scheme }: { scheme: string }) => scheme === 'crossRegion');
};
const threadOf = async (driver: Driver, caseId: string, type: string): Promise<string> => {
  for await (const event of driver.app.system.store.read(caseId))
    if (event.type === type) return event.metadata.correlationId;
  throw new Error(`no ${type}`);
};
const entries = (driver: Driver, thread: string) => {
  const { regions } = driver.app.system.exchange ?? {};
  if (regions === undefined) throw new Error('no regions');
  return regions.threads.entries(thread);
};
/** Each message of the thread as one side recorded it: what it sent, or what it took. */
const told = (all: Awaited<ReturnType<typeof entries>>, act: 'sent' | 'taken') =>
  all.filter((entry) => entry.act === act).map(({ kind, messageId, digest }) => ({ kind, messageId, digest }));

describeWhen(noBroker === undefined, noBroker ?? '', 'two regions over one Kafka', () => {
  let broker: TestBroker;
  let both: TwoRegions | undefined;
  let prefix: string;
  beforeAll(async () => {
    broker = await startBroker();
  }, 180_000);
  afterEach(async () => {
    await both?.stop();
    both = undefined;
  });
  afterAll(() => broker?.stop());

  const start = async (name: keyof typeof others, at: string): Promise<TwoRegions> => {
    prefix = ownPrefix();
    both = await startTwoRegions(broker.brokers, prefix, name, at);
    return both;
  };
  /** The thread is the same from both ends, message by message, with the same digests. */
  const agree = async ({ yubei, other }: TwoRegions, thread: string): Promise<readonly string[]> => {
    const [here, there] = await Promise.all([entries(yubei, thread), entries(other, thread)]);
    expect(told(there, 'taken')).toEqual(told(here, 'sent'));
    expect(told(here, 'taken')).toEqual(told(there, 'sent'));
    return told(here, 'sent')
      .concat(told(here, 'taken'))
      .map(({ kind }) => kind);
  };
  const onRegionTopics = async (): Promise<string> => {
    const all = await Promise.all(
      ['yubei', ...Object.keys(others)].map((installation) =>
        allOf(broker.brokers, topicOf({ prefix, installation }, 'regions')),
      ),
    );
    return all
      .flat()
      .map(({ text, key }) => key + text)
      .join('\n');
  };

  /** A check of one household at the other region. */
  const asksFor = async (driver: Driver, checkId: string): Promise<string> => {
    const household = await driver.household(1);
    const caseId = await driver.lodgeDibao(household);
    await driver.does('officer', caseId, 'RequestMutualCheck', {
      checkId,
      region: others.linshui.region,
      counterpartOffice: others.linshui.bureauName,
      persons: [household.applicant],
      purpose: '低保核查',
      consent: { signedBy: [household.applicant], signedOn: '2026-09-14' },
      expiresOn: '2026-09-30',
    });
    return caseId;
  };
  const deadLetterOf = async ({ app }: Driver) => {
    const letters = await until(
      'it is given up',
      async () => (await app.system.exchange?.inbox.deadLetters(10)) ?? [],
      (all) => all.length > 0,
    );
    return letters[0];
  };

  it('AC-13: an emergency of a 邻水 family is led by 渝北; a late answer holds nothing up and warns both of duplicate aid', async () => {
    const two = await start('linshui', '2026-09-14 09:00');
    const { yubei, other: linshui } = two;
    const { caseId: theirs, household } = await linshui.grantDibao({ size: 1, on: '2026-08-03' });
    const known = await linshui.app.system.people.get(household.applicant);
    const idNumber = known?.idNumber ?? '';
    const name = known?.name ?? '';
    two.at('2026-09-14 09:00');
    // 邻水 does not answer: its workers are down.
    await linshui.app.worker.stop();

    const applicant = await registers(yubei, name, idNumber, others.linshui.region);
    const child = await registers(yubei, '邓小宝', newIdNumber('2015-04-01'), others.linshui.region);
    const { body } = await yubei.open('officer', {
      office: town,
      area: village,
      settlement: 'urban',
      scheme: 'temporaryRelief',
      kind: 'emergency',
      channel: 'counter',
      applicant: { personId: applicant, name, hukouRegion: others.linshui.region },
      members: [
        { personId: child, name: '邓小宝', relation: 'child', hukouRegion: others.linshui.region, hukouKind: 'rural' },
      ],
      reason: '途经渝北发生交通事故',
      incident: { place: '渝邻高速渝北段', cause: 'accident' },
    });
    const caseId: string = body.caseId;
    await yubei.does('officer', caseId, 'RequestMutualCheck', {
      checkId: 'check-1',
      region: others.linshui.region,
      counterpartOffice: others.linshui.bureauName,
      persons: [applicant, child],
      purpose: '急难救助重复救助核查',
      consent: { signedBy: [applicant], signedOn: '2026-09-14' },
      expiresOn: '2026-10-31',
    });
    await yubei.does('officer', caseId, 'PayFirstRelief', {
      advanceId: `advance-${caseId}`,
      amountFen: 100_000,
      method: 'cash',
      reason: '就医',
    });
    await yubei.does('officer', caseId, 'AcceptApplication');
    await yubei.does('officer', caseId, 'CalculateBenefit', {
      request: {
        scheme: 'temporaryRelief',
        kind: 'emergency',
        persons: 2,
        perCapitaIncomeFen: 0,
        necessarySpendingFen: 800_000,
        alreadyPaidFen: 100_000,
      },
    });
    await yubei.does('officer', caseId, 'GiveReviewOpinion', { opinion: 'grant', reasons: '急难属实' });
    await yubei.does('officer', caseId, 'SubmitFile');
    await yubei.does('leader', caseId, 'ConfirmGrant');
    two.at('2026-09-22 09:00');
    expect(await yubei.clock(caseId, 'mutualCheckReply')).toMatchObject({ state: 'overdue' });
    const { amountFen } = await yubei.case(caseId);

    two.at('2026-10-12 09:00');
    const worker = await startWorker(linshui.app.system, () => undefined);
    await two.settled();
    const alerted = await yubei.case(caseId);
    expect(alerted).toMatchObject({ stage: 'granted', amountFen });
    expect(alerted.state.shared.flags).toEqual(['duplicateAid']);
    expect(alerted.state.own.duplicateAid).toMatchObject([{ alertId: 'check-1', region: others.linshui.region }]);
    const theirCase = await linshui.case(theirs);
    expect(theirCase).toMatchObject({ stage: 'granted' });
    expect(theirCase.state.shared.flags).toEqual(['duplicateAid']);
    expect(theirCase.state.own.duplicateAid).toMatchObject([{ alertId: 'check-1', region: '重庆市渝北区' }]);
    expect(await yubei.clock(caseId, 'mutualCheckReply')).toMatchObject({ state: 'late' });

    const [lead] = await leadsFromOutside(linshui);
    const page = await linshui.case(lead.caseId);
    expect(page.links).toMatchObject([{ caseId, kind: 'region', region: '重庆市渝北区' }]);
    const notes = (await linshui.history(lead.caseId, 'bureauLeader')).filter(({ type }) => type === 'NoteAdded');
    expect(notes.map(({ data }) => data.text)).toEqual([
      expect.stringMatching(/先行救助1000元$/),
      expect.stringMatching(/临时救助\d+元$/),
    ]);

    const verdict = { alertId: 'check-1', confirmed: true, findings: '同一事故' };
    await yubei.does('bureauOfficer', caseId, 'VerifyDuplicateAid', verdict);
    await linshui.does('bureauOfficer', theirs, 'VerifyDuplicateAid', verdict);
    const thread = await threadOf(yubei, `reliefApplication-${caseId}`, 'MutualCheckRequested');
    expect(await agree(two, thread)).toEqual([
      'mutual-check.asked.v1',
      'relief.given.v1',
      'relief.given.v1',
      'mutual-check.answered.v1',
    ]);
    const travelled = await onRegionTopics();
    expect(travelled).toContain(thread);
    for (const secret of [name, '邓小宝', idNumber, caseId, 'check-1']) expect(travelled).not.toContain(secret);
    await worker.stop();
  }, 180_000);

  it('a check of persons nobody here aids is answered by the people who look into it', async () => {
    const two = await start('linshui', '2026-09-14 09:00');
    const { yubei, other: linshui } = two;
    const caseId = await asksFor(yubei, 'check-2');
    await two.settled();
    const [lead] = await leadsFromOutside(linshui);
    await linshui.doesTo('outreach-lead', 'bureauOfficer', lead.caseId, 'TriageLead', { matter: 'governmentMatter' });
    await linshui.doesTo('outreach-lead', 'bureauOfficer', lead.caseId, 'DismissLead', {
      ground: 'unfounded',
      reasons: '经查无救助记录',
    });
    await linshui.doesTo('outreach-lead', 'bureauOfficer', lead.caseId, 'TellInformant', {
      toldOn: '2026-09-14',
      by: 'phone',
      answer: '已告知',
    });
    await two.settled();
    const reply = (await yubei.history(caseId, 'bureauLeader')).find(({ type }) => type === 'MutualCheckReplied');
    expect(reply.data).toMatchObject({ checkId: 'check-2', found: 'none', content: '经查无救助记录' });
    const thread = await threadOf(yubei, `reliefApplication-${caseId}`, 'MutualCheckRequested');
    expect(await agree(two, thread)).toEqual(['mutual-check.asked.v1', 'mutual-check.answered.v1']);
    expect((await yubei.app.system.health()).exchange?.inbox.dead).toBe(0);
  }, 120_000);

  it('a message about a person who was erased meanwhile is not sent, and the thread says so', async () => {
    const { yubei } = await start('linshui', '2026-09-14 09:00');
    const household = await yubei.household(1);
    const caseId = await yubei.lodgeDibao(household);
    await until('all is told', () => everythingTold(yubei.app.system));
    await yubei.app.worker.stop();
    await yubei.does('officer', caseId, 'RequestMutualCheck', {
      checkId: 'check-3',
      region: others.linshui.region,
      counterpartOffice: others.linshui.bureauName,
      persons: [household.applicant],
      purpose: '低保核查',
      consent: { signedBy: [household.applicant], signedOn: '2026-09-14' },
      expiresOn: '2026-09-30',
    });
    const untold = async (): Promise<readonly string[]> => {
      const figures = await yubei.app.system.metrics.registry.metrics();
      return [...figures.matchAll(/^outbox_waiting_(?:events|seconds) (\S+)$/gm)].map(([, figure = '']) => figure);
    };
    yubei.at('2026-09-14 09:05');
    // Nobody tells departments or regions now: the check waits for both.
    await until('what waits for the region is counted', untold, ([events]) => events === '2');
    expect(Number((await untold())[1])).toBeGreaterThanOrEqual(300);
    await yubei.app.system.vault.destroyKey(`person-${household.applicant}`);
    const worker = await startWorker(yubei.app.system, () => undefined);
    const thread = await threadOf(yubei, `reliefApplication-${caseId}`, 'MutualCheckRequested');
    const [entry] = await until(
      'the thread says so',
      () => entries(yubei, thread),
      (all) => all.length > 0,
    );
    expect(entry).toMatchObject({ act: 'not-sent', kind: 'MutualCheckRequested', caseId, to: undefined });
    await worker.stop();
  }, 120_000);

  it('a check that comes after its last day of use is refused, by the thread on the receiving side too, and opens nothing', async () => {
    const two = await start('linshui', '2026-09-14 09:00');
    const { yubei, other: linshui } = two;
    await linshui.app.worker.stop();
    const caseId = await asksFor(yubei, 'check-4');
    two.at('2026-10-01 09:00');
    const worker = await startWorker(linshui.app.system, () => undefined);
    const dead = await deadLetterOf(linshui);
    expect(dead).toMatchObject({ reason: 'mutual-check-expired', source: '/caseflow/yubei' });
    expect(await leadsFromOutside(linshui)).toEqual([]);
    const thread = await threadOf(yubei, `reliefApplication-${caseId}`, 'MutualCheckRequested');
    const [[sent], [refused]] = await Promise.all([entries(yubei, thread), entries(linshui, thread)]);
    expect(refused).toMatchObject({ act: 'refused', reason: 'mutual-check-expired', digest: sent?.digest });
    await worker.stop();
  }, 120_000);

  it('what comes from a region that is no partner is refused unread', async () => {
    const { yubei, other: linshui } = await start('linshui', '2026-09-14 09:00');
    const { regions } = linshui.app.system.exchange ?? {};
    const strangers = (regions?.settings.partners ?? []).map((one) => ({ ...one, installation: 'stranger' }));
    Object.assign(regions?.settings ?? {}, { partners: strangers });
    await asksFor(yubei, 'check-5');
    expect(await deadLetterOf(linshui)).toMatchObject({ reason: 'unknown-region' });
    expect(await leadsFromOutside(linshui)).toEqual([]);
  }, 120_000);

  it('a matter of one partner is answered by no other, and no signed message is taken under another name', async () => {
    const two = await start('linshui', '2026-09-14 09:00');
    const { yubei, keys } = two;
    const { system } = yubei.app;
    const { regions } = system.exchange ?? {};
    if (regions === undefined) throw new Error('no regions');
    const caseId = await asksFor(yubei, 'check-8');
    await two.settled();
    const thread = await threadOf(yubei, `reliefApplication-${caseId}`, 'MutualCheckRequested');
    const outsider = await newKeys();
    const [partner] = regions.settings.partners;
    if (partner === undefined) throw new Error('no partner');
    const { encryptionKey, signatureKey } = outsider;
    const second = { ...partner, installation: 'outsider', stations: [], encryptionKey, signatureKey };
    Object.assign(regions.settings, { partners: [partner, second] });
    const answer = async (from: string, signing: Keys, id?: string) => {
      const message: RegionMessage = {
        kind: 'mutual-check.answered.v1',
        messageId: randomUUID(),
        thread,
        from,
        to: 'yubei',
        sentAt: system.clock.now(),
        caseId: 'theirs',
        checkId: 'check-8',
        found: 'none',
        content: '经查无救助记录',
      };
      const sealed = await sealMessage(message, signing, { encryptionKey: keys.yubei.encryptionKey });
      const envelope = { id: id ?? message.messageId, source: `/caseflow/${from}`, time: undefined };
      const type = 'caseflow.region.message.v1';
      const desk = regionDesk(system, regions);
      return regions.take({ ...envelope, type, data: { from, ...sealed } }, desk, randomUUID());
    };
    expect(await answer('outsider', outsider)).toEqual({ settled: 'early', reason: 'no-such-thread' });
    expect(await answer('linshui', keys.other, 'another-id')).toEqual({ settled: 'refused', reason: 'not-as-signed' });
    expect(await yubei.eventTypes(caseId)).not.toContain('MutualCheckReplied');
    expect(await answer('linshui', keys.other)).toMatchObject({ settled: 'taken', caseId });
  }, 120_000);

  it('the answer to a message that was given up holds up no other answer, and the thread says that it was not sent', async () => {
    const two = await start('linshui', '2026-09-14 09:00');
    const { yubei, other: linshui } = two;
    const { people } = linshui.app.system;
    const search = people.search.bind(people);
    people.search = () => Promise.reject(new Error('a fault of our own'));
    const given = await asksFor(yubei, 'check-6');
    // Its lead is there, the search for what the persons receive is not.
    expect(await deadLetterOf(linshui)).toMatchObject({ reason: 'cannot-be-worked-on' });
    people.search = search;
    const answers = async (): Promise<void> => {
      for (const { caseId, open } of await leadsFromOutside(linshui)) {
        if (open === false) continue;
        await linshui.doesTo('outreach-lead', 'bureauOfficer', caseId, 'TriageLead', { matter: 'governmentMatter' });
        const reasons = { ground: 'unfounded', reasons: '经查无救助记录' };
        await linshui.doesTo('outreach-lead', 'bureauOfficer', caseId, 'DismissLead', reasons);
      }
    };
    await answers();
    const asked = await asksFor(yubei, 'check-7');
    await until(
      'the next is brought to a desk',
      () => leadsFromOutside(linshui),
      (all) => all.length === 2,
    );
    await answers();
    await until(
      'the next is answered',
      () => yubei.eventTypes(asked),
      (types) => types.includes('MutualCheckReplied'),
    );
    const thread = await threadOf(yubei, `reliefApplication-${given}`, 'MutualCheckRequested');
    expect(await entries(linshui, thread)).toMatchObject([
      { act: 'not-sent', kind: 'LeadDismissed', reason: 'asked-message-not-taken', to: 'yubei' },
    ]);
  }, 180_000);

  it('AC-14: a child of 华蓥 is accepted in 渝北, decided in 华蓥 by its own desks, and told in 渝北', async () => {
    const two = await start('huaying', '2026-10-10 09:00');
    const { yubei, other: huaying } = two;
    const idNumber = newIdNumber('2015-06-01');
    const personId = await registers(yubei, '唐小朵', idNumber, others.huaying.region);
    const { body } = await yubei.open('officer', {
      office: town,
      area: village,
      settlement: 'urban',
      scheme: 'childBenefit',
      channel: 'onBehalf',
      applicant: { personId, name: '唐小朵', hukouRegion: others.huaying.region },
      members: [],
      representative: { name: '唐奶奶', relation: '祖母' },
      reason: '父亲死亡,母亲失联',
    });
    const caseId: string = body.caseId;
    await yubei.does('officer', caseId, 'AcceptApplication');
    expect(await yubei.clock(caseId, 'hukouEntry')).toMatchObject({ dueOn: '2026-10-14' });
    expect(await yubei.command('bureauLeader', caseId, 'ConfirmGrant')).toMatchObject({
      body: { reason: 'decided-by-hukou-office' },
    });
    two.at('2026-10-13 09:00');
    await yubei.does('officer', caseId, 'ForwardToHukouOffice', {
      counterpartOffice: '华蓥市双河街道办事处',
      reference: '川渝通办2026-17',
      papers: ['application', 'deathCertificate'],
    });
    await two.settled();

    const [lead] = await leadsFromOutside(huaying);
    const opened = (await huaying.history(lead.caseId, 'bureauLeader'))[0];
    const theirPerson = opened.data.person.personId;
    expect((await huaying.app.system.people.get(theirPerson))?.idNumber).toBe(idNumber);
    await huaying.doesTo('outreach-lead', 'officer', lead.caseId, 'TriageLead', { matter: 'governmentMatter' });
    const { body: lodged } = await huaying.open('officer', {
      office: town,
      area: village,
      settlement: 'rural',
      scheme: 'childBenefit',
      channel: 'onBehalf',
      applicant: { personId: theirPerson, name: '唐小朵', hukouRegion: others.huaying.region },
      members: [],
      representative: { name: '唐奶奶', relation: '祖母' },
      reason: '川渝通办转来',
      linkedTo: [{ caseId: lead.caseId, kind: 'lead' }],
    });
    await huaying.doesTo('outreach-lead', 'officer', lead.caseId, 'ConvertLead');
    const theirs: string = lodged.caseId;
    await huaying.does('officer', theirs, 'AcceptApplication');
    expect(await huaying.clock(theirs, 'childTownCheck')).toMatchObject({ state: 'running' });
    await huaying.does('officer', theirs, 'RecordDocumentsCheck', {
      checkedOn: '2026-10-13',
      records: ['civilAffairs', 'police'],
      outcome: 'complete',
      findings: '父亲死亡、母亲失联均有记录',
    });
    await huaying.does('officer', theirs, 'CalculateBenefit', {
      request: { scheme: 'childBenefit', personId: theirPerson, parents: ['dead', 'missing'], form: 'dispersed' },
    });
    await huaying.does('officer', theirs, 'GiveReviewOpinion', { opinion: 'grant', reasons: '符合' });
    two.at('2026-10-26 09:00');
    await huaying.does('officer', theirs, 'SubmitFile');
    await two.settled();
    expect(await yubei.clock(caseId, 'hukouTownStage')).toMatchObject({ state: 'met' });
    expect(await yubei.clock(caseId, 'hukouDistrictStage')).toMatchObject({ state: 'running', nature: 'internal' });

    two.at('2026-11-12 09:00');
    await huaying.does('bureauLeader', theirs, 'ConfirmGrant');
    await two.settled();
    expect(await yubei.case(caseId)).toMatchObject({ stage: 'telling' });
    const answered = (await yubei.history(caseId, 'bureauLeader')).findLast(
      ({ type }) => type === 'HukouOfficeAnswered',
    );
    expect(answered.data).toMatchObject({ outcome: 'granted', content: expect.stringContaining('每月1477元') });
    expect(await yubei.clock(caseId, 'hukouResultTold')).toMatchObject({ dueOn: '2026-11-17', state: 'running' });
    await yubei.does('officer', caseId, 'TellHukouAnswer', { toldOn: '2026-11-12', channel: 'inPerson' });
    expect(await yubei.case(caseId)).toMatchObject({ stage: 'answered', open: false });
    for (const side of [yubei, huaying])
      expect(JSON.stringify((await side.get(undefined, '/api/public-notices')).body)).not.toContain('唐');
    const thread = await threadOf(yubei, `reliefApplication-${caseId}`, 'ForwardedToHukouOffice');
    expect(await agree(two, thread)).toEqual([
      'child-benefit.forwarded.v1',
      'child-benefit.answered.v1',
      'child-benefit.answered.v1',
    ]);
  }, 180_000);

  it('AC-28: 华蓥 refuses, both bureaus have to settle it, and the hand-over is over when both stations signed', async () => {
    const two = await start('huaying', '2026-09-01 09:00');
    const { yubei, other: huaying } = two;
    const transients = TransientDriver.on(yubei);
    const { caseId } = await transients.knownInStation('何志远');
    await transients.does('stationOfficer', caseId, 'ArrangeReturn', {
      mode: 'escorted',
      receiver: 'station',
      destination: '四川省华蓥市',
      escorts: ['jiang.tao', 'ye.qing'],
    });
    const offer = (handOverId: string) => ({ handOverId, stationId: 'station-huaying', plannedOn: '2026-09-10' });
    await transients.does('stationOfficer', caseId, 'OfferHandOverToStation', offer('h1'));
    await two.settled();
    two.at('2026-09-02 09:00');
    const [first] = await leadsFromOutside(huaying);
    const lead = (command: string, fields: object = {}, id = first.caseId) =>
      huaying.doesTo('outreach-lead', 'stationOfficer', id, command, fields);
    await lead('TriageLead', { matter: 'governmentMatter' });
    await lead('DismissLead', { ground: 'notOurMatter', reasons: '称户籍已迁出' });
    await two.settled();
    const [refused, escalated] = (await yubei.history(caseId, 'stationOfficer')).slice(-2);
    expect(refused).toMatchObject({ type: 'StationHandOverRefused', data: { reason: '称户籍已迁出' } });
    expect(escalated).toMatchObject({ type: 'HandOverEscalated', data: { to: ['bureau', '华蓥市民政局'] } });
    expect(await transients.returnRate('2026-09', '2026-09')).toMatchObject({ pending: [{ caseId }] });
    const brought = await leadsFromOutside(huaying);
    expect(brought.filter(({ office }) => (office.officeId ?? office) === 'bureau')).toHaveLength(1);

    two.at('2026-09-10 09:00');
    await transients.does('stationOfficer', caseId, 'OfferHandOverToStation', offer('h2'));
    await two.settled();
    const before = new Set(brought.map((one) => one.caseId));
    const second = (await leadsFromOutside(huaying)).find((one) => !before.has(one.caseId));
    const theirs = TransientDriver.on(huaying);
    const personId = await huaying.person('何志远', '1976-04-05');
    const theirCase = await theirs.opens('stationOfficer', {
      ...theirs.request(personId, { name: '何志远', arrival: 'self' }),
      linkedTo: [{ caseId: second.caseId, kind: 'lead' }],
    });
    await lead('TriageLead', { matter: 'governmentMatter' }, second.caseId);
    await lead('ConvertLead', {}, second.caseId);
    await two.settled();
    const back = { returnedOn: '2026-09-10' };
    expect(await transients.refusal('stationOfficer', caseId, 'RecordReturn', back)).toBe(
      'hand-over-not-signed-by-both',
    );
    const ours = { handOverId: 'h2', side: 'ours', signedBy: '蒋涛', signedOn: '2026-09-10' };
    await transients.does('stationOfficer', caseId, 'SignHandOver', ours);
    await transients.does('stationOfficer', caseId, 'RecordReturn', back);
    await two.settled();
    const history = await yubei.history(caseId, 'stationOfficer');
    expect(
      history.find(({ type, data }) => type === 'StationHandOverSigned' && data.side === 'theirs').data,
    ).toMatchObject({
      signedBy: '渝北区救助管理站 蒋涛',
      theirCase,
    });
    expect((await yubei.case(caseId, 'stationOfficer')).links).toMatchObject([
      { caseId: theirCase, kind: 'region', region: others.huaying.region },
    ]);
    const notes = (await huaying.history(second.caseId, 'stationOfficer')).filter(({ type }) => type === 'NoteAdded');
    expect(notes.map(({ data }) => data.text)).toEqual([expect.stringContaining('蒋涛')]);
    const offered: string[] = [];
    for await (const { type, metadata } of yubei.app.system.store.read(`transientAssistance-${caseId}`))
      if (type === 'StationHandOverOffered') offered.push(metadata.correlationId);
    expect(await agree(two, offered[0] ?? '')).toEqual([
      'hand-over.offered.v1',
      'hand-over.escalated.v1',
      'hand-over.refused.v1',
    ]);
    expect(await agree(two, offered[1] ?? '')).toEqual([
      'hand-over.offered.v1',
      'hand-over.signed.v1',
      'hand-over.signed.v1',
    ]);
    const travelled = await onRegionTopics();
    for (const secret of ['何志远', '蒋涛', '迁出']) expect(travelled).not.toContain(secret);
  }, 180_000);
});
