import { addDays, addWorkingDays, type Calendar, rollToWorkingDay } from '#rules';
import type { FoundPerson, SeedPerson } from './people.js';

export type Command = Readonly<Record<string, unknown>> & { readonly type: string };

export type CaseType =
  'relief-application' | 'guardianship-intervention' | 'transient-assistance' | 'outreach-lead' | 'wander-risk-list';

export type LinkKind = 'guardianship' | 'relief' | 'lead';

/** A case of the story, by the name under which its id is noted once it is open. */
export interface SeedCase {
  readonly type: CaseType;
  readonly name: string;
}

/** One call of the API. `@{name}` anywhere in path or body stands for an id noted earlier in the same story. */
export interface Act {
  /** When it is done, in Asia/Shanghai. */
  readonly at: string;
  readonly by: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Names under which the ids in the answer are noted. */
  readonly notes: readonly string[];
  /** Opens cases of these types. */
  readonly opens: readonly CaseType[];
}

export const ref = (name: string): string => `@{${name}}`;

const mentioned = /@\{([^}]+)\}/g;

/** The value with every `@{name}` in it replaced. @throws when a name was never noted */
export const withIds = (value: unknown, known: ReadonlyMap<string, string>): unknown => {
  if (typeof value === 'string')
    return value.replaceAll(mentioned, (_, name: string) => {
      const id = known.get(name);
      if (id === undefined) throw new Error(`The story does not know ${name} yet`);
      return id;
    });
  if (Array.isArray(value)) return value.map((item: unknown) => withIds(item, known));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withIds(item, known)]));
};

const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

const dayMinutes = 24 * 60;
const morning = 9 * 60;

export const workingDayFrom = (calendar: Calendar, day: string): string =>
  addWorkingDays(calendar, addDays(day, -1), 1).day;

/** Acts one after the other. What would lie after today is left out. */
export class Script {
  private minutes = morning;

  constructor(
    private readonly calendar: Calendar,
    public day: string,
    private readonly today: string,
    readonly acts: Act[] = [],
  ) {}

  get isOver(): boolean {
    return this.day > this.today;
  }

  /** Another thread of the same story, from the same moment on. */
  fork(): Script {
    const thread = new Script(this.calendar, this.day, this.today, this.acts);
    thread.minutes = this.minutes;
    return thread;
  }

  register(by: string, name: string, { age: _age, ...person }: SeedPerson): void {
    this.call(by, '/api/people', person, [name]);
  }

  find(by: string, name: string, person: FoundPerson): void {
    this.call(by, '/api/people/unidentified', { ...person, foundOn: this.day }, [name]);
  }

  /** Who an unidentified person is: a registered one of the story, or an identity nobody has yet. */
  identify(by: string, name: string, identity: { readonly identifiedAs: string } | SeedPerson, evidence: string): void {
    const { age: _age, ...known } = { age: 0, ...identity };
    this.call(by, `/api/people/${ref(name)}/identity`, { ...known, evidence });
  }

  die(by: string, name: string): void {
    this.call(by, `/api/people/${ref(name)}/death`, { diedOn: this.day });
  }

  open(
    by: string,
    opened: SeedCase,
    command: Command,
    linkedTo?: { readonly to: SeedCase; readonly kind: LinkKind },
  ): void {
    const links = linkedTo === undefined ? {} : { linkedTo: [{ caseId: ref(linkedTo.to.name), kind: linkedTo.kind }] };
    this.call(by, `/api/cases/${opened.type}`, { ...this.timed(command), ...links }, [opened.name], [opened.type]);
    this.minutes += 7;
  }

  openTogether(by: string, opened: readonly (SeedCase & { readonly command: Command })[]): void {
    const cases = opened.map(({ type, command }) => ({ caseType: type, command: this.timed(command) }));
    this.call(
      by,
      '/api/bundles',
      { cases },
      opened.map(({ name }) => name),
      opened.map(({ type }) => type),
    );
    this.minutes += 7;
  }

  /** `note`: the name under which the number of entries before this one is noted. */
  command(by: string, { type, name }: SeedCase, command: Command, note?: string): void {
    const notes = note === undefined ? [] : [note];
    this.call(by, `/api/cases/${type}/${ref(name)}/commands`, this.timed(command), notes);
    this.minutes += 7;
  }

  /** To the morning of a later working day. */
  wait(workingDays: number): void {
    this.day = addWorkingDays(this.calendar, this.day, workingDays).day;
    this.minutes = morning + (workingDays % 5) * 13;
  }

  /** To a time of a later day, whether anybody works then or not. */
  waitDays(days: number, hour = 9): void {
    this.day = addDays(this.day, days);
    this.minutes = Math.max(hour * 60, days === 0 ? this.minutes : 0);
  }

  /** To the morning of the working day that a date falls on or is followed by, unless it is past already. */
  waitUntil(day: string): void {
    const next = workingDayFrom(this.calendar, day);
    if (next <= this.day) return;
    this.day = next;
    this.minutes = morning;
  }

  later(minutes: number): void {
    const total = this.minutes + minutes;
    this.day = addDays(this.day, Math.floor(total / dayMinutes));
    this.minutes = total % dayMinutes;
  }

  /** Past the last day of a notice of so many days posted today, which never ends on a rest day. */
  waitOutNotice(days: number): void {
    this.waitUntil(addDays(rollToWorkingDay(this.calendar, addDays(this.day, days)).day, 1));
  }

  private timed(command: Command): Command {
    return { ...command, occurredAt: `${this.now()}:00+08:00` };
  }

  /** A thread that works past midnight goes on on the next day. */
  private now(): string {
    if (this.minutes >= dayMinutes) this.later(0);
    return `${this.day}T${clockOf(this.minutes)}`;
  }

  private call(
    by: string,
    path: string,
    body: Act['body'],
    notes: readonly string[] = [],
    opens: readonly CaseType[] = [],
  ): void {
    const at = this.now();
    if (!this.isOver) this.acts.push({ at, by, path, body, notes, opens });
  }
}
