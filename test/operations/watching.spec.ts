import { randomUUID } from 'node:crypto';
import { dibaoFields, newIdNumber } from '../acceptance/driver.js';
import { until } from '../exchange/waiting.js';
import { noBroker, ownPrefix, startBroker } from '../kafka.js';
import { type TestDatabase, startPostgres } from '../postgres.js';
import { describeWhen } from '../skip.js';
import { Collector, type ReceivedSpan } from './collector.js';
import { expressions, metricsIn } from './expressions.js';
import type { Program } from '../program.js';
import { Processes, figuresOf, healthOf, metricsToken } from './processes.js';

const traceOf = (correlationId: string): string => correlationId.replaceAll('-', '');
const named = (spans: readonly ReceivedSpan[], name: string): ReceivedSpan | undefined =>
  spans.find((span) => span.name === name);

/** What a person could be known by; none of it may be found in a log, a figure or a trace. */
const planted = {
  name: '欧阳植入',
  idNumber: newIdNumber(),
  phone: '13912345678',
  secret: 'planted-password-9f2c',
  note: '植入的备注内容',
};

/** Names of figures in dashboard and alerts. */
const askedFor = [...new Set(expressions().flatMap(metricsIn))];

let database: TestDatabase;
let collector: Collector;
let processes: Processes;
let api: Program;
let worker: Program;

const open = async (name: string, idNumber: string, key: string): Promise<any> => {
  const person = { name, idNumber, phone: planted.phone, hukou: { kind: 'urban', region: '渝北区' } };
  const registered = await processes.send(api, 'POST', '/api/people', person);
  const { phone: _phone, ...withoutPhone } = person;
  const { body } =
    registered.status === 201 ? registered : await processes.send(api, 'POST', '/api/people', withoutPhone);
  const application = { type: 'LodgeApplication', ...dibaoFields({ applicant: body.personId, others: [] }) };
  return processes.send(api, 'POST', '/api/cases/relief-application', application, key);
};

describe('a product under watch', () => {
  const opening = randomUUID();
  let caseId = '';

  beforeAll(async () => {
    [database, collector] = await Promise.all([startPostgres(), Collector.start()]);
    processes = new Processes(database.url, {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_BSP_SCHEDULE_DELAY: '200',
      // Nobody is there: what concerns Kafka waits, and everything else goes on.
      KAFKA_BROKERS: '127.0.0.1:9',
      KAFKA_INSTALLATION: 'yubei',
    });
    api = await processes.api();
    worker = await processes.worker();
    const opened = await open(planted.name, planted.idNumber, opening);
    expect(opened.status).toBe(201);
    caseId = opened.body.caseId;
  }, 180_000);
  afterAll(async () => {
    await processes?.stop();
    collector?.stop();
    await database?.stop();
  });

  const command = (body: object, key?: string): Promise<any> =>
    processes.send(api, 'POST', `/api/cases/relief-application/${caseId}/commands`, body, key);

  it('traces a command from the desk over the append into the read models of another process', async () => {
    const [trace, opened] = [traceOf(opening), 'command relief-application LodgeApplication'];
    const spans = await until(
      // Each process sends its own in its own time.
      'the trace reaches the projection',
      async () => collector.trace(trace),
      (found) => [opened, 'append reliefApplication', 'append claim', 'project'].every((name) => named(found, name)),
    );
    const root = named(spans, opened);
    expect(root).toMatchObject({
      service: 'caseflow-api',
      parentSpanId: undefined,
      attributes: { 'caseflow.outcome': 'accepted', 'caseflow.case_type': 'relief-application' },
    });
    expect(named(spans, 'append reliefApplication')).toMatchObject({ parentSpanId: root?.spanId });
    expect(named(spans, 'append claim')).toMatchObject({ parentSpanId: root?.spanId });
    expect(named(spans, 'project')).toMatchObject({ service: 'caseflow-worker', parentSpanId: root?.spanId });
  });

  it('tells on the trace of a refused command why', async () => {
    const key = randomUUID();
    expect((await command({ type: 'ConfirmGrant' }, key)).status).toBeGreaterThanOrEqual(400);
    const refusedKey = randomUUID();
    const refused = await command({ type: 'AcceptApplication' }, refusedKey);
    expect([403, 422]).toContain(refused.status);
    const spans = await until(
      'the refusal is traced',
      async () => collector.trace(traceOf(refusedKey)),
      (found) => found.some(({ name }) => name.startsWith('command ')),
    );
    expect(named(spans, 'command relief-application AcceptApplication')?.attributes).toMatchObject({
      'caseflow.reason': refused.body.reason,
    });
  });

  it('counts commands, refusals, appends, batches and requests, and says how far behind it is', async () => {
    expect((await command({ type: 'AddNote', text: planted.note })).status).toBe(200);
    const figures = await figuresOf(api);
    const type = { case_type: 'relief-application' };
    expect(figures('case_commands_total', { ...type, command: 'AddNote', outcome: 'accepted' })).toBe(1);
    expect(figures('case_command_seconds_count', { ...type, outcome: 'accepted' })).toBe(2);
    expect(figures('case_refusals_total', type)).toBeGreaterThanOrEqual(1);
    expect(figures('event_append_seconds_count', { outcome: 'appended' })).toBeGreaterThanOrEqual(2);
    const route = '/api/cases/:type/:caseId/commands';
    expect(figures('http_request_seconds_count', { route, status: '200' })).toBe(1);
    expect(figures('process_resident_memory_bytes')).toBeGreaterThan(0);
    await until(
      'the worker is not behind',
      async () => (await figuresOf(worker))('projection_lag_events'),
      (lag) => lag === 0,
    );
    const atWorker = await figuresOf(worker);
    expect(atWorker('projection_lag_seconds')).toBe(0);
    expect(atWorker('clock_lag_seconds')).toBeGreaterThanOrEqual(0);
    expect(atWorker('projection_batch_seconds_count', { outcome: 'taken' })).toBeGreaterThanOrEqual(1);
    expect(atWorker('projection_stopped')).toBe(0);
  });

  it('is ready while Kafka is away, says so, and shows how much waits', async () => {
    const { status, body } = await until(
      'Kafka is missed',
      () => healthOf(worker),
      (health) => health.body.dependencies.kafka?.up === false,
    );
    expect([status, body.ready, body.dependencies.kafka]).toEqual([200, true, { up: false, needed: false }]);
    expect((await figuresOf(worker))('outbox_waiting_events')).toBeGreaterThanOrEqual(1);
    expect((await healthOf(api)).body.dependencies.kafka).toBeUndefined();
  });

  it('has every figure that dashboard and alerts ask for', async () => {
    const shown = await Promise.all([figuresOf(api), figuresOf(worker)]);
    // Counted by Prometheus itself.
    const known = (name: string): boolean => name === 'up' || shown.some((figures) => figures(name) !== undefined);
    expect(askedFor.length).toBeGreaterThan(15);
    expect(askedFor.filter((name) => !known(name))).toEqual([]);
  });

  it('shows figures to nobody without the token', async () => {
    for (const { url } of [api, worker])
      for (const authorization of [undefined, 'Bearer wrong', metricsToken, `Bearer ${metricsToken}x`]) {
        const response = await fetch(
          `${url}/metrics`,
          authorization === undefined ? {} : { headers: { authorization } },
        );
        expect(response.status).toBe(401);
        expect(await response.text()).not.toContain('http_request_seconds');
      }
  });

  it('writes a line of JSON for every request, with the route and the ids of request and command', async () => {
    const [key, requestId] = [randomUUID(), randomUUID()];
    const url = `${api.url}/api/cases/relief-application/${caseId}/commands?unused=1`;
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'idempotency-key': key, 'x-request-id': requestId },
    });
    expect(response.headers.get('x-request-id')).toBe(requestId);
    const line = await until('the line', async () =>
      api
        .output()
        .split('\n')
        .find((one) => one.includes(requestId)),
    );
    expect(JSON.parse(line ?? '')).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      service: 'caseflow-api',
      pid: expect.any(Number),
      request: requestId,
      command: key,
      method: 'POST',
      route: '/api/cases/:type/:caseId/commands',
      status: response.status,
      ms: expect.any(Number),
      msg: 'request',
    });
  });

  it('holds nothing personal in any log line, figure or span, whatever way it came in', async () => {
    const { name, idNumber, phone, secret, note } = planted;
    const text = JSON.stringify(planted);
    const raw = (path: string, init: RequestInit): Promise<Response> => fetch(`${api.url}${path}`, init);
    const json = { 'content-type': 'application/json' };
    const encoded = encodeURIComponent(name);
    await processes.send(api, 'POST', '/api/people/search', { text: name });
    await processes.send(api, 'POST', '/api/people/search', { idNumber });
    await processes.send(api, 'GET', `/api/caseload?text=${encoded}&phone=${phone}`);
    await processes.send(api, 'GET', `/api/people/${idNumber}`);
    await raw(`/${encoded}/${phone}`, {});
    await processes.send(api, 'POST', `/api/cases/${idNumber}`, { type: name });
    await command({ type: 'AddNote', text: note, [name]: phone });
    await command({ type: name, text: note });
    await raw('/api/session', {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ user: idNumber, password: secret }),
    });
    await raw('/api/session', { method: 'POST', headers: json, body: text.slice(0, -1) });
    await raw('/api/session', { method: 'POST', headers: { 'content-type': `text/${phone}` }, body: text });
    const headers = {
      'x-request-id': idNumber,
      'idempotency-key': phone,
      authorization: `Bearer ${secret}`,
      cookie: `a=${secret}`,
    };
    await raw(`/api/cases/${caseId}?asOf=${idNumber}`, { headers });
    const last = randomUUID();
    await raw('/api/case-types', { headers: { 'x-request-id': last } });
    await until('the last request is written', async () => api.output().includes(last));
    const figures = await Promise.all(
      [api, worker].map(async ({ url }) =>
        (await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } })).text(),
      ),
    );
    const written = [api.output(), worker.output(), ...figures, ...collector.bodies].join('\n');
    for (const one of [...Object.values(planted), encoded]) expect(written).not.toContain(one);
    for (const line of api.output().trim().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });
});

describeWhen(noBroker === undefined, noBroker ?? '', 'a product under watch with Kafka', () => {
  it('traces a command until Kafka has its event', async () => {
    const [broker, base, receiver] = await Promise.all([startBroker(), startPostgres(), Collector.start()]);
    const running = new Processes(base.url, {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_BSP_SCHEDULE_DELAY: '200',
      KAFKA_BROKERS: broker.brokers,
      KAFKA_INSTALLATION: 'yubei',
      KAFKA_TOPIC_PREFIX: ownPrefix(),
    });
    try {
      [processes, api] = [running, await running.api()];
      worker = await running.worker();
      const key = randomUUID();
      expect((await open('王小明', newIdNumber(), key)).status).toBe(201);
      const spans = await until(
        'the trace reaches Kafka',
        async () => receiver.trace(traceOf(key)),
        (found) => named(found, 'publish') !== undefined,
      );
      const root = named(spans, 'command relief-application LodgeApplication');
      expect(named(spans, 'publish')).toMatchObject({ service: 'caseflow-worker', parentSpanId: root?.spanId });
      expect((await figuresOf(worker))('exchange_publish_seconds_count', { outcome: 'taken' })).toBeGreaterThanOrEqual(
        1,
      );
    } finally {
      await running.stop();
      receiver.stop();
      await base.stop();
      await broker.stop();
    }
  }, 240_000);
});
