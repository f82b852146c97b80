import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger, pino } from 'pino';
import { LogGenerationBehind, MasterKeyUnknown } from '#event-store';
import { SettingMissing } from './setting-missing.js';

/** Numbers of an identity card (GB 11643) or a mobile phone, as whole words. */
const personalNumbers = /(?<![\w-])(?:\d{17}[\dXx]|1[3-9]\d{9})(?![\w-])/g;
const mostFrames = 12;
const toOperators = [SettingMissing, MasterKeyUnknown, LogGenerationBehind];

/** Log of a process, one JSON object a line. `LOG_LEVEL` says from which severity on; `info` unless told. */
export type Log = Logger;

interface Fault {
  readonly fault: string;
  readonly says?: string;
  readonly at?: readonly string[];
}

/**
 * What may be written of an error: its kind and where it arose. Its message is left out: those of the database and of
 * schemas quote what was typed. Only what tells an operator why a process does not start is said in full.
 */
export const faultOf = (error: unknown): Fault => {
  if (!(error instanceof Error)) return { fault: typeof error };
  if (toOperators.some((kind) => error instanceof kind)) return { fault: error.name, says: error.message };
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  const at = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { fault: `${error.name}${code}`, at: at.slice(0, mostFrames).map((line) => line.trim()) };
};

/**
 * The log of one process. Whoever writes to it gives words and figures of our own, never what a person typed; numbers
 * that look personal are taken out of every line all the same.
 */
export const createLog = (
  service: string,
  environment: NodeJS.ProcessEnv,
  to: DestinationStream = pino.destination({ fd: 1, sync: true }),
): Log =>
  pino(
    {
      level: environment['LOG_LEVEL'] || 'info',
      base: { service, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      serializers: { err: faultOf },
      hooks: { streamWrite: (line) => line.replace(personalNumbers, '[number removed]') },
    },
    to,
  );

/** Nest's own lines and those of its loggers, into the log. */
export class NestLog implements LoggerService {
  constructor(private readonly to: Log) {}

  log(message: unknown, ...more: readonly unknown[]): void {
    this.write('info', message, more);
  }

  warn(message: unknown, ...more: readonly unknown[]): void {
    this.write('warn', message, more);
  }

  error(message: unknown, ...more: readonly unknown[]): void {
    this.write('error', message, more);
  }

  fatal(message: unknown, ...more: readonly unknown[]): void {
    this.write('fatal', message, more);
  }

  debug(): void {}

  verbose(): void {}

  /** Nest hands over the context last, and before it a stack; an object that is no error is not written at all. */
  private write(level: 'info' | 'warn' | 'error' | 'fatal', message: unknown, more: readonly unknown[]): void {
    const context = more.at(-1);
    const part = typeof context === 'string' ? { part: context } : {};
    if (typeof message === 'string') this.to[level](part, message);
    else this.to[level]({ ...part, ...faultOf(message) });
  }
}

/** Ends the process with a line of the log instead of the text of the error, whatever was not caught. */
export const endOnFaults = (log: Log): void => {
  const end = (error: unknown): void => {
    log.fatal(faultOf(error), 'not caught');
    process.exit(1);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
};
