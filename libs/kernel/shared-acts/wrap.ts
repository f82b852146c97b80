import type { z } from 'zod';
import type { CaseAccess, CaseSummary, CaseType, Message } from '../case-type.js';
import { type SharedCommand, isSharedCommand, sharedCommands } from './commands.js';
import { askShared, decideShared } from './decide.js';
import type { SharedRefusal } from './refusals.js';
import { type SharedEvent, isSharedEvent, sharedEvents } from './events.js';
import { sharedLetters } from './letters.js';
import { sharedCommandTexts, sharedEventTexts, sharedRefusals, sharedValues } from './screen.js';
import { withSharedRows } from './stages.js';
import { type SharedState, evolveShared, newShared } from './state.js';
import { supervisionClocks } from './supervision-clock.js';

export interface Shared<State> {
  readonly own: State;
  readonly shared: SharedState;
}

const isOwn = <Own extends Message>(message: Own | Message, shared: boolean): message is Own => !shared;

/**
 * A case type with the acts that every case shares, in front of the room's own decider.
 * The room's `evolve` sees the shared events too and may react to any of them.
 */
export const withSharedActs = <
  Command extends Message,
  Event extends Message,
  State,
  Stage extends string,
  Reason extends string,
  Rules,
>(
  room: CaseType<Command, Event | SharedEvent, State, Stage, Reason, Rules>,
  withdrawable: readonly Stage[],
): CaseType<Command | SharedCommand, Event | SharedEvent, Shared<State>, Stage, Reason | SharedRefusal, Rules> => {
  const summary = ({ own, shared }: Shared<State>): CaseSummary => {
    const row = room.summary(own);
    return { ...row, office: shared.office ?? row.office, assignee: shared.assignee };
  };
  const { money } = room;
  /** A case that the room itself moves to another office leaves an earlier hand-over and its assignee behind. */
  const atNewOffice = (shared: SharedState, before: State, after: State): SharedState =>
    (shared.office === undefined && shared.assignee === undefined) ||
    room.summary(before).office === room.summary(after).office
      ? shared
      : { ...shared, office: undefined, assignee: undefined };
  return {
    ...room,
    commands: { ...room.commands, ...commandsFor(room.access, withdrawable) },
    events: { ...room.events, ...sharedEvents },
    stages: withSharedRows(room.stages, withdrawable, room.access),
    initial: { own: room.initial, shared: newShared },
    stageOf: ({ own }) => room.stageOf(own),
    decide: (command, { own, shared }, desk) => {
      if (isSharedCommand(command)) {
        const clocks = command.type === 'ExtendDeadline' ? room.clocks(own, desk.rules, desk.now) : [];
        const office = shared.office ?? room.summary(own).office;
        return decideShared(command, shared, { office, clocks, access: room.access }, desk);
      }
      if (!isOwn<Command>(command, isSharedCommand(command))) return [];
      return room.decide(command, own, desk);
    },
    evolve: ({ own, shared }, event, stamp) => {
      const next = room.evolve(own, event, stamp);
      const kept = isSharedEvent(event) ? evolveShared(shared, event, stamp) : atNewOffice(shared, own, next);
      return { own: next, shared: { ...kept, version: shared.version + 1 } };
    },
    summary,
    clocks: ({ own, shared }, rules, now) => [...room.clocks(own, rules, now), ...supervisionClocks(shared, now)],
    notices: ({ own }) => room.notices(own),
    unsettled: ({ own }) => room.unsettled?.(own) ?? [],
    money: money === undefined ? undefined : ({ own }, rules, now) => money(own, rules, now),
    ask: (command, { own }, actor) =>
      isOwn<Command>(command, isSharedCommand(command)) ? room.ask(command, own, actor) : askShared(command),
    claims: (command, { own }) => (isOwn<Command>(command, isSharedCommand(command)) ? room.claims(command, own) : []),
    holds: ({ own }, key) => room.holds?.(own, key) ?? true,
    duties: room.duties === undefined ? undefined : ({ own }) => room.duties?.(own) ?? [],
    accesses: ({ shared }) => shared.accesses,
    evidence: ({ shared }) => shared.evidence,
    links: ({ shared }) => shared.links,
    unlinked: ({ shared }) => shared.unlinked,
    screen: {
      ...room.screen,
      commands: { ...room.screen.commands, ...sharedCommandTexts },
      events: { ...room.screen.events, ...sharedEventTexts },
      values: { ...sharedValues, ...room.screen.values },
      refusals: { ...room.screen.refusals, ...sharedRefusals },
      letters: [...room.screen.letters, ...sharedLetters],
    },
  };
};

/** A type that is open to everyone who handles it has no access to ask for; one that nobody applied for has no withdrawal. */
const commandsFor = (
  access: CaseAccess | undefined,
  withdrawable: readonly string[],
): Readonly<Record<string, z.ZodType>> => {
  const { RequestAccess, ApproveAccess, RefuseAccess, EndAccess, WithdrawCase, ...acts } = sharedCommands;
  return {
    ...acts,
    ...(access === undefined ? {} : { RequestAccess, ApproveAccess, RefuseAccess, EndAccess }),
    ...(withdrawable.length === 0 ? {} : { WithdrawCase }),
  };
};
