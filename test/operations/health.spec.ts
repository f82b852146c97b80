import { dibaoFields, newIdNumber } from '../acceptance/driver.js';
import { until } from '../exchange/waiting.js';
import { type DedicatedDatabase, startPostgres } from '../postgres.js';
import type { Program } from '../program.js';
import { Processes, figuresOf, healthOf } from './processes.js';

let database: DedicatedDatabase;
let processes: Processes;
let api: Program;
let workers: Program[];

beforeAll(async () => {
  database = await startPostgres({ dedicated: true, fsync: false });
  processes = new Processes(database.url);
  // All at once on an empty database: each brings the tables up to date, one after the other.
  [api, ...workers] = await Promise.all([processes.api(), processes.worker(), processes.worker()]);
}, 180_000);

afterAll(async () => {
  await processes?.stop();
  await database?.stop();
});

const readiness = async (): Promise<readonly number[]> =>
  Promise.all([api, ...workers].map(async (one) => (await healthOf(one)).status));
const alive = async (): Promise<readonly boolean[]> =>
  Promise.all([api, ...workers].map(async ({ url }) => (await fetch(`${url}/health/live`)).ok));

const lodge = async (): Promise<{ readonly status: number; readonly body: any }> => {
  const person = { name: '王小明', idNumber: newIdNumber(), hukou: { kind: 'urban', region: '渝北区' } };
  const { body } = await processes.send(api, 'POST', '/api/people', person);
  const application = { type: 'LodgeApplication', ...dibaoFields({ applicant: body.personId, others: [] }) };
  return processes.send(api, 'POST', '/api/cases/relief-application', application);
};

/** The list shows the case, so a worker took it in. */
const shown = async ({
  caseId,
  position,
}: {
  readonly caseId: string;
  readonly position: string;
}): Promise<boolean> => {
  const { body } = await processes.send(api, 'GET', `/api/caseload?after=${position}&limit=100`);
  return body.rows.some((row: { readonly caseId: string }) => row.caseId === caseId);
};

describe('one api and two workers, started as in production', () => {
  it('serve: a command through the api is taken in by one of the workers', async () => {
    await until('all are ready', readiness, (statuses) => statuses.every((status) => status === 200));
    const opened = await lodge();
    expect(opened.status).toBe(201);
    await until('the case is listed', () => shown(opened.body));
  });

  it('name what they lean on, and what they cannot do without', async () => {
    const { body } = await healthOf(api);
    expect(body.dependencies).toEqual({
      eventStore: { up: true, needed: true },
      readModels: { up: true, needed: true },
      evidenceStore: { up: true, needed: false },
    });
  });

  it('live without their database but are not ready, say which part is away, and come back by themselves', async () => {
    await database.server.kill();
    await until('none is ready', readiness, (statuses) => statuses.every((status) => status === 503));
    expect(await alive()).toEqual([true, true, true]);
    const { body } = await healthOf(api);
    expect(body.dependencies).toMatchObject({ eventStore: { up: false }, readModels: { up: false } });
    expect((await processes.send(api, 'GET', '/api/caseload')).status).toBe(503);
    expect((await figuresOf(api))('projection_lag_seconds')).toBeNaN();

    await database.server.start();
    await until('all are ready again', readiness, (statuses) => statuses.every((status) => status === 200));
    const opened = await until('a command is taken again', lodge, ({ status }) => status === 201);
    await until('the case is listed', () => shown(opened.body));
  }, 180_000);

  it('end in order when they are told to', async () => {
    for (const one of [api, ...workers]) {
      expect(await one.stop()).toBe(0);
      expect(one.output()).toContain('"stopped"');
    }
  });
});
