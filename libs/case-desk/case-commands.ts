import type { Type } from '@nestjs/common';
import { Command, CommandHandler, EventBus, type ICommandHandler } from '@nestjs/cqrs';
import type { AnyCaseType } from '#kernel';
import type { Sees } from './access.js';
import { CaseHandling, type OtherDesks } from './handling.js';
import { mirrorLinks } from './links.js';
import type { DeskSurroundings } from './ports.js';
import { type CaseOutcome, type CaseRequest, type SignedIn, isRefused } from './request.js';

/** A command of some case type on its way over the bus. */
export abstract class CaseCommand extends Command<CaseOutcome> {
  constructor(readonly request: CaseRequest) {
    super();
  }
}

/** Published after commit, for live refresh and metrics. Nothing durable hangs on it. */
export class EventsRecorded {
  constructor(
    readonly caseType: string,
    readonly answer: { readonly caseId: string; readonly version: number; readonly position: string },
    readonly office: string,
    readonly area: string | undefined,
    readonly events: readonly string[],
  ) {}
}

export interface CaseTypeDesk {
  readonly room: AnyCaseType;
  readonly handling: CaseHandling;
  readonly Command: new (request: CaseRequest) => CaseCommand;
  readonly Handler: Type<ICommandHandler<CaseCommand>>;
}

const classNameOf = (caseType: string): string =>
  caseType.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

const deskFor = (
  room: AnyCaseType,
  surroundings: DeskSurroundings,
  others: OtherDesks & { readonly deskOf: (caseId: string) => Promise<CaseTypeDesk | undefined> },
): CaseTypeDesk => {
  const name = classNameOf(room.type);
  const handling = new CaseHandling(room, surroundings, others);
  const commandName = `${name}Command`;
  const handlerName = `${name}Handler`;
  const named = {
    [commandName]: class extends CaseCommand {},
    [handlerName]: class implements ICommandHandler<CaseCommand> {
      constructor(private readonly bus: EventBus) {}

      async execute({ request }: CaseCommand): Promise<CaseOutcome> {
        const outcome = await handling.execute(request);
        if (!isRefused(outcome)) await mirrorLinks(outcome, request, others.deskOf);
        if (!isRefused(outcome) && !outcome.repeated) {
          const { office, area } = await handling.whereabouts(outcome.caseId);
          const types = outcome.events.map((event) => event.type);
          this.bus.publish(new EventsRecorded(room.type, outcome, office, area, types));
        }
        return outcome;
      }
    },
  };
  const CommandClass = named[commandName] as CaseTypeDesk['Command'];
  const Handler = named[handlerName] as CaseTypeDesk['Handler'];
  Reflect.defineMetadata('design:paramtypes', [EventBus], Handler);
  CommandHandler(CommandClass)(Handler);
  return { room, handling, Command: CommandClass, Handler };
};

/**
 * One command class and one handler class per case type, named after it.
 * @throws when two case types share a name: the second handler would win silently.
 */
export const caseTypeDesks = (
  caseTypes: readonly AnyCaseType[],
  surroundings: DeskSurroundings,
  sees: Sees,
): ReadonlyMap<string, CaseTypeDesk> => {
  const desks = new Map<string, CaseTypeDesk>();
  const deskOf = async (caseId: string): Promise<CaseTypeDesk | undefined> => {
    const held = await Promise.all([...desks.values()].map((desk) => desk.handling.holds(caseId)));
    return [...desks.values()].find((_, index) => held[index]);
  };
  const others = {
    deskOf,
    standingOf: async (caseType: string, caseId: string, key: string) =>
      (await desks.get(caseType)?.handling.standing(caseId, key)) ?? 'absent',
    mayLink: async (caseId: string, by: SignedIn) =>
      (await (await deskOf(caseId))?.handling.visible(caseId, by, sees)) ?? false,
  };
  for (const room of caseTypes) {
    if ([...desks.values()].some((desk) => classNameOf(desk.room.type) === classNameOf(room.type)))
      throw new Error(`Two case types are called ${room.type}`);
    desks.set(room.type, deskFor(room, surroundings, others));
  }
  return desks;
};
