import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import { CaseDesks, type CaseFile, type CaseOutcome, GetCase, type SignedIn, isRefused } from '#case-desk';
import type { Message } from '#kernel';
import { CasePages, type HistoryPage } from './case-pages.js';
import { parse } from './parse.js';
import { Problem } from './problem.js';
import { Viewer } from './viewer.js';

const caseNamespace = '0b0a5f0e-3c58-4d0c-9f63-5d8a1d0f8b4e';
const keySchema = z.uuid();
const instantSchema = z.iso.datetime({ offset: true });
const envelopeSchema = z.looseObject({ type: z.string(), occurredAt: instantSchema.optional() });

const spanSchema = z.strictObject({
  asOf: instantSchema.optional(),
  version: z.coerce.number().int().positive().optional(),
  after: z.string().max(100).optional(),
});

@Controller('api/cases')
export class CasesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly desks: CaseDesks,
    private readonly pages: CasePages,
  ) {}

  /** Opens a case with its first command. */
  @Post(':type')
  async open(
    @Param('type') type: string,
    @Body() body: unknown,
    @Viewer() viewer: SignedIn,
    @Headers('idempotency-key') key?: string,
  ): Promise<object> {
    const commandId = this.commandId(key);
    return this.send(type, uuidv5(commandId, caseNamespace), true, commandId, body, viewer);
  }

  /** One command to an open case. */
  @Post(':type/:caseId/commands')
  @HttpCode(200)
  async command(
    @Param('type') type: string,
    @Param('caseId') caseId: string,
    @Body() body: unknown,
    @Viewer() viewer: SignedIn,
    @Headers('idempotency-key') key?: string,
    @Headers('if-match') ifMatch?: string,
  ): Promise<object> {
    return this.send(type, caseId, false, this.commandId(key), body, viewer, ifMatch);
  }

  /** The case as it is, or with `asOf` or `version` as it was known. */
  @Get(':caseId')
  async get(
    @Param('caseId') caseId: string,
    @Viewer() viewer: SignedIn,
    @Query() query: Record<string, string>,
  ): Promise<object> {
    return this.pages.casePage(await this.file(caseId, viewer, query));
  }

  /** Every event in order. */
  @Get(':caseId/history')
  async history(
    @Param('caseId') caseId: string,
    @Viewer() viewer: SignedIn,
    @Query() query: Record<string, string>,
  ): Promise<HistoryPage> {
    return this.pages.history(await this.file(caseId, viewer, query));
  }

  /** Every clock of the case. */
  @Get(':caseId/clocks')
  async clocks(
    @Param('caseId') caseId: string,
    @Viewer() viewer: SignedIn,
    @Query() query: Record<string, string>,
  ): Promise<object> {
    const file = await this.file(caseId, viewer, query);
    return { rows: this.pages.clocks(file) };
  }

  private async file(caseId: string, viewer: SignedIn, query: Record<string, string>): Promise<CaseFile> {
    const { asOf, version } = parse(spanSchema, query);
    const span = {
      ...(asOf === undefined ? {} : { toInstant: new Date(asOf).toISOString() }),
      ...(version === undefined ? {} : { toVersion: version }),
    };
    const file = await this.queries.execute(new GetCase(caseId, viewer, span));
    if (file === undefined) throw new Problem(404, 'no-such-case');
    if (file.folded.version === 0) throw new Problem(404, 'case-not-known-then', { detail: { asOf } });
    return file;
  }

  private async send(
    type: string,
    caseId: string,
    opening: boolean,
    commandId: string,
    body: unknown,
    viewer: SignedIn,
    ifMatch?: string,
  ): Promise<object> {
    const desk = this.desks.of(type);
    if (desk === undefined) throw new Problem(404, 'no-such-case-type');
    const { occurredAt, ...fields } = parse(envelopeSchema, body);
    const schema = Object.hasOwn(desk.room.commands, fields.type) ? desk.room.commands[fields.type] : undefined;
    if (schema === undefined) throw new Problem(400, 'unknown-command', { allowed: Object.keys(desk.room.commands) });
    if (opening && !desk.room.opening.includes(fields.type))
      throw new Problem(422, 'command-does-not-open-a-case', { allowed: desk.room.opening });
    const command = parse(schema, fields) as Message;
    const outcome: CaseOutcome = await this.commands.execute(
      new desk.Command({
        caseId,
        opening,
        command,
        by: viewer,
        commandId,
        ...(occurredAt === undefined ? {} : { occurredAt: new Date(occurredAt).toISOString() }),
        ...(ifMatch === undefined ? {} : { expectedVersion: this.versionOf(ifMatch) }),
      }),
    );
    if (isRefused(outcome)) throw Problem.of(outcome);
    return outcome;
  }

  private commandId(key: string | undefined): string {
    if (key === undefined) return randomUUID();
    if (!keySchema.safeParse(key).success) throw new Problem(400, 'idempotency-key-not-a-uuid');
    return key.toLowerCase();
  }

  private versionOf(ifMatch: string): number {
    const found = /^(?:W\/)?"?(\d{1,9})"?$/.exec(ifMatch.trim());
    if (found === null) throw new Problem(400, 'if-match-not-a-version');
    return Number(found[1]);
  }
}
