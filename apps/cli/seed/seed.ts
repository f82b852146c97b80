import { Presets, SingleBar } from 'cli-progress';
import { v5 as uuidv5 } from 'uuid';
import type { Clock, Instant } from '#kernel';
import { demoAccounts } from '#identity';
import { addDays, dayOf, lastDayOf, monthOf } from '#rules';
import type { Settings } from '#system';
import { System } from '#system';
import { createApi } from '../../api/index.js';
import { startWorker } from '../../worker/index.js';
import { type Act, type Life, type Town, life } from './life.js';
import { Dice } from './random.js';

export interface SeedOptions {
  readonly settings: Settings;
  readonly cases: number;
  readonly seed: number;
  /** The last day played. */
  readonly until: string;
  readonly quiet?: boolean;
}

export interface Seeded {
  readonly cases: number;
  readonly commands: number;
  /** Commands that had been played by an earlier, interrupted run. */
  readonly repeated: number;
  readonly schemes: Readonly<Record<string, number>>;
  readonly endings: Readonly<Record<string, number>>;
}

const namespace = '3d6f3b0e-9a52-4b7e-8f0d-7b6c1a2d9e44';
const lanes = 16;
const sessionHours = 24 * 800;
/** Everything of a day is recorded at its end. */
const endOfWork = 'T18:30:00+08:00';

class SeedClock implements Clock {
  private present: Instant;

  constructor(day: string) {
    this.present = new Date(`${day}${endOfWork}`).toISOString();
  }

  now(): Instant {
    return this.present;
  }

  set(day: string): void {
    this.present = new Date(`${day}${endOfWork}`).toISOString();
  }
}

interface Seedling {
  readonly index: number;
  readonly life: Life;
  readonly town: Town;
  caseId: string | undefined;
  acts: readonly Act[];
}

/**
 * Plays a year of relief work through the HTTP command API, day by day, with the clock set to each day. The same seed,
 * number and last day give the same year; run again, it goes on where it was interrupted.
 * @throws when a command is refused: the play is meant to be legal from beginning to end
 */
export const seed = async ({ settings, cases, seed: number, until, quiet }: SeedOptions): Promise<Seeded> => {
  const firstDay = addDays(until, -360);
  const clock = new SeedClock(firstDay);
  const system = await System.open({ settings, clock });
  await system.furnish();
  system.follow();
  const worker = await startWorker(system, () => undefined);
  const app = await createApi(system, { quiet: true });
  await app.listen(0, '127.0.0.1');
  const player = new Player((await app.getUrl()).replace('[::1]', '127.0.0.1'), system, number);
  try {
    const seedlings = plant(system, cases, number, firstDay, until);
    return await play(player, system, clock, seedlings, until, quiet ?? false);
  } finally {
    await app.close();
    await worker.stop();
    await system.close();
  }
};

const townsOf = (system: System): readonly Town[] =>
  system.organisation
    .offices()
    .filter(({ kind }) => kind === 'townOffice')
    .flatMap(({ officeId, name }) => {
      const staff = demoAccounts.filter(({ office }) => office === officeId);
      const [first, second] = staff.filter(({ role }) => role === 'townOfficer').map(({ userId }) => userId);
      const leader = staff.find(({ role }) => role === 'townLeader')?.userId;
      const areas = system.organisation
        .offices()
        .filter(({ parent }) => parent === officeId)
        .map((area) => area.officeId);
      const village = demoAccounts.find(({ role, office }) => role === 'committeeOfficer' && areas.includes(office));
      if (first === undefined || second === undefined || leader === undefined) return [];
      return [
        {
          office: officeId,
          areas,
          rural: name.zh.endsWith('镇'),
          officers: [first, second] as const,
          leader,
          ...(village === undefined ? {} : { village: { user: village.userId, area: village.office } }),
        },
      ];
    });

const plant = (system: System, cases: number, seedNumber: number, firstDay: string, until: string): Seedling[] => {
  const towns = townsOf(system);
  const { calendar } = system.rules.book();
  return Array.from({ length: cases }, (_, index) => {
    const dice = new Dice(seedNumber * 1_000_003 + index);
    const town = dice.pick(towns);
    return { index, town, life: life(dice, town, calendar, firstDay, until, index), caseId: undefined, acts: [] };
  });
};

const play = async (
  player: Player,
  system: System,
  clock: SeedClock,
  seedlings: readonly Seedling[],
  until: string,
  quiet: boolean,
): Promise<Seeded> => {
  const bar = new SingleBar(
    { format: '{bar} {percentage}% | {value}/{total} commands | {day}' },
    Presets.shades_classic,
  );
  for (const seedling of seedlings) await player.register(seedling);
  const total = seedlings.reduce((sum, { acts }) => sum + acts.length, 0);
  if (!quiet) bar.start(total, 0, { day: '' });
  let done = 0;
  const byDay = new Map<string, Map<Seedling, Act[]>>();
  for (const seedling of seedlings)
    for (const act of seedling.acts) {
      const day = act.at.slice(0, 10);
      const acts = byDay.get(day) ?? new Map<Seedling, Act[]>();
      acts.set(seedling, [...(acts.get(seedling) ?? []), act]);
      byDay.set(day, acts);
    }
  let month = '';
  const days = [...byDay.keys()].sort();
  for (const day of [...days, until]) {
    if (month !== '' && monthOf(day) !== month) {
      clock.set(lastDayOf(month));
      await player.pay(month);
    }
    month = monthOf(day);
    clock.set(day);
    const waiting = [...(byDay.get(day) ?? new Map<Seedling, Act[]>())];
    byDay.delete(day);
    const lane = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [seedling, acts] = next;
        for (const act of acts) await player.act(seedling, act);
        done += acts.length;
        if (!quiet) bar.update(done, { day });
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  }
  await system.readModels.waitForAll(60_000);
  if (!quiet) bar.stop();
  return {
    cases: seedlings.length,
    commands: player.commands,
    repeated: player.repeated,
    schemes: countBy(seedlings, ({ life: { scheme } }) => scheme),
    endings: countBy(seedlings, ({ life: { ending } }) => ending),
  };
};

const countBy = <Item>(items: readonly Item[], key: (item: Item) => string): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const item of items) counts[key(item)] = (counts[key(item)] ?? 0) + 1;
  return counts;
};

/** Sends what people would send, each command with a key of its own that is the same in every run. */
class Player {
  commands = 0;
  repeated = 0;
  private readonly tokens = new Map<string, string>();

  constructor(
    private readonly url: string,
    private readonly system: System,
    private readonly seedNumber: number,
  ) {}

  async register(seedling: Seedling): Promise<void> {
    const personIds: string[] = [];
    for (const [index, { age: _age, ...input }] of seedling.life.people.entries()) {
      const answer = await this.post(
        seedling.town.officers[0],
        '/api/people',
        input,
        `${seedling.index}/person/${index}`,
      );
      personIds.push(personOf(answer));
    }
    const dice = new Dice(this.seedNumber * 7_919 + seedling.index);
    seedling.acts = seedling.life.acts(personIds, () => dice.uuid());
  }

  async act(seedling: Seedling, { at, by, command }: Act): Promise<void> {
    const key = `${seedling.index}/act/${at}/${command.type}`;
    const path =
      seedling.caseId === undefined
        ? '/api/cases/relief-application'
        : `/api/cases/relief-application/${seedling.caseId}/commands`;
    const answer = await this.post(by, path, { ...command, occurredAt: at }, key);
    seedling.caseId ??= String(answer['caseId']);
    this.commands += 1;
    if (answer['repeated'] === true) this.repeated += 1;
  }

  /** The month's batch: produced, paid but for a few that come back, reconciled. */
  async pay(month: string): Promise<void> {
    const batch = await this.post('ma.chao', '/api/payment-batches', { month }, `batch/${month}`);
    const rows = (await this.get('ma.chao', `/api/payment-batches/${String(batch['batchId'])}`))['rows'] as
      { caseId: string }[] | undefined;
    if (rows === undefined || rows.length === 0) return;
    const dice = new Dice(this.seedNumber + Number(month.replace('-', '')));
    const results = rows.map(({ caseId }) =>
      dice.chance(0.01) ? { caseId, outcome: 'returned', ground: 'accountClosed' } : { caseId, outcome: 'paid' },
    );
    const path = `/api/payment-batches/${String(batch['batchId'])}`;
    await this.post('ma.chao', `${path}/results`, { results }, `batch/${month}/results`);
    await this.post('ma.chao', `${path}/reconciliation`, {}, `batch/${month}/reconciliation`);
  }

  private async get(by: string, path: string): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.url}${path}`, {
      headers: { authorization: `Bearer ${await this.token(by)}` },
    });
    return (await response.json()) as Record<string, unknown>;
  }

  private async post(by: string, path: string, body: object, key: string): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await this.token(by)}`,
        'idempotency-key': uuidv5(`${this.seedNumber}/${key}`, namespace),
      },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as Record<string, unknown>;
    const known = answer['reason'] === 'person-already-registered';
    if (!response.ok && !known)
      throw new Error(
        `${path} ${String(Reflect.get(body, 'type') ?? '')}: ${response.status} ${String(answer['reason'])} (${key})`,
      );
    return answer;
  }

  private async token(user: string): Promise<string> {
    const held = this.tokens.get(user) ?? (await this.system.signIn.sessionFor(user, sessionHours));
    if (held === undefined) throw new Error(`There is no account ${user}; the seed plays only in a demonstration`);
    this.tokens.set(user, held);
    return held;
  }
}

const personOf = (answer: Record<string, unknown>): string => {
  const { personId } = { ...(answer['detail'] as { personId?: string } | undefined), ...answer };
  if (personId === undefined) throw new Error('The registry named no person');
  return personId;
};

/** Today in Asia/Shanghai, or the day given. */
export const lastDayOfPlay = (given: string | undefined, clock: Clock): string =>
  given ?? addDays(dayOf(clock.now()), -1);
