import { createHmac } from 'node:crypto';
import type { JwtService } from '@nestjs/jwt';
import type { Clock } from '#kernel';
import { jwtWith } from '../jwt.js';

const minutes = 10;

/** What must be the same when the browser comes back from the provider. */
export interface LoginAttempt {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  /** A path of this server. */
  readonly returnTo: string;
}

export const attemptSeconds = minutes * 60;

/** Login attempts on their way through the provider, kept signed in the browser that began them: nothing to store. */
export class LoginAttempts {
  private readonly jwts: readonly [JwtService, ...JwtService[]];

  /** Keys of their own, made from the session secrets, so that an attempt can never pass for a session. */
  constructor(
    [first, ...older]: readonly [string, ...string[]],
    private readonly clock: Clock,
  ) {
    const jwtOf = (secret: string): JwtService =>
      jwtWith(createHmac('sha256', secret).update('oidc-login-attempt').digest('base64url'));
    this.jwts = [jwtOf(first), ...older.map(jwtOf)];
  }

  sign(attempt: LoginAttempt): Promise<string> {
    const iat = this.now();
    return this.jwts[0].signAsync({ ...attempt, iat, exp: iat + attemptSeconds });
  }

  /** Nothing when it is missing, forged or older than ten minutes. */
  async read(token: string | undefined): Promise<LoginAttempt | undefined> {
    if (token === undefined) return undefined;
    for (const jwt of this.jwts) {
      const attempt = await jwt
        .verifyAsync<LoginAttempt & object>(token, { clockTimestamp: this.now() })
        .catch(() => undefined);
      if (attempt !== undefined) return attempt;
    }
    return undefined;
  }

  private now(): number {
    return Math.floor(Date.parse(this.clock.now()) / 1000);
  }
}
