import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import { type CaseAnswer, CaseDesks, type CaseOutcome, type CaseRequest, type SignedIn, isRefused } from '#case-desk';
import { type Message, linkKinds } from '#kernel';
import { parse } from './parse.js';
import { Problem } from './problem.js';

const caseNamespace = '0b0a5f0e-3c58-4d0c-9f63-5d8a1d0f8b4e';
const keySchema = z.uuid();
const links = z.array(z.strictObject({ caseId: z.uuid(), kind: z.enum(linkKinds).exclude(['region']) }));
const envelopeSchema = z.looseObject({
  type: z.string(),
  occurredAt: z.iso.datetime({ offset: true }).optional(),
});
const openingSchema = envelopeSchema.extend({ linkedTo: links.min(1).max(10).optional() });

export interface Sending {
  readonly type: string;
  readonly body: unknown;
  readonly viewer: SignedIn;
  readonly commandId: string;
  /** Absent: the command is to open a case. */
  readonly caseId?: string;
  readonly ifMatch?: string | undefined;
}

/** The command id an `Idempotency-Key` names; a fresh one where none was sent. */
export const commandIdOf = (key: string | undefined): string => {
  if (key === undefined) return randomUUID();
  if (!keySchema.safeParse(key).success) throw new Problem(400, 'idempotency-key-not-a-uuid');
  return key.toLowerCase();
};

const versionOf = (ifMatch: string): number => {
  const found = /^(?:W\/)?"?(\d{1,9})"?$/.exec(ifMatch.trim());
  if (found === null) throw new Problem(400, 'if-match-not-a-version');
  return Number(found[1]);
};

/** Takes a body as it came over HTTP to the desk of its case type. */
@Injectable()
export class CaseSender {
  constructor(
    private readonly commands: CommandBus,
    private readonly desks: CaseDesks,
  ) {}

  /**
   * Checks the body against the command's schema; nothing is sent yet.
   * @throws Problem 400 malformed, 404 no such case type, 422 a command that does not open a case
   */
  prepare({ type, body, viewer, commandId, caseId, ifMatch }: Sending): CaseRequest {
    const desk = this.desks.of(type);
    if (desk === undefined) throw new Problem(404, 'no-such-case-type');
    const opening = caseId === undefined;
    const { occurredAt, linkedTo, ...fields } = opening
      ? parse(openingSchema, body)
      : { linkedTo: undefined, ...parse(envelopeSchema, body) };
    const schema = Object.hasOwn(desk.room.commands, fields.type) ? desk.room.commands[fields.type] : undefined;
    if (schema === undefined) throw new Problem(400, 'unknown-command', { allowed: Object.keys(desk.room.commands) });
    if (opening && !desk.room.opening.includes(fields.type))
      throw new Problem(422, 'command-does-not-open-a-case', { allowed: desk.room.opening });
    return {
      caseId: caseId ?? uuidv5(commandId, caseNamespace),
      opening,
      command: parse(schema, fields) as Message,
      by: viewer,
      commandId,
      ...(occurredAt === undefined ? {} : { occurredAt: new Date(occurredAt).toISOString() }),
      ...(linkedTo === undefined ? {} : { linkedTo }),
      ...(ifMatch === undefined ? {} : { expectedVersion: versionOf(ifMatch) }),
    };
  }

  /** @throws Problem when the desk refuses */
  async send(sending: Sending): Promise<CaseAnswer> {
    const outcome = await this.outcome(sending.type, this.prepare(sending));
    if (isRefused(outcome)) throw Problem.of(outcome);
    return outcome;
  }

  async outcome(type: string, request: CaseRequest): Promise<CaseOutcome> {
    const desk = this.desks.of(type);
    if (desk === undefined) throw new Problem(404, 'no-such-case-type');
    return this.commands.execute(new desk.Command(request));
  }
}
