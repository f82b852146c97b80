import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { demoPassword } from '#identity';
import { dibaoFields, newIdNumber } from '../acceptance/driver.js';
import { type TestDatabase, startPostgres } from '../postgres.js';
import { type Program, buildServer, startProgram } from '../program.js';

const lanes = 8;
const masterKey = randomBytes(32).toString('base64');
const sessionSecret = randomBytes(32).toString('hex');

let database: TestDatabase;
let api: Program | undefined;
let token = '';

const startApi = async (): Promise<void> => {
  const env = {
    DATABASE_URL: database.url,
    MASTER_KEY: masterKey,
    SESSION_SECRET: sessionSecret,
    DEMO: 'true',
    HOST: '127.0.0.1',
  };
  await startProgram('api', env, (program) => (api = program));
};

const killApi = async (): Promise<void> => {
  await api?.stop('SIGKILL');
};

const post = (path: string, body: object, key: string = randomUUID()): Promise<Response> =>
  fetch(`${api?.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key, authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });

beforeAll(async () => {
  buildServer();
  database = await startPostgres();
  await startApi();
  const session = await post('/api/session', { user: 'zhang.wei', password: demoPassword });
  token = ((await session.json()) as { token: string }).token;
}, 120_000);

afterAll(async () => {
  await killApi();
  await database?.stop();
});

describe('kill -9 of the api under load', () => {
  it('loses nothing acknowledged and doubles nothing, also when every unanswered command is sent again', async () => {
    const cases: string[] = [];
    for (let lane = 0; lane < lanes; lane += 1) {
      const person = { name: '王小明', idNumber: newIdNumber(), hukou: { kind: 'urban', region: '渝北区' } };
      const { personId } = (await (await post('/api/people', person)).json()) as { personId: string };
      const application = { type: 'LodgeApplication', ...dibaoFields({ applicant: personId, others: [] }) };
      const opened = await post('/api/cases/relief-application', application);
      cases.push(((await opened.json()) as { caseId: string }).caseId);
    }
    const acknowledged = new Set<string>();
    const unanswered: { readonly caseId: string; readonly key: string; readonly text: string }[] = [];
    const send = async (caseId: string, key: string, text: string): Promise<boolean> => {
      try {
        const path = `/api/cases/relief-application/${caseId}/commands`;
        const response = await post(path, { type: 'AddNote', text }, key);
        await response.text();
        return response.ok;
      } catch {
        return false;
      }
    };
    for (let round = 0; round < 3; round += 1) {
      let killed = false;
      const load = cases.map(async (caseId, lane) => {
        for (let number = 0; !killed; number += 1) {
          const note = { caseId, key: randomUUID(), text: `${round}/${lane}/${number}` };
          if (await send(note.caseId, note.key, note.text)) acknowledged.add(note.key);
          else unanswered.push(note);
        }
      });
      await sleep(700);
      killed = true;
      await killApi();
      await Promise.all(load);
      await startApi();
    }
    expect(acknowledged.size).toBeGreaterThan(100);
    expect(unanswered.length).toBeGreaterThan(0);
    for (const { caseId, key, text } of unanswered) expect(await send(caseId, key, text)).toBe(true);

    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query<{ command: string; times: string }>(
      `SELECT metadata->>'commandId' AS command, count(*) AS times FROM log.events WHERE type = 'NoteAdded' GROUP BY 1`,
    );
    await client.end();
    expect(rows.filter(({ times }) => times !== '1')).toEqual([]);
    const stored = new Set(rows.map(({ command }) => command));
    expect([...acknowledged].filter((key) => !stored.has(key))).toEqual([]);
    expect(stored.size).toBe(acknowledged.size + unanswered.length);
  }, 180_000);
});
