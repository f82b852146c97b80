import { randomBytes } from 'node:crypto';
import type { StoredEvent } from '#event-store';
import { caseTypes } from '#case-types';
import { streamOf } from '#case-desk';
import { addDays, dayOf, endOfDay } from '#rules';
import { type Settings, System } from '#system';
import { type Seeded, seed } from '../../apps/cli/seed/seed.js';
import { type TestDatabase, startPostgres } from '../postgres.js';

const half = { cases: 40, seed: 3, until: '2026-07-31', days: 180, quiet: true };
/** 29 town offices in July. */
const lists = 29;
const everyType = caseTypes.map(({ type }) => type);
const everyLink = ['bundle', 'guardianship', 'lead', 'region', 'relief'];

const categoryOf = ({ stream }: StoredEvent): string => stream.slice(0, stream.indexOf('-'));

const logOf = async (system: System): Promise<readonly StoredEvent[]> => {
  const events: StoredEvent[] = [];
  let after: string | undefined;
  for (;;) {
    const batch = await system.store.readAll({ limit: 1_000, ...(after === undefined ? {} : { after }) });
    events.push(...batch.events);
    if (batch.caughtUp) return events;
    after = batch.through;
  }
};

interface Link {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  readonly region?: string;
}

const linkOf = ({ stream, data }: StoredEvent): Link => {
  const { caseId, ...link } = data as { caseId: string; kind: string; region?: string };
  return { ...link, from: stream.slice(stream.indexOf('-') + 1), to: caseId };
};

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

describe('the seeded months', () => {
  let database: TestDatabase;
  let settings: Settings;
  let played: Seeded;
  let system: System;
  let log: readonly StoredEvent[];

  beforeAll(async () => {
    database = await startPostgres();
    settings = {
      databaseUrl: database.url,
      eventStoreUrl: database.url,
      masterKey: randomBytes(32).toString('base64'),
      sessionSecrets: [randomBytes(32).toString('hex')],
      demo: true,
    };
    const powerCut = (day: string): void => {
      if (day === '2026-04-10') throw new Error('power cut');
    };
    await expect(seed({ ...half, settings, onDay: powerCut })).rejects.toThrow('power cut');
    played = await seed({ ...half, settings });
    system = await System.open({ settings });
    log = await logOf(system);
  }, 120_000);

  afterAll(async () => {
    await system?.close();
    await database?.stop();
  });

  it('goes on where it was interrupted, without a refusal', () => {
    expect(played.repeated).toBeGreaterThan(played.commands / 4);
    expect(played.repeated).toBeLessThan(played.commands);
    expect(sum(played.cases)).toBe(half.cases + lists);
  });

  it('has every case type and every kind of link, on both sides', () => {
    expect(Object.keys(played.cases).sort()).toEqual([...everyType].sort());
    const links = log.filter(({ type }) => type === 'CaseLinked').map(linkOf);
    expect([...new Set(links.map(({ kind }) => kind))].sort()).toEqual(everyLink);
    const sides = new Set(links.map(({ from, to }) => `${from} ${to}`));
    const oneSided = links.filter(({ from, to, region }) => region === undefined && !sides.has(`${to} ${from}`));
    expect(oneSided).toEqual([]);
  });

  it('shows in the read models what the log says', async () => {
    const offices = system.organisation.offices().map(({ officeId }) => officeId);
    const counts = Object.fromEntries(
      await Promise.all(
        everyType.map(async (type) => [
          type,
          await system.readModels.caseload.count([{ offices, areas: [], types: [type] }], {}),
        ]),
      ),
    );
    expect(counts).toEqual(played.cases);
    for (const type of everyType) {
      const category = streamOf(type, '').slice(0, -1);
      const opened = log.filter((event) => event.version === 1 && categoryOf(event) === category);
      expect([type, opened.length]).toEqual([type, played.cases[type]]);
    }
  });

  it('recorded every missed deadline on the day on which it was missed', () => {
    const breaches = log.filter(({ type }) => type === 'DeadlineBreached');
    expect(breaches.length).toBeGreaterThan(0);
    expect(sum(played.breaches)).toBe(breaches.length);
    for (const { data, metadata, recordedAt } of breaches) {
      expect(metadata.occurredAt).toBe(data['dueAt']);
      // The worker looks at the end of the day; what is due at midnight is a breach of the day that begins then.
      expect(recordedAt < endOfDay(dayOf(metadata.occurredAt))).toBe(true);
      expect(dayOf(recordedAt) < addDays(half.until, 1)).toBe(true);
    }
  });

  it('is the same when it is played again', async () => {
    const again = await seed({ ...half, settings });
    expect(again).toEqual({ ...played, repeated: again.commands });
    const added = (await logOf(system)).slice(log.length).map(({ stream, type }) => `${type} in ${stream}`);
    expect(added).toEqual([]);
  }, 90_000);
});
