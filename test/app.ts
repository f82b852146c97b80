import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ExchangeSettings } from '#exchange';
import type { OidcSettings } from '#identity';
import { SigningKey } from '#audit';
import type { AnyCaseType, Instant } from '#kernel';
import type { RuleEvent } from '#rules';
import { System } from '#system';
import { createApi } from '../apps/api/index.js';
import { type Worker, startWorker } from '../apps/worker/index.js';
import { startPostgres } from './postgres.js';

/** The present, as a test sets it. */
export class SettableClock {
  private present: Instant;

  constructor(start: Instant) {
    this.present = new Date(start).toISOString();
  }

  now(): Instant {
    return this.present;
  }

  /** Sets the present; text without a zone is read as Asia/Shanghai. */
  set(moment: string): void {
    this.present = shanghai(moment);
  }
}

/** `2026-09-14 09:00` in Asia/Shanghai as an instant. */
export const shanghai = (moment: string): Instant =>
  new Date(/[zZ]|[+-]\d\d:\d\d$/.test(moment) ? moment : `${moment.replace(' ', 'T')}:00+08:00`).toISOString();

export interface TestApp {
  readonly url: string;
  readonly databaseUrl: string;
  readonly clock: SettableClock;
  readonly system: System;
  readonly worker: Worker;
  readonly evidenceFolder: string;
  stop(): Promise<void>;
}

/** So small that a test can exceed it. */
export const largestFile = 2 * 1024 * 1024;

interface AppOptions {
  readonly caseTypes?: readonly AnyCaseType[];
  readonly oidc?: OidcSettings;
  readonly exchange?: ExchangeSettings;
  /** Where the log lies; in the same database unless told. */
  readonly eventStoreUrl?: string;
  /** The rules the bureau begins with; those of this district unless told. */
  readonly rules?: readonly RuleEvent[];
}

/** The whole product in this process on a database of its own, listening on a free port. */
export const startApp = async (
  start = '2026-09-14 09:00',
  { caseTypes, oidc, exchange, rules, eventStoreUrl }: AppOptions = {},
): Promise<TestApp> => {
  const database = await startPostgres();
  const evidenceFolder = await mkdtemp(join(tmpdir(), 'caseflow-evidence-'));
  const clock = new SettableClock(shanghai(start));
  const system = await System.open({
    clock,
    ...(caseTypes === undefined ? {} : { caseTypes }),
    settings: {
      databaseUrl: database.url,
      eventStoreUrl: eventStoreUrl ?? database.url,
      masterKey: randomBytes(32).toString('base64'),
      sessionSecrets: [randomBytes(32).toString('hex')],
      demo: true,
      audit: { signingKey: SigningKey.generate() },
      evidence: { store: evidenceFolder, maxBytes: largestFile },
      ...(oidc === undefined ? {} : { oidc }),
      ...(exchange === undefined ? {} : { exchange }),
    },
  });
  await system.furnish(rules);
  system.follow();
  const worker = await startWorker(system, () => undefined);
  const web = fileURLToPath(new URL('../dist/web', import.meta.url));
  const app: NestFastifyApplication = await createApi(system, { quiet: true, ...(existsSync(web) ? { web } : {}) });
  await app.listen(0, '127.0.0.1');
  return {
    url: (await app.getUrl()).replace('[::1]', '127.0.0.1'),
    databaseUrl: database.url,
    clock,
    system,
    worker,
    evidenceFolder,
    stop: async () => {
      await app.close();
      await worker.stop();
      await system.close();
      await database.stop();
      await rm(evidenceFolder, { recursive: true, force: true });
    },
  };
};
