import { randomUUID } from 'node:crypto';
import { startPostgres } from '../../../test/postgres.js';
import { until } from '../../event-store/contract/samples.js';
import { SpecLog, opened, weighed } from '../testing/log.js';

test('the database restarted and killed under it, the projection goes on by itself, exactly once', async () => {
  const database = await startPostgres({ dedicated: true });
  const log = await SpecLog.open(database.url);
  try {
    const models = await log.readModels({ batchSize: 5, leaseSeconds: 2 });
    await models.start();
    const caseId = randomUUID();
    await log.append(caseId, [opened()]);
    let last = '';
    for (const cut of [() => database.server.restart(), () => database.server.kill().then(database.server.start)]) {
      for (let turn = 0; turn < 20; turn += 1) last = await log.append(caseId, [weighed(1)]);
      await cut();
      await until('the log takes events again', () =>
        log.append(caseId, [weighed(1)]).then(
          (position) => (last = position) !== '',
          () => false,
        ),
      );
    }
    expect(await models.waitFor(last, 20_000)).toBe(true);
    const [row] = await models.caseload.byIds([caseId]);
    const kept = await log.query<{ events: string }>('select count(*) as events from log.events');
    const events = Number(kept[0]?.events);
    expect(events).toBeGreaterThanOrEqual(43);
    expect(row).toMatchObject({ version: events, amountFen: events - 1 });
    expect(await models.health()).toMatchObject({ stopped: false, events, trouble: undefined });
  } finally {
    await log.close();
    await database.stop();
  }
}, 90_000);
