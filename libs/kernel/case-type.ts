import type { z } from 'zod';
import type { Decision } from './decision.js';
import type { Desk, Question, Stamp } from './desk.js';
import type { JsonObject } from './json.js';
import type { Label } from './label.js';
import type { Actor, Role } from './roles.js';
import type { Access, CaseLink, EndedLink, Evidence } from './shared-acts/state.js';
import type { Day, Instant } from './time.js';
import type { StageTable } from './stages.js';

export interface Message {
  readonly type: string;
}

/** The generic caseload row that every case type fills. Text that names a person is marked personal by its type: it may arrive sealed. */
export interface CaseSummary {
  readonly stage: string;
  readonly open: boolean;
  /** What kind within the type (`dibao`, …), for filters. */
  readonly scheme: string;
  /** Personal: the person the case is about, as shown in lists. */
  readonly title: string | undefined;
  readonly office: string;
  readonly assignee?: string;
  /** The committee area the case belongs to, when it has one. */
  readonly area: string | undefined;
  readonly persons: readonly string[];
  readonly openedOn: string;
  readonly amountFen: number | undefined;
  /** The command that normally comes next, shown as the row's main button. */
  readonly nextStep: string | undefined;
  /** The end of the case, when closed: `granted`, `refused`, `withdrawn`, … */
  readonly outcome: string | undefined;
  /** The rule-set version the case is decided under, e.g. `chongqing@1`. */
  readonly ruleSet?: string;
  /** What indicators count over all cases of the type, e.g. `{ returnDue: true, returned: false }`; never personal. */
  readonly figures?: Readonly<Record<string, string | number | boolean>>;
}

/** Who may look into cases of a type that is not open to everyone whose office they belong to. */
export interface CaseAccess {
  /** Roles that handle such cases. Everybody else needs an approved access. */
  readonly readers: readonly Role[];
  /** Roles that see the row of a case in lists and boards, without its title. */
  readonly overseers: readonly Role[];
  /** Roles that approve somebody's access. */
  readonly approvers: readonly Role[];
  /** Roles that may open what was sealed apart (a reporter's identity), each time with a reason that is recorded. */
  readonly sealReaders: readonly Role[];
  /** Who may read restricted fields, by their kind; a kind that is not listed is read by all readers. */
  readonly restricted: Readonly<Record<string, readonly Role[]>>;
}

/** Days that a clock leaves out. */
export interface ClockPause {
  /** The first and last day that do not count; no last day while the pause goes on. */
  readonly from: Day;
  readonly until: Day | undefined;
  readonly why: Label;
  /** Whose time it is: the applicant's, another department's, or that of the procedure itself. */
  readonly responsible: PauseResponsible;
}

export type PauseResponsible = 'applicant' | 'otherDepartment' | 'procedure';

/** An instant at which a clock has something to tell, and whom. */
export interface ClockAlarm {
  readonly kind: 'approaching' | 'breached' | 'escalated';
  /** Which of its kind, from 0. */
  readonly step: number;
  readonly at: Instant;
  readonly roles: readonly Role[];
}

/** A clock of a case as it stands. Instants are exact; `dueOn` is the last day in Asia/Shanghai. */
export interface ClockView {
  readonly clock: string;
  readonly label: Label;
  /** A `right` of the applicant is no duty of an office: it stands in no worklist and is never breached. */
  readonly nature?: 'statutory' | 'local' | 'internal' | 'right';
  readonly ruleSet: string;
  /** The article it follows. */
  readonly source: string;
  readonly startedAt: Instant;
  /** The first instant that is too late. */
  readonly dueAt: Instant;
  readonly dueOn: string;
  readonly provisional: boolean;
  readonly stoppedAt: Instant | undefined;
  readonly stoppedBy: string | undefined;
  readonly state: 'running' | 'paused' | 'met' | 'late' | 'overdue' | 'ended';
  /** Stretches that do not count, with their cause and whose time it is. */
  readonly pauses: readonly ClockPause[];
  /** What time alone brings, in its order: reminders, the breach, and who is told after it. */
  readonly alarms: readonly ClockAlarm[];
  /** What the rule says of a breach. */
  readonly consequence: Label;
  readonly extension:
    | {
        readonly extended: boolean;
        readonly approvers: readonly string[];
        readonly extendedDueAt: Instant;
        readonly extendedDueOn: string;
        readonly reason?: string;
      }
    | undefined;
}

/** One line of the payment ledger. */
export interface PaymentLine {
  readonly month: string;
  readonly batchId: string;
  readonly amountFen: number;
  readonly status: 'produced' | 'paid' | 'returned' | 'reconciled';
}

/** Money given before the papers were complete. */
export interface AdvanceLine {
  readonly advanceId: string;
  readonly officer: string;
  readonly amountFen: number;
  readonly paidAt: Instant;
  readonly papersDueAt: Instant | undefined;
  readonly papersCompleted: boolean;
  readonly accountabilityOpened: boolean;
}

/** What a case pays, for batches and ledgers. */
export interface MoneyView {
  readonly payments: readonly PaymentLine[];
  readonly advances: readonly AdvanceLine[];
  /** The first and last month payable; no last month while the benefit goes on. */
  readonly payable: { readonly from: string; readonly to: string | undefined } | undefined;
}

/** What the public may read of a case: nothing that is not listed here can be shown. */
export interface PublicNotice {
  readonly noticeId: string;
  readonly scheme: string;
  /** Personal: the head of the household. */
  readonly headOfHousehold: string | undefined;
  readonly persons: number;
  readonly amountFen: number | undefined;
  readonly area: string;
  readonly office: string;
  readonly postedOn: string;
  /** The last day it is shown. */
  readonly endsOn: string;
  /** Set when it was taken down before its time. */
  readonly takenDownOn: string | undefined;
}

/** How a command or event is shown: data, not code. */
export interface ScreenText {
  readonly label: Label;
  readonly fields?: Readonly<Record<string, Label>>;
  /** Fields in the order the form shows them; the rest follow in the schema's order. */
  readonly order?: readonly string[];
  /** Shown above the form. */
  readonly hint?: Label;
}

export interface Letter {
  readonly id: string;
  readonly label: Label;
  /** The event that makes the letter available. */
  readonly after: string;
  /**
   * Chinese text with `{{field}}` places, filled from the event, else from what came before it and from the case.
   * A part in `[[…]]` is left out when a place in it has nothing to say.
   * A first line that ends in a colon names whom it is addressed to.
   */
  readonly text: string;
  /** The law it rests on, or that of each scheme; may hold places. */
  readonly basis?: string | Readonly<Record<string, string>>;
  /** What may be done against it and until when (行政复议法 §20, 行政诉讼法 §46). */
  readonly remedy?: string;
  /** Stands in its number, `民救受字〔2026〕第1A2B3C4D-7号`; without it a letter bears none but what its text says. */
  readonly series?: string;
  /** Who signs by hand, e.g. `声明人`. */
  readonly signatures?: readonly string[];
  /** Nobody's office stands under it, and no seal: only those who sign vouch for it. */
  readonly unsealed?: true;
  /** The field that names who issues it, where that is no office of ours. */
  readonly issuer?: string;
  /** The office in whose name it goes out, whichever office the case is at. */
  readonly issuingOffice?: string;
  /** Handed over against a receipt of delivery (送达回证). */
  readonly delivered?: true;
}

export interface Screen {
  readonly commands: Readonly<Record<string, ScreenText>>;
  readonly events: Readonly<Record<string, ScreenText>>;
  readonly values: Readonly<Record<string, Label>>;
  readonly refusals: Readonly<Record<string, Label>>;
  readonly letters: readonly Letter[];
  /** Events that mark a milestone; the dense timeline shows only these. */
  readonly milestones: readonly string[];
  /** The open stages of a case that takes its normal course, in order; all others are detours. */
  readonly path: readonly string[];
}

/** Turns the stored form of one version of an event into the next version's. */
export type Upcast = (data: JsonObject) => JsonObject;

export interface EventHistory {
  /** Version that `decide` writes today; 1 where nothing is said. */
  readonly versions: Readonly<Record<string, number>>;
  /** `upcasts[type][n]` turns version n into n + 1. */
  readonly upcasts: Readonly<Record<string, Readonly<Record<number, Upcast>>>>;
}

/** An act that time alone brings. */
export interface Duty<Command extends Message> {
  readonly at: Instant;
  readonly command: Command;
}

/** One case type: a room of pure rules. */
export interface CaseType<
  Command extends Message,
  Event extends Message,
  State,
  Stage extends string,
  Reason extends string,
  Rules,
> {
  /** Kebab-case; names the command class, the stream category and the URL. */
  readonly type: string;
  readonly label: Label;
  readonly commands: Readonly<Record<string, z.ZodType>>;
  readonly events: Readonly<Record<string, z.ZodType>>;
  /** Commands that open a case. */
  readonly opening: readonly string[];
  /** Opening commands by which anybody entitled brings a case to another office: a report, a lead, a person met. */
  readonly bringsIn?: readonly string[];
  readonly stages: StageTable<Stage, string>;
  readonly initial: State;
  readonly stageOf: (state: State) => Stage;
  readonly decide: (command: Command, state: State, desk: Desk<Rules>) => Decision<Event, Reason>;
  readonly evolve: (state: State, event: Event, stamp: Stamp) => State;
  readonly summary: (state: State) => CaseSummary;
  readonly clocks: (state: State, rules: Rules, now: Instant) => readonly ClockView[];
  readonly notices: (state: State) => readonly PublicNotice[];
  /** What the case does by itself when the time comes, each by a command the stage table allows to `system`. */
  readonly duties?: (state: State) => readonly Duty<Command>[];
  /** What is still under way in a closed case beside its clocks, e.g. a debt: while there is any, the case is kept as it is. */
  readonly unsettled?: (state: State) => readonly string[];
  /** Only for types that pay money. */
  readonly money?: (state: State, rules: Rules, now: Instant) => MoneyView;
  /** What must be known from outside before this command can be decided. */
  readonly ask: (command: Command, state: State, actor: Actor) => readonly Question[];
  /** Keys that only one open case may hold, e.g. scheme and person. */
  readonly claims: (command: Command, state: State) => readonly string[];
  /** Whether the open case still holds a key it took; without this it holds all until it closes. */
  readonly holds?: (state: State, key: string) => boolean;
  /** Absent: whoever handles the office's cases may look at them. */
  readonly access?: CaseAccess;
  /** Accesses asked for and approved, evidence, and linked cases: filled by the shared acts. */
  readonly accesses?: (state: State) => readonly Access[];
  readonly evidence?: (state: State) => readonly Evidence[];
  readonly links?: (state: State) => readonly CaseLink[];
  readonly unlinked?: (state: State) => readonly EndedLink[];
  readonly screen: Screen;
  readonly history: EventHistory;
}

// The list of case types holds rooms of different commands, events and states; only the room itself knows its own.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyCaseType = CaseType<any, any, any, string, string, any>;

/** Fixes the types of a room so that its parts must fit together: a schema for every command and every event. */
export const defineCaseType = <
  Command extends Message,
  Event extends Message,
  State,
  Stage extends string,
  Reason extends string,
  Rules,
>(
  room: CaseType<Command, Event, State, Stage, Reason, Rules> & {
    readonly commands: Readonly<Record<Command['type'], z.ZodType>>;
    readonly events: Readonly<Record<Event['type'], z.ZodType>>;
  },
): CaseType<Command, Event, State, Stage, Reason, Rules> => room;
