/** An instant in UTC, ISO 8601 with milliseconds: `2026-09-14T01:30:00.000Z`. */
export type Instant = string;

/** A calendar day in Asia/Shanghai: `2026-09-14`. */
export type Day = string;

/** A calendar month in Asia/Shanghai: `2026-09`. */
export type Month = string;

/** Where the present comes from. Tests and replays set it; nothing else reads the machine's clock. */
export interface Clock {
  now(): Instant;
}
