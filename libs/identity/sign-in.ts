import { type Algorithm, hash, verify } from '@node-rs/argon2';
import type { JwtService } from '@nestjs/jwt';
import type { Pool } from 'pg';
import type { Clock } from '#kernel';
import { jwtWith } from './jwt.js';
import { type LockedOut, SignInThrottle } from './sign-in-throttle.js';

const sessionHours = 12;
const versionTrustedMs = 5_000;
const shortestSecret = 32;
/** Argon2id; the library's enum is ambient and cannot be imported under isolated modules. */
const argon2id = 2 as Algorithm;
const costs = { algorithm: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export type SignedInToken = { readonly token: string; readonly userId: string };
export type SignInRefusal =
  { readonly refused: 'wrong-user-or-password' } | ({ readonly refused: 'locked-for-now' } & LockedOut);

interface CredentialRow {
  readonly password_hash: string;
  readonly session_version: number;
}

/**
 * Passwords (Argon2id, never in the log) and signed sessions that can be ended at once. A session names its user only:
 * what the user may do is asked of the organisation at every request, so that a revoked role is gone at once.
 */
export class SignIn {
  /** The first signs; all of them verify, so that a secret can be rotated. */
  private readonly jwts: readonly [JwtService, ...JwtService[]];
  private readonly throttle: SignInThrottle;
  private readonly versions = new Map<string, { readonly version: number; readonly readAt: number }>();
  private decoy: Promise<string> | undefined;

  /** @throws RangeError when a secret has fewer than 32 characters */
  constructor(
    private readonly pool: Pool,
    secrets: readonly [string, ...string[]],
    private readonly clock: Clock,
  ) {
    if (secrets.some((secret) => secret.length < shortestSecret))
      throw new RangeError(`Every session secret must have at least ${shortestSecret} characters`);
    const [first, ...older] = secrets;
    this.jwts = [jwtWith(first), ...older.map(jwtWith)];
    this.throttle = new SignInThrottle(pool, first);
  }

  /** Gives these users the password unless they have one already. For demonstrations only. */
  async ensurePasswords(userIds: readonly string[], password: string): Promise<void> {
    const { rows } = await this.pool.query<{ user_id: string }>(
      `SELECT wanted.user_id FROM unnest($1::text[]) AS wanted (user_id)
       WHERE NOT EXISTS (SELECT 1 FROM identity.credential AS held WHERE held.user_id = wanted.user_id)`,
      [userIds],
    );
    if (rows.length === 0) return;
    await this.pool.query(
      `INSERT INTO identity.credential (user_id, password_hash)
       SELECT user_id, $2 FROM unnest($1::text[]) AS missing (user_id) ON CONFLICT DO NOTHING`,
      [rows.map((row) => row.user_id), await hash(typed(password), costs)],
    );
  }

  /** Sets the password, ends every session of the user and lifts a lock-out of the user. */
  async setPassword(userId: string, password: string): Promise<void> {
    await this.pool.query(
      `INSERT INTO identity.credential AS held (user_id, password_hash) VALUES ($1, $2)
       ON CONFLICT (user_id) DO UPDATE SET password_hash = excluded.password_hash,
         session_version = held.session_version + 1`,
      [userId, await hash(typed(password), costs)],
    );
    await this.throttle.forget(userId, this.clock.now());
    this.versions.delete(userId);
  }

  /**
   * @param address where the try comes from, if known; tries are counted per user and address, per user, and per address
   * @returns a session, or the same refusal for an unknown user as for a wrong password, after the same work
   */
  async signIn(userId: string, password: string, address?: string): Promise<SignedInToken | SignInRefusal> {
    const now = this.clock.now();
    const locked = await this.throttle.count(userId, address, now);
    if (locked !== undefined) return { refused: 'locked-for-now', ...locked };
    this.decoy ??= hash('decoy', costs);
    const decoy = await this.decoy;
    const held = await this.credentialOf(userId);
    const right = await verify(held?.password_hash ?? decoy, typed(password));
    if (held === undefined || !right) return { refused: 'wrong-user-or-password' };
    await this.throttle.succeeded(userId, address);
    return { userId, token: await this.issue(userId, held.session_version, sessionHours) };
  }

  /**
   * Lifts every lock-out of the user, and what was counted towards one; that of an address stays.
   * @returns whether the user was locked out
   */
  unlock(userId: string): Promise<boolean> {
    return this.throttle.forget(userId, this.clock.now());
  }

  /** A session without a password, for a process that holds the secret itself (imports, drills); nothing without an account. */
  async sessionFor(userId: string, hours: number): Promise<string | undefined> {
    const version = await this.versionOf(userId);
    return version === undefined ? undefined : this.issue(userId, version, hours);
  }

  private issue(userId: string, version: number, hours: number): Promise<string> {
    const iat = Math.floor(Date.parse(this.clock.now()) / 1000);
    const claims = { sub: userId, version, iat, exp: iat + hours * 3600 };
    return this.jwts[0].signAsync(claims);
  }

  /** The user a session belongs to; nothing when it is forged, over, or was ended. */
  async verify(token: string): Promise<string | undefined> {
    const clockTimestamp = Math.floor(Date.parse(this.clock.now()) / 1000);
    for (const jwt of this.jwts) {
      const claims = await jwt
        .verifyAsync<{ sub: string; version: number }>(token, { clockTimestamp })
        .catch(() => undefined);
      if (claims === undefined) continue;
      return (await this.versionOf(claims.sub)) === claims.version ? claims.sub : undefined;
    }
    return undefined;
  }

  /** Ends every session of the user, in this process at once and in others within seconds. */
  async signOut(userId: string): Promise<void> {
    await this.pool.query('UPDATE identity.credential SET session_version = session_version + 1 WHERE user_id = $1', [
      userId,
    ]);
    this.versions.delete(userId);
  }

  private async credentialOf(userId: string): Promise<CredentialRow | undefined> {
    if (userId.includes('\u0000') || !userId.isWellFormed()) return undefined;
    const { rows } = await this.pool.query<CredentialRow>(
      'SELECT password_hash, session_version FROM identity.credential WHERE user_id = $1',
      [userId],
    );
    return rows[0];
  }

  private async versionOf(userId: string): Promise<number | undefined> {
    const known = this.versions.get(userId);
    if (known !== undefined && performance.now() - known.readAt < versionTrustedMs) return known.version;
    const { rows } = await this.pool.query<{ session_version: number }>(
      'SELECT session_version FROM identity.credential WHERE user_id = $1',
      [userId],
    );
    const version = rows[0]?.session_version;
    if (version !== undefined) this.versions.set(userId, { version, readAt: performance.now() });
    return version;
  }
}

/** The same password typed on another keyboard or system is the same password. */
const typed = (password: string): string => password.normalize('NFC');
