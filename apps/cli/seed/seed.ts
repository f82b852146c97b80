import { Presets, SingleBar } from 'cli-progress';
import type { Clock, Instant } from '#kernel';
import { addDays, addToMonth, dayOf, daysBetween, monthOf } from '#rules';
import { type Settings, System } from '#system';
import { createApi } from '../../api/index.js';
import { type Worker, startWorker } from '../../worker/index.js';
import { payDayOf, townsOf } from './district.js';
import { type Numbered, Player, type Told } from './player.js';
import { type Outline, type Setting, listOutlines, outlines, tell } from './stories.js';

export interface SeedOptions {
  readonly settings: Settings;
  /** How many cases, beside the lists of persons prone to wander that every town office owes. */
  readonly cases: number;
  readonly seed: number;
  /** The last day played. */
  readonly until: string;
  /** How many days are played before it; about a year unless told. */
  readonly days?: number;
  readonly quiet?: boolean;
  /** Told at the end of each played day; what it throws ends the play there. */
  readonly onDay?: (day: string) => void;
}

type Counts = Readonly<Record<string, number>>;

export interface Seeded {
  readonly cases: Counts;
  readonly commands: number;
  /** Commands that had been played by an earlier, interrupted run. */
  readonly repeated: number;
  readonly endings: Readonly<Record<string, Counts>>;
  /** Deadlines missed, by case type. */
  readonly breaches: Counts;
}

const lanes = 16;
const yearDays = 360;
const patienceMs = 60_000;
const pageSize = 1_000;
/** Every act is recorded at the end of its shift. */
const shifts = ['08:30:00', '18:30:00', '23:59:59'] as const;
const [, , endOfDay] = shifts;

class SeedClock implements Clock {
  private present: Instant;

  constructor(day: string) {
    this.present = new Date(`${day}T00:00:00+08:00`).toISOString();
  }

  now(): Instant {
    return this.present;
  }

  set(day: string, time: string): void {
    this.present = new Date(`${day}T${time}+08:00`).toISOString();
  }
}

/**
 * Plays a year of the bureau's work through the HTTP command API, day by day, with the clock set to each day. The same
 * seed, number and last day give the same year; run again, it goes on where it was interrupted.
 * @throws when a command is refused: the play is meant to be legal from beginning to end
 */
export const seed = async (options: SeedOptions): Promise<Seeded> => {
  const { settings, cases, seed: number, until, days = yearDays, quiet = false, onDay = () => undefined } = options;
  const firstDay = addDays(until, -days);
  const clock = new SeedClock(firstDay);
  // The worker lives at the end of the last day that was played: an hour ahead of the acts it would see deadlines missed.
  const workerClock = new SeedClock(firstDay);
  const closing: (() => Promise<void>)[] = [];
  try {
    const system = await System.open({ settings, clock });
    closing.push(() => system.close());
    await system.furnish();
    system.follow();
    const workerSystem = await System.open({ settings, clock: workerClock });
    closing.push(() => workerSystem.close());
    workerSystem.follow();
    const worker = await startWorker(workerSystem, () => undefined);
    closing.push(() => worker.stop());
    const app = await createApi(system, { quiet: true });
    closing.push(() => app.close());
    await app.listen(0, '127.0.0.1');
    const player = new Player((await app.getUrl()).replace('[::1]', '127.0.0.1'), system, number);
    const towns = townsOf(system.organisation.offices());
    const setting = { seed: number, towns, rules: system.rules.book(), firstDay, until };
    const year = new Year(player, clock, workerClock, worker, workerSystem, setting);
    await year.play([...listOutlines(setting), ...outlines(setting, cases)], quiet, onDay);
    return {
      cases: year.cases,
      commands: player.commands,
      repeated: player.repeated,
      endings: year.endings,
      breaches: await breachesIn(system),
    };
  } finally {
    for (const close of closing.reverse()) await close();
  }
};

interface Due extends Numbered {
  readonly story: Told;
}

/** The played time: what is still to come of the stories that have begun, and the hand that moves the clocks. */
class Year {
  readonly cases: Record<string, number> = {};
  readonly endings: Record<string, Record<string, number>> = {};
  private readonly agenda = new Map<string, Due[]>();
  private unpaid: string | undefined;

  constructor(
    private readonly player: Player,
    private readonly clock: SeedClock,
    private readonly workerClock: SeedClock,
    private readonly worker: Worker,
    private readonly workerSystem: System,
    private readonly setting: Setting,
  ) {}

  async play(stories: readonly Outline[], quiet: boolean, onDay: (day: string) => void): Promise<void> {
    const { firstDay, until } = this.setting;
    const bar = new SingleBar({ format: '{bar} {percentage}% | {day} | {commands} commands' }, Presets.shades_classic);
    if (!quiet) bar.start(daysBetween(firstDay, until) + 1, 0, { day: firstDay, commands: 0 });
    const opening = groupedBy(stories, ({ opensOn }) => opensOn);
    for (let day = firstDay; day <= until; day = addDays(day, 1)) {
      for (const outline of opening.get(day) ?? []) this.begin(outline);
      opening.delete(day);
      const acts = this.agenda.get(day) ?? [];
      this.agenda.delete(day);
      if (acts.length > 0) await this.payBefore(acts);
      await this.live(day, acts);
      if (day === payDayOf(this.setting.rules.calendar, monthOf(day))) this.unpaid = day;
      if (!quiet) bar.increment(1, { day, commands: this.player.commands });
      onDay(day);
    }
    await this.payBefore([]);
    await this.catchUp();
    if (!quiet) bar.stop();
  }

  private begin(outline: Outline): void {
    const { acts, endings } = tell(outline, this.setting);
    const story: Told = { key: outline.key, known: new Map() };
    for (const [number, act] of acts.entries()) {
      const day = act.at.slice(0, 10);
      const due = this.agenda.get(day) ?? [];
      due.push({ story, act, number });
      this.agenda.set(day, due);
      for (const type of act.opens) this.cases[type] = (this.cases[type] ?? 0) + 1;
    }
    for (const { type, ending } of endings) {
      const counts = (this.endings[type] ??= {});
      counts[ending] = (counts[ending] ?? 0) + 1;
    }
  }

  private async live(day: string, acts: readonly Due[]): Promise<void> {
    let from = '';
    for (const to of shifts) {
      this.clock.set(day, to);
      const ofShift = acts.filter(({ act }) => act.at > from && act.at <= `${day}T${to}`);
      await this.playShift(ofShift);
      from = `${day}T${to}`;
    }
    this.workerClock.set(day, endOfDay);
    await this.catchUp();
  }

  /** Stories side by side, each in its own order. */
  private async playShift(acts: readonly Due[]): Promise<void> {
    const waiting = [...groupedBy(acts, ({ story }) => story)];
    const lane = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [story, ofStory] = next;
        for (const due of ofStory) await this.player.act(story, due);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  }

  private async catchUp(): Promise<void> {
    if (!(await this.workerSystem.readModels.waitForAll(patienceMs))) throw new Error('The read models are behind');
    await this.worker.tick();
  }

  /**
   * Pays what fell due, unless an earlier run did: then something of what follows has been played already, and a second
   * look would find more to pay than there was on that day.
   */
  private async payBefore(following: readonly Due[]): Promise<void> {
    const on = this.unpaid;
    this.unpaid = undefined;
    if (on === undefined) return;
    for (const due of following) if (await this.player.wasPlayed(due.story, due)) return;
    for (const back of [2, 1, 0]) await this.player.pay(addToMonth(monthOf(on), -back), on);
  }
}

const groupedBy = <Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> => {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item)) ?? [];
    group.push(item);
    groups.set(keyOf(item), group);
  }
  return groups;
};

const breachesIn = async (system: System): Promise<Counts> => {
  const counts: Record<string, number> = {};
  let after: string | undefined;
  for (;;) {
    const { events, through, caughtUp } = await system.store.readAll({
      limit: pageSize,
      categories: ['clock'],
      ...(after === undefined ? {} : { after }),
    });
    for (const { type, data } of events)
      if (type === 'DeadlineBreached') {
        const { caseType } = data as { caseType: string };
        counts[caseType] = (counts[caseType] ?? 0) + 1;
      }
    if (caughtUp) return counts;
    after = through;
  }
};

/** Today in Asia/Shanghai, or the day given. */
export const lastDayOfPlay = (given: string | undefined, clock: Clock): string =>
  given ?? addDays(dayOf(clock.now()), -1);
