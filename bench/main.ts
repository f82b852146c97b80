import pg from 'pg';
import { startTemporaryServer } from '../infra/postgres/temporary-server.js';
import { benchAppend } from './append.js';
import { benchHttp } from './http.js';
import { benchRebuild } from './rebuild.js';
import { benchSupervisor, growthAim } from './supervisor.js';
import { benchVerify } from './verify.js';
import { benchTimeTravel } from './time-travel.js';
import { benchWhatIf } from './what-if.js';

/** Runs every benchmark, or those named on the command line: `append`, `http`, `rebuild`, `supervisor`, `time-travel`, `verify`, `what-if`. */
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const runs = (name: string): boolean => wanted.length === 0 || wanted.includes(name);

const perSecond = (rate: number): string => `${Math.round(rate)}/s`;
const verdict = (ratio: number, aim: number): string =>
  `ratio ${ratio.toFixed(2)} (aim ${aim}${ratio < aim ? ', missed' : ''})`;

const atMost = (ratio: number, aim: number): string =>
  `ratio ${ratio.toFixed(2)} (aim at most ${aim}${ratio > aim ? ', missed' : ''})`;

const server = await startTemporaryServer();

const database = async (name: string): Promise<string> => {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return url.href;
};

try {
  if (runs('append'))
    for (const row of await benchAppend({ url: await database('bench_append') }))
      console.log(
        `append, ${row.concurrency} at once: ${perSecond(row.append)} against ${perSecond(row.floor)} plain INSERTs; ${verdict(row.ratio, row.aim)}`,
      );
  if (runs('http'))
    for (const following of [false, true])
      for (const row of await benchHttp({
        url: await database(following ? 'bench_http_all' : 'bench_http'),
        following,
      }))
        console.log(
          `HTTP command${following ? ' with the projections in the same process' : ''}, ${row.concurrency} at once: ${perSecond(row.command)} against ${perSecond(row.floor)} of a bare handler with one INSERT; ${verdict(row.ratio, row.aim)}`,
        );
  if (runs('rebuild'))
    for (const row of await benchRebuild({ url: await database('bench_rebuild') }))
      console.log(
        `rebuild of ${row.events} events into ${row.cases} cases: ${perSecond(row.rebuild)} against ${perSecond(row.read)} of reading the log alone by SELECT; ${verdict(row.ratio, row.aim)}`,
      );
  if (runs('supervisor'))
    for await (const row of benchSupervisor({ url: await database('bench_supervisor') })) {
      const { question, cases, ours, byHand, growth } = row;
      const grown =
        growth === undefined
          ? ''
          : `; ${growth.toFixed(2)} times the smallest size (aim at most ${growthAim}${growth > growthAim ? ', missed' : ''})`;
      console.log(
        `${question}, ${cases} cases: ${ours.toFixed(1)} ms against ${byHand.toFixed(1)} ms by hand; ${atMost(row.ratio, row.aim)}${grown}`,
      );
    }
  if (runs('time-travel'))
    for (const row of await benchTimeTravel({ url: await database('bench_time_travel') }))
      console.log(
        `time travel in a case of ${row.events} events: ${perSecond(row.travel)}, the origin of every value ${perSecond(row.provenance)}, against ${perSecond(row.read)} of reading the events alone; ${verdict(row.ratio, row.aim)}`,
      );
  if (runs('verify'))
    for (const row of await benchVerify({ url: await database('bench_verify') }))
      console.log(
        `verification of ${row.events} events: ${perSecond(row.verify)} against ${perSecond(row.hashing)} of hashing the same bytes alone; ${verdict(row.ratio, row.aim)}; heap grew by ${row.grownMiB.toFixed(1)} MiB meanwhile`,
      );
  if (runs('what-if')) {
    const row = await benchWhatIf({ url: await database('bench_what_if') });
    console.log(
      `what-if over ${row.cases} cases: ${perSecond(row.whatIf)} against ${perSecond(row.read)} whose ${row.events} events are read by SELECT alone; ${verdict(row.ratio, row.aim)}`,
    );
  }
} finally {
  await server.stop();
}
process.exit(0);
