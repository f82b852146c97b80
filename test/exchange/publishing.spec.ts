import { randomUUID } from 'node:crypto';
import { type CloudEvent, Kafka as KafkaBinding } from 'cloudevents';
import { caseTypes } from '#case-types';
import { personalPaths, restrictedPaths } from '#kernel';
import { HeadsTopic, Sender, published, publishedFacts, topicOf, withheld } from '#exchange';
import { Driver, town, village } from '../acceptance/driver.js';
import { type TestBroker, noBroker, ownPrefix, startBroker } from '../kafka.js';
import { describeWhen } from '../skip.js';
import { allOf, strangerTo, withoutRepeats } from './reading.js';
import { everythingTold, until } from './waiting.js';

describe('the allow-list', () => {
  const open = caseTypes.filter(({ access }) => access === undefined);

  it('holds case types that are open to everyone whose office they belong to, and no restricted one', () => {
    expect(Object.keys(published)).toEqual(open.map(({ type }) => type));
  });

  it.each(open.map((room) => [room.type, room] as const))('decides every event of %s', (type, room) => {
    const told = Object.keys(published[type as keyof typeof published]);
    const kept = withheld[type as keyof typeof withheld];
    expect([...told, ...kept].sort()).toEqual(Object.keys(room.events).sort());
    expect(told.filter((event) => kept.includes(event))).toEqual([]);
  });

  it.each(open.map((room) => [room.type, room] as const))('names only fields of %s that may be told', (type, room) => {
    for (const [event, fields] of Object.entries<readonly string[]>(published[type as keyof typeof published])) {
      const schema = room.events[event];
      if (schema === undefined) throw new Error(event);
      const secret = [...personalPaths(schema), ...restrictedPaths(schema).map(({ path }) => path)].map(
        ([first]) => first,
      );
      const shape = Object.keys((schema as unknown as { shape: object }).shape);
      expect(fields.filter((field) => !shape.includes(field) || secret.includes(field))).toEqual([]);
    }
  });

  it('names no persons and no officials', () => {
    const naming = /^(personId|persons|person|members|household|officers?|assignee|signedBy|approver|user|keptBy)$/;
    const told = [
      ...Object.values(published).flatMap((events) => Object.values(events)),
      ...Object.values(publishedFacts),
    ];
    expect(told.flat().filter((field) => naming.test(field))).toEqual([]);
  });
});

describeWhen(noBroker === undefined, noBroker ?? '', 'what is recorded of cases', () => {
  let broker: TestBroker;
  let driver: Driver;
  const names = { prefix: ownPrefix(), installation: 'yubei' };
  beforeAll(async () => {
    broker = await startBroker();
    driver = await Driver.start(undefined, { exchange: { brokers: [broker.brokers], ...names } });
  }, 180_000);
  afterAll(async () => {
    await driver?.stop();
    await broker?.stop();
  });

  const allTold = () => until('the outbox is empty', () => everythingTold(driver.app.system));
  const onTopic = () => allOf(broker.brokers, topicOf(names, 'cases'));

  it('goes out once, in order for each case, as CloudEvents, with nothing personal in it', async () => {
    const { caseId, household } = await driver.grantDibao();
    const other = await driver.lodgeDibao(await driver.household(1));
    await driver.app.worker.tick();
    await allTold();
    const messages = await onTopic();
    const ofCase = messages.filter(({ key }) => key === caseId);
    const history = await driver.history(caseId);
    const expected = history.filter(({ type }) => Object.hasOwn(published['relief-application'], type));
    const told = ofCase.filter(({ value }) => !value.type.startsWith('caseflow.clock.'));
    expect(told.map(({ value }) => value.type)).toEqual(
      expected.map(({ type }) => `caseflow.relief-application.${type}.v1`),
    );
    expect(withoutRepeats(messages)).toHaveLength(messages.length);
    expect(new Set(ofCase.map(({ partition }) => partition)).size).toBe(1);
    expect(messages.some(({ key }) => key === other)).toBe(true);

    const granted = told.find(({ value }) => value.type.includes('GrantConfirmed'));
    if (granted === undefined) throw new Error('no grant');
    const event = KafkaBinding.toEvent({
      headers: granted.headers,
      value: granted.text,
      key: granted.key,
    } as never) as CloudEvent<object>;
    expect(event).toMatchObject({
      specversion: '1.0',
      source: '/caseflow/yubei',
      subject: caseId,
      partitionkey: caseId,
      datacontenttype: 'application/json',
      data: { caseType: 'relief-application', amountFen: 100_500, by: { role: 'bureauLeader', office: 'bureau' } },
    });
    const ids: string[] = [];
    for await (const { id } of driver.app.system.store.read(`reliefApplication-${caseId}`)) ids.push(id);
    expect(ids).toContain(event.id);

    const everything = messages.map(({ text }) => text).join('\n');
    for (const secret of [
      '陈建国',
      '13900001234',
      '武陵路',
      ...household.others,
      household.applicant,
      '$sealed',
      'yang.liu',
    ])
      expect(everything).not.toContain(secret);
  });

  it('goes out however much of one case was recorded at once, though Kafka takes no more than so many bytes', async () => {
    const caseId = randomUUID();
    const papers = Array.from({ length: 100 }, (_, n) => `a paper with a long name, number ${n}`);
    const metadata = {
      actor: { user: 'zhang.wei', role: 'townOfficer', office: town },
      occurredAt: driver.app.clock.now(),
      commandId: caseId,
      correlationId: caseId,
    };
    const event = { type: 'ApplicationHandedUp', schemaVersion: 1, data: { papers }, metadata };
    const options = { commandId: caseId };
    await driver.app.system.store.append(
      `reliefApplication-${caseId}`,
      'none',
      Array<typeof event>(400).fill(event),
      options,
    );
    await allTold();
    const told = withoutRepeats((await onTopic()).filter(({ key }) => key === caseId));
    expect(told.map(({ value }) => Number(value.sequence))).toEqual(Array.from({ length: 400 }, (_, n) => n + 1));
  });

  it('tells facts of the clocks of such cases in their place', async () => {
    driver.at('2026-11-02 09:00');
    const caseId = await driver.lodgeDibao(await driver.household(1));
    driver.at('2027-01-04 09:00');
    await driver.settle();
    await driver.app.worker.tick();
    await allTold();
    const breaches = (await onTopic()).filter(
      ({ key, value }) => key === caseId && value.type === 'caseflow.clock.DeadlineBreached.v1',
    );
    expect(breaches).not.toEqual([]);
    expect(breaches[0]?.value.data).toMatchObject({ caseType: 'relief-application', office: town });
  });

  it('says nothing of restricted case types, not even that there is such a case or that its clock ran out', async () => {
    driver.at('2027-01-04 09:00');
    const lead = await driver.opens('outreach-lead', 'village', {
      type: 'ReceiveLead',
      channel: 'committeeVisit',
      office: town,
      area: village,
      place: '龙溪街道桥下',
      content: '一名老人露宿',
      urgency: 'cold',
    });
    driver.at('2027-01-08 09:00');
    await driver.settle();
    await driver.app.worker.tick();
    expect(await driver.app.system.desks.clockFacts(lead)).not.toEqual([]);
    await allTold();
    const everything = (await onTopic()).map(({ text }) => text).join('\n');
    expect(everything).not.toContain(lead);
    expect(everything).not.toContain('outreach-lead');
  });

  it('tells of signed heads, which are the anchors of verification elsewhere', async () => {
    const head = await driver.app.system.audit.makeHead();
    const heads = await allOf(broker.brokers, topicOf(names, 'heads'));
    expect(heads.at(-1)?.value).toMatchObject({ type: 'caseflow.audit.TreeHeadSigned.v1', data: head });
    const kept = await driver.app.system.audit.heads.page(0, 1_000);
    expect(heads.map(({ value }) => value.data)).toEqual(kept.map((one) => one.head));
  });

  it('takes the topic of heads for away, and not for empty, when what stands there last is no head', async () => {
    const producer = strangerTo(broker.brokers).producer();
    await producer.connect();
    await producer.send({ topic: topicOf(names, 'heads'), messages: [{ value: 'no head' }] });
    await producer.disconnect();
    const kafka = strangerTo(broker.brokers);
    const heads = new HeadsTopic(kafka, new Sender(kafka), topicOf(names, 'heads'), '/caseflow/yubei');
    await expect(heads.last()).rejects.toThrow('The topic of tree heads cannot be read');
  });

  it('shows its lag in health and metrics', async () => {
    await allTold();
    const { exchange } = await driver.app.system.health();
    expect(exchange).toMatchObject({ outbox: { waiting: 0, waitingSince: undefined, trouble: undefined } });
    const metrics = await driver.app.system.metrics.registry.metrics();
    expect(metrics).toMatch(/^outbox_waiting_events 0$/m);
    expect(metrics).toMatch(/^outbox_waiting_seconds 0$/m);
  });
});
