import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { OpenSeal, type SignedIn, isRefused } from '#case-desk';
import { CaseFiles } from './case-files.js';
import { CasePages, type HistoryPage, travelShown } from './case-pages.js';
import { CaseSender, commandIdOf } from './case-sender.js';
import { parse } from './parse.js';
import { Problem } from './problem.js';
import { Allowed, Viewer } from './viewer.js';

const purposeSchema = z.strictObject({ purpose: z.string().trim().min(4).max(500) });

@Controller('api/cases')
export class CasesController {
  constructor(
    private readonly sender: CaseSender,
    private readonly queries: QueryBus,
    private readonly files: CaseFiles,
    private readonly pages: CasePages,
  ) {}

  /** Opens a case with its first command; `linkedTo` names cases it belongs together with. */
  @Post(':type')
  @Allowed('cases.open')
  async open(
    @Param('type') type: string,
    @Body() body: unknown,
    @Viewer() viewer: SignedIn,
    @Headers('idempotency-key') key?: string,
  ): Promise<object> {
    return this.sender.send({ type, body, viewer, commandId: commandIdOf(key) });
  }

  /** One command to an open case. */
  @Post(':type/:caseId/commands')
  @HttpCode(200)
  @Allowed('cases.command')
  async command(
    @Param('type') type: string,
    @Param('caseId') caseId: string,
    @Body() body: unknown,
    @Viewer() viewer: SignedIn,
    @Headers('idempotency-key') key?: string,
    @Headers('if-match') ifMatch?: string,
  ): Promise<object> {
    return this.sender.send({ type, caseId, body, viewer, commandId: commandIdOf(key), ifMatch });
  }

  /** What was kept apart from the case, e.g. who reported. That somebody looked, and why, is recorded. */
  @Post(':caseId/sealed')
  @HttpCode(200)
  @Allowed('cases.open-seal')
  async openSeal(
    @Param('caseId') caseId: string,
    @Body() body: unknown,
    @Viewer() viewer: SignedIn,
    @Headers('idempotency-key') key?: string,
  ): Promise<object> {
    const { purpose } = parse(purposeSchema, body);
    const opened = await this.queries.execute(new OpenSeal(caseId, viewer, purpose, commandIdOf(key)));
    if (isRefused(opened)) throw Problem.of(opened);
    return opened;
  }

  /** The case as it is, or with `asOf` or `version` as it was known; with `by=occurred` as it was. */
  @Get(':caseId')
  @Allowed('cases.show')
  async get(
    @Param('caseId') caseId: string,
    @Viewer() viewer: SignedIn,
    @Query() query: Record<string, string>,
  ): Promise<object> {
    return this.pages.casePage(await this.files.asked(caseId, viewer, query), viewer);
  }

  /** Every event in order. */
  @Get(':caseId/history')
  @Allowed('cases.history')
  async history(
    @Param('caseId') caseId: string,
    @Viewer() viewer: SignedIn,
    @Query() query: Record<string, string>,
  ): Promise<HistoryPage> {
    return this.pages.history(await this.files.asked(caseId, viewer, query));
  }

  /** Every clock of the case. */
  @Get(':caseId/clocks')
  @Allowed('cases.clocks')
  async clocks(
    @Param('caseId') caseId: string,
    @Viewer() viewer: SignedIn,
    @Query() query: Record<string, string>,
  ): Promise<object> {
    const file = await this.files.asked(caseId, viewer, query);
    return { travel: travelShown(file), rows: this.pages.clocks(file) };
  }
}
