import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import { CaseDesks, type CaseOutcome, type SignedIn, isRefused } from '#case-desk';
import type { Message } from '#kernel';
import { dayOf, monthOf, monthSchema } from '#rules';
import { System } from '#system';
import { Lists } from './lists.js';
import { parse } from './parse.js';
import { Problem } from './problem.js';
import { Allowed, Viewer } from './viewer.js';

const namespace = '5e0b6a40-3c56-4f8e-9a0f-9d2b6a1c9d77';
const atOnce = 16;

const batchSchema = z.strictObject({ month: monthSchema });
const resultsSchema = z.strictObject({
  results: z
    .array(
      z.strictObject({
        caseId: z.uuid(),
        outcome: z.enum(['paid', 'returned']),
        ground: z.enum(['accountClosed', 'nameMismatch', 'accountUnknown', 'other']).optional(),
      }),
    )
    .min(1)
    .max(5_000),
  paidOn: z.iso.date().optional(),
});

interface Attempted {
  readonly caseId: string;
  readonly outcome: CaseOutcome;
}

@Controller('api/payment-batches')
export class PaymentsController {
  constructor(
    private readonly system: System,
    private readonly commands: CommandBus,
    private readonly desks: CaseDesks,
    private readonly lists: Lists,
  ) {}

  /** Produces the month's payments for every case that pays; cases that have one already stay as they are. */
  @Post()
  @Allowed('payments.produce')
  async produce(
    @Body() body: unknown,
    @Viewer() viewer: SignedIn,
    @Headers('idempotency-key') key?: string,
  ): Promise<object> {
    const { month } = parse(batchSchema, body);
    if (month > monthOf(dayOf(this.system.clock.now())))
      throw new Problem(422, 'month-not-begun', { detail: { month } });
    if (key !== undefined && !z.uuid().safeParse(key).success) throw new Problem(400, 'idempotency-key-not-a-uuid');
    const batchId = key ?? randomUUID();
    await this.lists.reachAll();
    const payable = await this.system.readModels.payments.payable(month);
    const attempted = await this.issue(
      viewer,
      payable.map(({ caseId, type }) => ({ caseId, type, command: { type: 'ProducePayment', month, batchId } })),
    );
    const produced = attempted.filter(({ outcome }) => !isRefused(outcome));
    await this.reachAll(produced);
    const rows = await this.system.readModels.payments.ofBatch(batchId);
    return {
      batchId,
      month,
      cases: rows.length,
      amountFen: rows.reduce((total, row) => total + Number(row.amountFen), 0),
      produced: produced.length,
      refused: refusals(attempted),
    };
  }

  @Get()
  @Allowed('payments.list')
  async list(): Promise<object> {
    return { rows: await this.system.readModels.payments.batches() };
  }

  @Get(':batchId')
  @Allowed('payments.show')
  async one(@Param('batchId') batchId: string, @Viewer() viewer: SignedIn): Promise<object> {
    const payments = await this.system.readModels.payments.ofBatch(batchId);
    if (payments.length === 0) throw new Problem(404, 'no-such-batch');
    const cases = await this.lists.shown(
      await this.system.readModels.caseload.byIds(payments.map(({ caseId }) => caseId)),
      viewer,
    );
    const byId = new Map(cases.map((row) => [Reflect.get(row, 'caseId') as string, row]));
    return {
      batchId,
      rows: payments.map(({ caseId, month, amountFen, status }) => ({
        caseId,
        month,
        amountFen: Number(amountFen),
        status,
        case: byId.get(caseId),
      })),
    };
  }

  /** What the bank reported: paid or returned, case by case. */
  @Post(':batchId/results')
  @HttpCode(200)
  @Allowed('payments.record-results')
  async results(@Param('batchId') batchId: string, @Body() body: unknown, @Viewer() viewer: SignedIn): Promise<object> {
    const { results, paidOn } = parse(resultsSchema, body);
    const known = await this.monthsOf(batchId);
    const today = dayOf(this.system.clock.now());
    const attempted = await this.issue(
      viewer,
      results.map(({ caseId, outcome, ground }) => {
        const month = known.get(caseId);
        if (month === undefined) throw new Problem(422, 'case-not-in-batch', { detail: { caseId } });
        const about = { month: month.month, batchId };
        const command =
          outcome === 'paid'
            ? { type: 'RecordPayment', ...about, paidOn: paidOn ?? today }
            : { type: 'ReturnPayment', ...about, ground: ground ?? 'other' };
        return { caseId, type: month.type, command };
      }),
    );
    await this.reachAll(attempted);
    return { recorded: attempted.length - refusals(attempted).length, refused: refusals(attempted) };
  }

  /** Closes the books on everything of the batch that was paid. */
  @Post(':batchId/reconciliation')
  @HttpCode(200)
  @Allowed('payments.reconcile')
  async reconcile(@Param('batchId') batchId: string, @Viewer() viewer: SignedIn): Promise<object> {
    const payments = await this.system.readModels.payments.ofBatch(batchId);
    const known = await this.monthsOf(batchId);
    const attempted = await this.issue(
      viewer,
      payments
        .filter(({ status }) => status === 'paid')
        .map(({ caseId, month }) => ({
          caseId,
          type: known.get(caseId)?.type ?? '',
          command: { type: 'ReconcilePayment', month, batchId },
        })),
    );
    await this.reachAll(attempted);
    return { reconciled: attempted.length - refusals(attempted).length, refused: refusals(attempted) };
  }

  private async monthsOf(
    batchId: string,
  ): Promise<ReadonlyMap<string, { readonly month: string; readonly type: string }>> {
    const payments = await this.system.readModels.payments.ofBatch(batchId);
    if (payments.length === 0) throw new Problem(404, 'no-such-batch');
    const cases = await this.system.readModels.caseload.byIds(payments.map(({ caseId }) => caseId));
    const types = new Map(cases.map(({ caseId, type }) => [caseId, type]));
    return new Map(payments.map(({ caseId, month }) => [caseId, { month, type: types.get(caseId) ?? '' }]));
  }

  /** One command to each case, a few at a time; a command id made of batch, case and act cannot be taken twice. */
  private async issue(
    by: SignedIn,
    orders: readonly { readonly caseId: string; readonly type: string; readonly command: Message }[],
  ): Promise<readonly Attempted[]> {
    const done: Attempted[] = [];
    for (let start = 0; start < orders.length; start += atOnce)
      done.push(
        ...(await Promise.all(
          orders.slice(start, start + atOnce).map(async ({ caseId, type, command }) => {
            const desk = this.desks.of(type);
            if (desk === undefined) throw new Problem(404, 'no-such-case-type');
            const commandId = uuidv5(JSON.stringify([caseId, command]), namespace);
            const request = { caseId, opening: false, command, by, commandId };
            return { caseId, outcome: await this.commands.execute(new desk.Command(request)) };
          }),
        )),
      );
    return done;
  }

  private async reachAll(attempted: readonly Attempted[]): Promise<void> {
    const positions = attempted.flatMap(({ outcome }) => (isRefused(outcome) ? [] : [outcome.position]));
    await this.lists.reach(positions.sort().at(-1));
  }
}

const refusals = (attempted: readonly Attempted[]): readonly { caseId: string; reason: string }[] =>
  attempted.flatMap(({ caseId, outcome }) => (isRefused(outcome) ? [{ caseId, reason: outcome.refused }] : []));
