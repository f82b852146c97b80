import { type Algorithm, hash, verify } from '@node-rs/argon2';
import { JwtService } from '@nestjs/jwt';
import type { Pool } from 'pg';
import type { Clock } from '#kernel';

const failuresAllowed = 8;
const lockMinutes = 5;
const sessionHours = 12;
const versionTrustedMs = 5_000;
/** Argon2id; the library's enum is ambient and cannot be imported under isolated modules. */
const argon2id = 2 as Algorithm;
const costs = { algorithm: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export type SignedInToken = { readonly token: string; readonly userId: string };
export type SignInRefusal =
  | { readonly refused: 'wrong-user-or-password' }
  | { readonly refused: 'locked-for-now'; readonly retryAfterSeconds: number };

interface CredentialRow {
  readonly password_hash: string;
  readonly session_version: number;
  readonly failures: number;
  readonly locked_until: Date | null;
}

/** Creates the table of credentials. May run again at any time. */
export const migrateIdentity = async (pool: Pool): Promise<void> => {
  await pool.query(`
    CREATE SCHEMA IF NOT EXISTS identity;
    CREATE TABLE IF NOT EXISTS identity.credential (
      user_id text PRIMARY KEY,
      password_hash text NOT NULL,
      session_version integer NOT NULL DEFAULT 1,
      failures integer NOT NULL DEFAULT 0,
      locked_until timestamptz
    );
  `);
};

/** Passwords (Argon2id, never in the log) and signed sessions that can be ended at once. */
export class SignIn {
  private readonly jwt: JwtService;
  private readonly versions = new Map<string, { readonly version: number; readonly readAt: number }>();
  private decoy: Promise<string> | undefined;

  constructor(
    private readonly pool: Pool,
    /** The first secret signs; all of them verify, so that a secret can be rotated. */
    private readonly secrets: readonly [string, ...string[]],
    private readonly clock: Clock,
  ) {
    this.jwt = new JwtService({ signOptions: { algorithm: 'HS256' } });
  }

  /** Gives these users the password unless they have one already. */
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
      [rows.map((row) => row.user_id), await hash(password, costs)],
    );
  }

  /** Sets the password and ends every session of the user. */
  async setPassword(userId: string, password: string): Promise<void> {
    await this.pool.query(
      `INSERT INTO identity.credential AS held (user_id, password_hash) VALUES ($1, $2)
       ON CONFLICT (user_id) DO UPDATE SET password_hash = excluded.password_hash,
         session_version = held.session_version + 1, failures = 0, locked_until = NULL`,
      [userId, await hash(password, costs)],
    );
    this.versions.delete(userId);
  }

  async signIn(userId: string, password: string): Promise<SignedInToken | SignInRefusal> {
    const now = Date.parse(this.clock.now());
    const { rows } = await this.pool.query<CredentialRow>(
      'SELECT password_hash, session_version, failures, locked_until FROM identity.credential WHERE user_id = $1',
      [userId],
    );
    const held = rows[0];
    const locked = held?.locked_until?.getTime() ?? 0;
    if (locked > now) return { refused: 'locked-for-now', retryAfterSeconds: Math.ceil((locked - now) / 1000) };
    this.decoy ??= hash('decoy', costs);
    const right = await verify(held?.password_hash ?? (await this.decoy), password);
    if (held === undefined || !right) {
      if (held !== undefined) await this.countFailure(userId, now);
      return { refused: 'wrong-user-or-password' };
    }
    await this.pool.query('UPDATE identity.credential SET failures = 0, locked_until = NULL WHERE user_id = $1', [userId]);
    return { userId, token: await this.issue(userId, held.session_version, sessionHours) };
  }

  /** A session without a password, for a process that holds the secret (imports, drills). */
  async sessionFor(userId: string, hours: number): Promise<string | undefined> {
    const version = await this.versionOf(userId);
    return version === undefined ? undefined : this.issue(userId, version, hours);
  }

  private issue(userId: string, version: number, hours: number): Promise<string> {
    const iat = Math.floor(Date.parse(this.clock.now()) / 1000);
    const claims = { sub: userId, version, iat, exp: iat + hours * 3600 };
    return this.jwt.signAsync(claims, { secret: this.secrets[0] });
  }

  /** The user a session belongs to; nothing when it is forged, over, or was ended. */
  async verify(token: string): Promise<string | undefined> {
    const clockTimestamp = Math.floor(Date.parse(this.clock.now()) / 1000);
    for (const secret of this.secrets) {
      const claims = await this.jwt
        .verifyAsync<{ sub: string; version: number }>(token, { secret, algorithms: ['HS256'], clockTimestamp })
        .catch(() => undefined);
      if (claims === undefined) continue;
      return (await this.versionOf(claims.sub)) === claims.version ? claims.sub : undefined;
    }
    return undefined;
  }

  /** Ends every session of the user, in this process at once and in others within seconds. */
  async signOut(userId: string): Promise<void> {
    await this.pool.query('UPDATE identity.credential SET session_version = session_version + 1 WHERE user_id = $1', [userId]);
    this.versions.delete(userId);
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

  private async countFailure(userId: string, now: number): Promise<void> {
    await this.pool.query(
      `UPDATE identity.credential SET
         failures = CASE WHEN failures + 1 >= $2 THEN 0 ELSE failures + 1 END,
         locked_until = CASE WHEN failures + 1 >= $2 THEN $3::timestamptz ELSE NULL END
       WHERE user_id = $1`,
      [userId, failuresAllowed, new Date(now + lockMinutes * 60_000)],
    );
  }
}
