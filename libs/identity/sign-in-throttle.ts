import { createHmac } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { Pool } from 'pg';
import type { Instant } from '#kernel';

/** What was tried too often: a user from one address, a user from anywhere, or anybody from an address. */
export type LockedBy = 'user-address' | 'user' | 'address';

/** A try that may not be judged. */
export interface LockedOut {
  readonly retryAfterSeconds: number;
  /** Set on the try with which the lock-out began. */
  readonly began?: LockedBy;
}

interface Limit {
  readonly by: LockedBy;
  readonly key: string;
  /** The user it counts against, hashed; none for an address. */
  readonly about: string | undefined;
  /** How many tries without success within the window may be judged. */
  readonly tries: number;
}

const windowMinutes = 15;
export const lockMinutes = 5;
const triesPerUserAndAddress = 8;
const triesPerUser = 40;
const triesPerAddress = 100;
const purgeEvery = 200;
/** SQL: the window or the lock-out has passed, and counting begins anew. */
const expired = `(coalesce(held.locked_until, held.since + make_interval(mins => ${windowMinutes})) <= $3)`;

/**
 * Counts tries to sign in, before they are judged, so that tries at the same moment are counted too. Known and unknown
 * users alike, and in the database, so that a restart or another process forgets nothing.
 */
export class SignInThrottle {
  private counted = 0;

  constructor(
    private readonly pool: Pool,
    private readonly secret: string,
  ) {}

  /**
   * Counts one try; one that comes while it is locked out is not counted further.
   * @returns how long to wait when it may not be judged
   */
  async count(user: string, address: string | undefined, now: Instant): Promise<LockedOut | undefined> {
    this.counted += 1;
    if (this.counted % purgeEvery === 0) await this.purge(now);
    const limits = this.limitsOf(user, address).filter((limit) => limit !== undefined);
    const keys = limits.map(({ key }) => key);
    const retryAfterSeconds = await this.waiting(keys, now);
    return retryAfterSeconds === undefined ? this.countOn(limits, now) : { retryAfterSeconds };
  }

  /** A success clears what was counted against the user, and takes its own try off the address. */
  async succeeded(user: string, address: string | undefined): Promise<void> {
    const [atAddress, ofUser, ofAddress] = this.limitsOf(user, address);
    await this.pool.query(
      `WITH cleared AS (DELETE FROM identity.attempt WHERE key = ANY ($1))
       UPDATE identity.attempt SET tries = greatest(0, tries - 1) WHERE key = $2`,
      [[atAddress.key, ofUser.key], ofAddress?.key],
    );
  }

  /**
   * Forgets what was counted against the user, wherever it came from.
   * @returns whether the user was locked out
   */
  async forget(user: string, now: Instant): Promise<boolean> {
    const { rows } = await this.pool.query<{ locked: boolean }>(
      `DELETE FROM identity.attempt WHERE about = $1 RETURNING coalesce(locked_until > $2, false) AS locked`,
      [this.key('about', user), now],
    );
    return rows.some(({ locked }) => locked);
  }

  private async waiting(keys: readonly string[], now: Instant): Promise<number | undefined> {
    const { rows } = await this.pool.query<{ wait: number | null }>(
      `SELECT ceil(extract(epoch FROM max(locked_until) - $2::timestamptz))::int AS wait
       FROM identity.attempt WHERE key = ANY ($1) AND locked_until > $2`,
      [keys, now],
    );
    return rows[0]?.wait ?? undefined;
  }

  private async countOn(limits: readonly Limit[], now: Instant): Promise<LockedOut | undefined> {
    const { rows } = await this.pool.query<{ key: string }>(
      `WITH counted AS (
         INSERT INTO identity.attempt AS held (key, allowed, about, tries, since)
         SELECT key, allowed, about, 1, $3::timestamptz
         FROM unnest($1::text[], $2::int[], $4::text[]) AS given (key, allowed, about) ORDER BY key
         ON CONFLICT (key) DO UPDATE SET
           tries = CASE WHEN ${expired} THEN 1 ELSE held.tries + 1 END,
           since = CASE WHEN ${expired} THEN $3 ELSE held.since END,
           about = excluded.about,
           locked_until = CASE WHEN NOT ${expired} AND held.tries + 1 > excluded.allowed
             THEN coalesce(held.locked_until, $3 + make_interval(mins => ${lockMinutes})) END
         RETURNING key, locked_until)
       SELECT key FROM counted WHERE locked_until IS NOT NULL`,
      [limits.map(({ key }) => key), limits.map(({ tries }) => tries), now, limits.map(({ about }) => about)],
    );
    const began = limits.find(({ key }) => rows.some((row) => row.key === key))?.by;
    return began === undefined ? undefined : { retryAfterSeconds: lockMinutes * 60, began };
  }

  private limitsOf(user: string, address: string | undefined): readonly [Limit, Limit, Limit?] {
    const network = address === undefined ? '' : networkOf(address);
    const about = this.key('about', user);
    const ofUser = [
      { by: 'user-address', about, key: this.key('user-address', user, network), tries: triesPerUserAndAddress },
      { by: 'user', about, key: this.key('user', user), tries: triesPerUser },
    ] as const;
    if (address === undefined) return ofUser;
    return [...ofUser, { by: 'address', about: undefined, key: this.key('address', network), tries: triesPerAddress }];
  }

  /** What people type as their user may be their password: never kept in clear. */
  private key(...parts: readonly string[]): string {
    return createHmac('sha256', this.secret).update(JSON.stringify(parts)).digest('base64url');
  }

  private async purge(now: Instant): Promise<void> {
    await this.pool.query(`DELETE FROM identity.attempt WHERE since < $1::timestamptz - interval '1 day'`, [now]);
  }
}

/** One household or machine holds a whole /64 of IPv6 addresses. */
export const networkOf = (address: string): string => {
  const plain = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('%')[0]?.split('::') ?? [];
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  return [...groups, ...Array<string>(Math.max(0, missing)).fill('0')].slice(0, 4).join(':');
};
