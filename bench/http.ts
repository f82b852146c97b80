import { randomBytes, randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import fastify from 'fastify';
import pg from 'pg';
import { checkDigitOf } from '#rules';
import { System } from '#system';
import { createApi } from '../apps/api/index.js';
import { median } from './measuring.js';

export interface HttpRow {
  readonly concurrency: number;
  /** Requests per second of a bare Fastify handler that does one INSERT. */
  readonly floor: number;
  /** Commands per second through the whole product: sign-in, validation, decision, sealing, append. */
  readonly command: number;
  readonly ratio: number;
  readonly aim: number;
}

const rounds = 5;
const spanMs = 2_000;
/** As many as a bureau works at within minutes: no case gets longer than cases are. */
const caseCount = 256;
const aim = 0.5;

/** One command (a note on a case) against a bare handler that inserts one row of the same size, in turns. */
export const benchHttp = async ({
  url,
  following,
}: {
  readonly url: string;
  /** Whether the projections follow in the same process, as they do without a worker of their own. */
  readonly following: boolean;
}): Promise<readonly HttpRow[]> => {
  const system = await System.open({
    settings: {
      databaseUrl: url,
      eventStoreUrl: url,
      masterKey: randomBytes(32).toString('base64'),
      sessionSecrets: [randomBytes(32).toString('hex')],
      demo: true,
    },
  });
  await system.furnish();
  if (following) await system.readModels.start();
  const app = await createApi(system, { quiet: true });
  await app.listen(0, '127.0.0.1');
  const product = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  const pool = new pg.Pool({ connectionString: url, max: 32 });
  pool.on('error', () => undefined);
  await pool.query('CREATE TABLE IF NOT EXISTS public.bench_note (id uuid PRIMARY KEY, body text NOT NULL)');
  const bare = fastify();
  bare.post('/notes', async (request) => {
    await pool.query('INSERT INTO public.bench_note VALUES ($1, $2)', [randomUUID(), JSON.stringify(request.body)]);
    return { taken: true };
  });
  const bareUrl = await bare.listen({ port: 0, host: '127.0.0.1' });
  const token = (await system.signIn.sessionFor('zhang.wei', 12)) ?? '';
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  try {
    const rows: HttpRow[] = [];
    const cases: string[] = [];
    for (let serial = 0; serial < caseCount; serial += 1) cases.push(await openCase(product, headers, serial));
    for (const concurrency of [1, 8, 32]) {
      const body = (): string =>
        JSON.stringify({ type: 'AddNote', text: `${'入户核实情况属实。'.repeat(20)}${randomUUID()}` });
      const floor = (): Promise<Response> => fetch(`${bareUrl}/notes`, { method: 'POST', headers, body: body() });
      // No two lanes ever write to the same case.
      const command = (lane: number, turn: number): Promise<Response> =>
        fetch(
          `${product}/api/cases/relief-application/${cases[(lane + turn * concurrency) % caseCount] ?? ''}/commands`,
          {
            method: 'POST',
            headers,
            body: body(),
          },
        );
      const floors: number[] = [];
      const commands: number[] = [];
      for (let round = -1; round < rounds; round += 1) {
        const one = await perSecond(concurrency, floor);
        const other = await perSecond(concurrency, command);
        // The first round only warms up.
        if (round < 0) continue;
        floors.push(one);
        commands.push(other);
      }
      const ratio = median(commands.map((rate, round) => rate / (floors[round] ?? Number.NaN)));
      rows.push({ concurrency, floor: median(floors), command: median(commands), ratio, aim });
    }
    return rows;
  } finally {
    await app.close();
    await system.close();
    await bare.close();
    await pool.end();
  }
};

const perSecond = async (
  concurrency: number,
  send: (lane: number, turn: number) => Promise<Response>,
): Promise<number> => {
  const start = performance.now();
  const counts = await Promise.all(
    Array.from({ length: concurrency }, async (_, lane) => {
      let done = 0;
      for (; performance.now() < start + spanMs; done += 1) {
        const response = await send(lane, done);
        const text = await response.text();
        if (!response.ok) throw new Error(`${response.status} ${text}`);
      }
      return done;
    }),
  );
  return (counts.reduce((sum, count) => sum + count, 0) / (performance.now() - start)) * 1000;
};

const openCase = async (url: string, headers: Record<string, string>, serial: number): Promise<string> => {
  const post = async (path: string, body: object): Promise<Record<string, unknown>> => {
    const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const answer = (await response.json()) as Record<string, unknown>;
    if (!response.ok) throw new Error(`${path} ${response.status} ${String(answer['reason'])}`);
    return answer;
  };
  const first17 = `50011219${String(60 + (serial % 30)).padStart(2, '0')}0101${String(serial % 1000).padStart(3, '0')}`;
  const { personId } = await post('/api/people', {
    name: '王小明',
    idNumber: `${first17}${checkDigitOf(first17)}`,
    hukou: { kind: 'urban', region: '渝北区' },
  });
  const { caseId } = await post('/api/cases/relief-application', {
    type: 'LodgeApplication',
    scheme: 'dibao',
    channel: 'counter',
    office: 'town-longxi',
    area: 'village-longxi-01',
    settlement: 'urban',
    applicant: { personId, name: '王小明' },
    members: [],
    reason: '收入低',
  });
  return String(caseId);
};
