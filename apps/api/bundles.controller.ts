import { Body, Controller, Headers, HttpCode, Post } from '@nestjs/common';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import { type SignedIn, isRefused } from '#case-desk';
import { CaseSender, commandIdOf } from './case-sender.js';
import { parse } from './parse.js';
import { Problem } from './problem.js';
import { Allowed, Viewer } from './viewer.js';

const bundleNamespace = 'd2f5b3a4-0f0b-4a53-8f3a-2c9ab1a8e6f7';

const bundleSchema = z.strictObject({
  cases: z
    .array(z.strictObject({ caseType: z.string().min(1).max(60), command: z.looseObject({ type: z.string() }) }))
    .min(2)
    .max(8),
});

type Opened =
  | { readonly caseType: string; readonly caseId: string; readonly position: string }
  | { readonly caseType: string; readonly refused: string; readonly detail?: object };

@Controller('api/bundles')
export class BundlesController {
  constructor(private readonly sender: CaseSender) {}

  /**
   * 一件事一次办: one submission opens several linked cases, each with its own clocks. The shape of all is checked
   * before any is opened; a case that a rule refuses is named and the others stand. The same key again answers the same.
   */
  @Post()
  @HttpCode(201)
  @Allowed('bundles.open')
  async open(
    @Body() body: unknown,
    @Viewer() viewer: SignedIn,
    @Headers('idempotency-key') key?: string,
  ): Promise<object> {
    const bundleId = commandIdOf(key);
    const { cases } = parse(bundleSchema, body);
    const sendings = cases.map(({ caseType, command }, index) => ({
      type: caseType,
      body: command,
      viewer,
      commandId: uuidv5(`${bundleId}/${index}`, bundleNamespace),
    }));
    for (const sending of sendings) this.sender.prepare(sending);
    const opened: Opened[] = [];
    for (const sending of sendings) opened.push(await this.openOne(sending, opened));
    if (!opened.some((one) => 'caseId' in one)) {
      const reasons = opened.flatMap((one) => ('refused' in one ? [one.refused] : []));
      throw new Problem(422, 'no-case-of-the-bundle-opened', { detail: { reasons } });
    }
    return { bundleId, cases: opened };
  }

  /** Linked to every case opened before it, so that all of a bundle know each other. */
  private async openOne(sending: Parameters<CaseSender['prepare']>[0], before: readonly Opened[]): Promise<Opened> {
    const linkedTo = before.flatMap((one) =>
      'caseId' in one ? [{ caseId: one.caseId, kind: 'bundle' as const }] : [],
    );
    const request = this.sender.prepare(sending);
    const outcome = await this.sender.outcome(sending.type, {
      ...request,
      ...(linkedTo.length === 0 ? {} : { linkedTo: [...(request.linkedTo ?? []), ...linkedTo] }),
    });
    const caseType = sending.type;
    return isRefused(outcome)
      ? { caseType, refused: outcome.refused, ...(outcome.detail === undefined ? {} : { detail: outcome.detail }) }
      : { caseType, caseId: outcome.caseId, position: outcome.position };
  }
}
