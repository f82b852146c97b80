import { randomUUID } from 'node:crypto';
import type { Kafka, Producer } from 'kafkajs';
import { type TopicName, topicOf } from '#exchange';
import { Driver, newIdNumber, town, village } from '../acceptance/driver.js';
import { TransientDriver } from '../acceptance/transient-driver.js';
import { type TestBroker, noBroker, ownPrefix, startBroker } from '../kafka.js';
import { describeWhen } from '../skip.js';
import { allOf, strangerTo } from './reading.js';
import { until } from './waiting.js';

describeWhen(noBroker === undefined, noBroker ?? '', 'what other departments send', () => {
  let broker: TestBroker;
  let driver: Driver;
  let kafka: Kafka;
  let producer: Producer;
  const names = { prefix: ownPrefix(), installation: 'yubei' };
  beforeAll(async () => {
    broker = await startBroker();
    driver = await Driver.start('2026-09-14 09:00', { exchange: { brokers: [broker.brokers], ...names } });
    kafka = strangerTo(broker.brokers);
    producer = kafka.producer();
    await producer.connect();
    const admin = kafka.admin();
    await admin.connect();
    await until('the topics are there', async () => (await admin.listTopics()).includes(topicOf(names, 'leads')));
    await admin.disconnect();
  }, 180_000);
  afterAll(async () => {
    await producer?.disconnect();
    await driver?.stop();
    await broker?.stop();
  });

  const sendText = (topic: TopicName, value: string): Promise<unknown> =>
    producer.send({ topic: topicOf(names, topic), messages: [{ value }] });
  const cloudEvent = (type: string, data: object, more: object = {}): object => ({
    specversion: '1.0',
    id: randomUUID(),
    source: '/departments/test',
    type,
    data,
    ...more,
  });
  const send = async (topic: TopicName, event: object): Promise<void> => {
    await sendText(topic, JSON.stringify(event));
  };
  const counts = async () => (await driver.app.system.health()).exchange?.inbox ?? { taken: 0, dead: 0, repeats: 0 };
  const taken = async (since: number, count = 1): Promise<void> => {
    await until('it is taken', counts, (now) => now.taken >= since + count);
  };
  const deadLetters = async () => (await driver.app.system.exchange?.inbox.deadLetters(100)) ?? [];
  const deadLetter = (reason: string) =>
    until(`a dead letter: ${reason}`, deadLetters, (letters) =>
      letters.some((letter) => letter.reason === reason),
    ).then((letters) => letters.find((letter) => letter.reason === reason));

  const hotline = (ticket: string, more: object = {}): object => ({
    channel: 'hotline',
    office: town,
    area: village,
    place: '龙溪街道菜市场',
    content: '一位老人连续两天没有开门',
    ticket,
    informant: { name: '热心邻居', phone: '13500000000' },
    ...more,
  });
  const leads = async (): Promise<readonly any[]> => {
    await driver.app.system.readModels.waitForAll(20_000);
    return (await driver.caseload('officer', 'type=outreach-lead&limit=100')).rows;
  };

  it('a hotline ticket becomes a lead of its time, once, however often it comes', async () => {
    const { taken: before } = await counts();
    const event = cloudEvent('caseflow.lead.reported.v1', hotline('12345-1'), { time: '2026-09-14T00:30:00Z' });
    await send('leads', event);
    await send('leads', event);
    await taken(before);
    await until('the repeat is counted', counts, ({ repeats }) => repeats > 0);
    const rows = await leads();
    expect(rows).toHaveLength(1);
    const [received] = await driver.history(rows[0].caseId, 'officer');
    expect(received).toMatchObject({
      type: 'LeadReceived',
      occurredAt: '2026-09-14T00:30:00.000Z',
      data: { channel: 'hotline', ticket: '12345-1', informantSealed: true },
      actor: { user: 'lead.reported', role: 'system' },
    });
    expect(JSON.stringify(received)).not.toContain('热心邻居');
  });

  it('nothing of a long report is left out, not even whom it is about', async () => {
    const { taken: before } = await counts();
    const earlier = new Set((await leads()).map(({ caseId }) => caseId));
    const person = { name: '走失老人', idNumber: newIdNumber('1941-02-03') };
    const content = '长'.repeat(3_990) + '。'.repeat(10);
    await send('leads', cloudEvent('caseflow.lead.reported.v1', hotline('long-1', { content, person })));
    await taken(before);
    const row = (await leads()).find(({ caseId }) => !earlier.has(caseId));
    const said = (await driver.history(row.caseId, 'officer')).map(({ data }) => data.content ?? data.text);
    expect(said.join('')).toBe(`${content}\n当事人:${person.name}(${person.idNumber})`);
  });

  it('a means-test result that comes before its case has asked waits for it; one that never fits is given up', async () => {
    const household = await driver.household(1);
    const caseId = await driver.lodgeDibao(household);
    const { taken: before } = await counts();
    const answer = (requestId: string): object =>
      cloudEvent('caseflow.means-test.answered.v1', { caseId, requestId, outcome: 'consistent', findings: '一致' });
    await send('meansTests', answer('mt-early'));
    await send('meansTests', answer('mt-never'));
    await until('both wait', counts, (now) => 'waiting' in now && Number(now.waiting) === 2);
    await driver.accept(caseId, household);
    await driver.does('officer', caseId, 'RequestMeansTest', {
      requestId: 'mt-early',
      sources: ['tax'],
      purpose: '低保核对',
    });
    await taken(before);
    expect(await driver.eventTypes(caseId)).toContain('MeansTestResultRecorded');
    // As if it had waited a day.
    await driver.app.system.pool.query(`update exchange.message set give_up_at = now() where state = 'waiting'`);
    expect(await deadLetter('no-such-means-test')).toMatchObject({ kind: 'caseflow.means-test.answered.v1' });
  });

  it('an answer of the DNA library names somebody whom the registry did not know', async () => {
    const transients = TransientDriver.on(driver);
    const personId = await transients.unidentified('站前老人', { sex: 'male', approximateAge: 70 });
    const caseId = await transients.opens(
      'stationOfficer',
      transients.request(personId, { alias: '站前老人', apparentAge: 70 }),
    );
    await transients.admits(caseId);
    await transients.does('stationOfficer', caseId, 'CheckIdentity', { sources: ['population', 'face'], found: false });
    await transients.does('stationOfficer', caseId, 'PostTracingNotice', {
      noticeId: 'notice-dna',
      channels: ['rescueNetwork'],
      photo: true,
      description: '男,约70岁',
    });
    await transients.does('stationOfficer', caseId, 'RequestDna', { requestId: 'dna-1', policeStation: '龙溪派出所' });
    const { taken: before } = await counts();
    const person = {
      name: '孙德福',
      idNumber: newIdNumber('1956-05-06'),
      hukou: { kind: 'rural', region: '四川省广安市邻水县' },
    };
    const answer = { caseId, requestId: 'dna-1', matched: true, result: '与其子比中', person };
    await send('dnaAnswers', cloudEvent('caseflow.dna.answered.v1', { ...answer, requestId: 'dna-other' }));
    await send('dnaAnswers', cloudEvent('caseflow.dna.answered.v1', answer));
    await taken(before);
    const history = await driver.history(caseId, 'stationOfficer');
    const of = (wanted: string): readonly any[] => history.filter(({ type }) => type === wanted);
    expect(of('DnaAnswered')).toMatchObject([{ data: { requestId: 'dna-1', matched: true } }]);
    const { body } = await driver.send('stationOfficer', 'POST', '/api/people/search', { idNumber: person.idNumber });
    expect(of('IdentityEstablished')).toMatchObject([{ data: { personId: body.rows[0].personId } }]);
    await driver.app.system.pool.query(`update exchange.message set give_up_at = now() where state = 'waiting'`);
    expect(await deadLetter('no-such-dna-request')).toMatchObject({ kind: 'caseflow.dna.answered.v1' });
  });

  it('messages that name the same new person at the same time all find one entry', async () => {
    const earlier = new Set((await deadLetters()).map(({ messageId }) => messageId));
    const caseId = randomUUID();
    const people = Array.from({ length: 6 }, () => ({ name: '孙德福', idNumber: newIdNumber('1956-05-06') }));
    const messages = people.flatMap((person) =>
      [0, 1, 2].map((partition) => {
        const hukou = { kind: 'rural', region: '四川省广安市邻水县' };
        const answer = { caseId, requestId: randomUUID(), matched: true, result: '比中', person: { ...person, hukou } };
        return { value: JSON.stringify(cloudEvent('caseflow.dna.answered.v1', answer)), partition };
      }),
    );
    await producer.send({ topic: topicOf(names, 'dnaAnswers'), messages });
    const waitingFor = async (): Promise<readonly (string | null)[]> => {
      const { rows } = await driver.app.system.pool.query<{ reason: string | null }>(
        `select reason from exchange.message where state = 'waiting'`,
      );
      return rows.map(({ reason }) => reason);
    };
    await until(
      'all wait for the case',
      waitingFor,
      (all) => all.length === messages.length && all.every((reason) => reason === 'no-such-case'),
    );
    expect((await deadLetters()).filter(({ messageId }) => !earlier.has(messageId))).toEqual([]);
    for (const { idNumber } of people)
      expect((await driver.send('officer', 'POST', '/api/people/search', { idNumber })).body.rows).toHaveLength(1);
    await driver.app.system.pool.query(`update exchange.message set give_up_at = now() where state = 'waiting'`);
    await until('all are given up', async () => (await waitingFor()).length === 0);
  });

  it('a death stops the benefit, tells the registry, and offers the funeral grant', async () => {
    const idNumber = newIdNumber('1950-01-01');
    const { body } = await driver.send('officer', 'POST', '/api/people', {
      name: '陈建国',
      idNumber,
      hukou: { kind: 'urban', region: '重庆市渝北区' },
    });
    const household = { applicant: body.personId, others: [] };
    driver.at('2026-09-14 09:00');
    const caseId = await driver.lodgeDibao(household);
    await driver.accept(caseId, household);
    const { taken: before } = await counts();
    const death = (name: string): object =>
      cloudEvent('caseflow.death.reported.v1', {
        person: { name, idNumber },
        diedOn: '2026-09-13',
        certificate: '死证2026-9',
      });
    await send('deaths', death('陈建国'));
    await taken(before);
    expect((await driver.case(caseId)).stage).toBe('terminated');
    expect((await driver.app.system.people.get(body.personId))?.deceasedOn).toBe('2026-09-13');
    await send('deaths', death('别人'));
    await deadLetter('name-differs-from-registry');
  });

  it('a data match is reported to the benefit and decides nothing', async () => {
    const { caseId, household } = await driver.grantDibao({ size: 1 });
    const person = await driver.app.system.people.get(household.applicant);
    const { taken: before } = await counts();
    await send(
      'dataMatches',
      cloudEvent('caseflow.data-match.signalled.v1', {
        person: { name: person?.name, idNumber: person?.idNumber },
        matchId: 'estate-1',
        register: '不动产登记',
        content: '名下另有住房一套',
      }),
    );
    await taken(before);
    expect((await driver.case(caseId)).stage).toBe('granted');
    expect(await driver.eventTypes(caseId)).toContain('DataMatchReported');
  });

  const event = (more: object): string =>
    JSON.stringify({ ...cloudEvent('caseflow.lead.reported.v1', hotline('x')), ...more });
  it.each([
    ['not-json', 'leads', '{"specversion":'],
    ['not-a-cloud-event', 'leads', '{"hello":1}'],
    ['not-a-cloud-event', 'leads', event({ source: 'a\u0000b' })],
    ['unknown-type', 'leads', event({ type: 'caseflow.weather.v1' })],
    ['unknown-version', 'leads', event({ type: 'caseflow.lead.reported.v9' })],
    ['wrong-topic', 'deaths', event({})],
    ['data-not-as-described', 'leads', event({ data: { channel: 'hotline', surprise: true } })],
    ['message-too-large', 'leads', event({ data: hotline('x', { content: '长'.repeat(200_000) }) })],
    ['no-such-office', 'leads', event({ data: hotline('x', { office: 'nowhere' }) })],
  ] as const)(
    '%s: aside with its reason, without its content, and nothing behind it waits',
    async (reason, topic, text) => {
      const { taken: before } = await counts();
      const earlier = new Set((await deadLetters()).map(({ messageId }) => messageId));
      await sendText(topic, text);
      const added = await until(
        'a dead letter more',
        async () => (await deadLetters()).filter(({ messageId }) => !earlier.has(messageId)),
        (letters) => letters.length > 0,
      );
      expect(added).toMatchObject([{ reason }]);
      const [letter] = added;
      await send('leads', cloudEvent('caseflow.lead.reported.v1', hotline(`after-${randomUUID()}`)));
      await taken(before);
      const notices = await until(
        'it stands on the topic of dead letters',
        () => allOf(broker.brokers, topicOf(names, 'deadLetters')),
        (all) => all.some(({ value }) => value.data.messageId === letter?.messageId),
      );
      const notice = notices.find(({ value }) => value.data.messageId === letter?.messageId);
      expect(notice?.value).toMatchObject({ type: 'caseflow.exchange.MessageNotTaken.v1', data: { reason } });
      expect(notice?.text).not.toContain('老人');
    },
  );

  it('the id of an earlier message with another content is no repetition', async () => {
    const first = cloudEvent('caseflow.lead.reported.v1', hotline('same-1'));
    const { taken: before } = await counts();
    await send('leads', first);
    await taken(before);
    await send('leads', { ...first, data: hotline('same-2') });
    await deadLetter('message-id-reused');
    const { dead } = await counts();
    const figures = await driver.app.system.metrics.registry.metrics();
    expect(figures).toContain(`\ninbox_dead_letters ${dead}\n`);
    expect(figures).toMatch(/^inbox_waiting_messages \d+$/m);
  });

  it('says that it cannot keep messages or tell of dead letters for as long as it is so, and makes up for it', async () => {
    const { pool } = driver.app.system;
    const struggle = async () => (await driver.app.system.exchange?.standing())?.trouble;
    const { taken: before } = await counts();
    const stay = (rule: string, when: string): Promise<unknown> =>
      pool.query(
        `create trigger stay before ${rule} on exchange.message for each row when (${when}) execute function not_now()`,
      );
    await pool.query(`create function not_now() returns trigger language plpgsql as
      $$ begin raise exception 'not now'; end $$`);
    await stay('insert', 'true');
    await send('leads', cloudEvent('caseflow.lead.reported.v1', hotline('kept-later')));
    await until('it says so', struggle);
    await pool.query('drop trigger stay on exchange.message');
    await taken(before);
    expect(await struggle()).toBeUndefined();

    await stay('update', 'new.announced and not old.announced');
    await sendText('leads', '{');
    await until('it says so', struggle);
    await pool.query('drop trigger stay on exchange.message; drop function not_now()');
    await until('it says so no more', async () => (await struggle()) === undefined);
  });

  it('keeps what waits or is dead sealed, and nothing of what was taken', async () => {
    const { rows } = await driver.app.system.pool.query<{ state: string; content: object | null }>(
      'select state, content from exchange.message',
    );
    expect(rows.filter(({ state }) => state === 'taken').every(({ content }) => content === null)).toBe(true);
    const kept = JSON.stringify(rows);
    expect(kept).toContain('$sealed');
    expect(kept).not.toContain('老人');
  });

  it('a dead letter is tried again once its cause is gone, or given up for good', async () => {
    const inbox = driver.app.system.exchange?.inbox;
    const letter = await deadLetter('name-differs-from-registry');
    const id = letter?.messageId ?? '';
    const { taken: before } = await counts();
    const { rows } = await driver.app.system.pool.query('select source from exchange.message where message_id = $1', [
      id,
    ]);
    expect(rows).toHaveLength(1);
    expect(await inbox?.replay(randomUUID(), 'admin', '没有这条')).toBe(false);
    expect(await inbox?.replay(id, 'admin', '再试一次')).toBe(true);
    await until(
      'it is dead again',
      async () => (await inbox?.deadLetters(100)) ?? [],
      (all) => all.some(({ messageId }) => messageId === id),
    );
    expect(await inbox?.discard(id, 'admin', '派出所更正')).toBe(true);
    expect(await inbox?.discard(id, 'admin', '派出所更正')).toBe(false);
    expect((await counts()).taken).toBe(before);
    const { rows: acts } = await driver.app.system.pool.query(
      'select kind, operator, reason from exchange.intervention where message_id = $1 order by id',
      [id],
    );
    expect(acts).toEqual([
      { kind: 'replay', operator: 'admin', reason: '再试一次' },
      { kind: 'discard', operator: 'admin', reason: '派出所更正' },
    ]);
  });

  it('after ninety days the log alone remembers what was taken, and a dead letter has no content', async () => {
    const { pool, exchange } = driver.app.system;
    const states = async (): Promise<ReadonlyMap<string, string>> => {
      const { rows } = await pool.query<{ id: string; state: string }>(
        `select message_id as id, state || case when content is null then '' else ' with content' end as state
         from exchange.message`,
      );
      return new Map(rows.map(({ id, state }) => [id, state]));
    };
    const isOld = async (ids: readonly string[], days: number) => {
      await pool.query(
        `update exchange.message set settled_at = $2::timestamptz - make_interval(days => $3)
         where message_id = any ($1::text[])`,
        [ids, driver.app.clock.now(), days],
      );
      await exchange?.inbox.forget(90);
    };
    const before = await states();
    const { taken: takenBefore } = await counts();
    const event = cloudEvent('caseflow.lead.reported.v1', hotline('12345-9'));
    await send('leads', event);
    await taken(takenBefore);
    const [lead = ''] = [...(await states()).keys()].filter((id) => !before.has(id));
    const { messageId: dead = '' } = (await deadLetter('no-such-means-test')) ?? {};

    await isOld([lead, dead], 89);
    expect([(await states()).get(lead), (await states()).get(dead)]).toEqual(['taken', 'dead with content']);
    await isOld([lead, dead], 91);
    expect([(await states()).get(lead), (await states()).get(dead)]).toEqual([undefined, 'dead']);
    expect(await exchange?.inbox.replay(dead, 'admin', '再试一次')).toBe(false);

    await send('leads', event);
    await until('it is taken as if it were new', async () => (await states()).get(lead) === 'taken');
    const { rows } = await pool.query(`select from log.events where data ->> 'ticket' = '12345-9'`);
    expect(rows).toHaveLength(1);
  });
});
