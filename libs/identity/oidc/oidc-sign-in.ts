import { randomBytes } from 'node:crypto';
import * as openid from 'openid-client';
import type { Clock } from '#kernel';
import type { OrganisationDirectory } from '../organisation-directory.js';
import type { SignIn } from '../sign-in.js';
import { LoginAttempts } from './login-attempts.js';
import { returnPathOf } from './return-path.js';

/** One OpenID Connect provider. */
export interface OidcSettings {
  /** The issuer's URL, under which its discovery document lies; http is taken on this machine only. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** `https://<this server>/api/session/oidc/callback`, as it is registered at the provider. */
  readonly redirectUri: string;
  /** The claim that holds our user id. */
  readonly userClaim: string;
  /** How the sign-in page calls the provider. */
  readonly name: string;
}

export type OidcRefusal =
  | 'return-to-not-a-path'
  | 'oidc-provider-away'
  | 'oidc-attempt-over'
  | 'oidc-state-does-not-match'
  | 'oidc-login-denied'
  | 'oidc-code-refused'
  | 'oidc-answer-not-valid'
  | 'user-not-enrolled'
  | 'user-holds-no-role';

interface Refused {
  readonly refused: OidcRefusal;
  /** Set when the provider named somebody. */
  readonly userId?: string;
}

export interface LoginBegun {
  /** Where the browser goes to sign in. */
  readonly redirect: string;
  /** Comes back with the browser; see `finish`. */
  readonly attempt: string;
}

export interface LoginFinished {
  readonly token: string;
  readonly userId: string;
  readonly returnTo: string;
}

const scopes = 'openid profile';
const sessionHours = 12;
const providerPatienceSeconds = 5;
const discoveryTrustedMs = 10_000;
/** Names below `localhost` mean this machine to everybody (RFC 6761). */
const isOnThisMachine = ({ hostname }: URL): boolean =>
  ['localhost', '127.0.0.1', '[::1]'].includes(hostname) || hostname.endsWith('.localhost');

/**
 * Sign-in by an OpenID Connect provider (authorization code with PKCE, state and nonce) beside local accounts. The
 * provider says who somebody is; what they may do is in our log and never taken from the provider.
 */
export class OidcSignIn {
  private readonly attempts: LoginAttempts;
  private discovered: { readonly provider: openid.Configuration; readonly readAt: number } | undefined;
  private discovering: Promise<openid.Configuration | undefined> | undefined;

  constructor(
    private readonly settings: OidcSettings,
    sessionSecrets: readonly [string, ...string[]],
    private readonly organisation: OrganisationDirectory,
    private readonly signIn: SignIn,
    clock: Clock,
  ) {
    this.attempts = new LoginAttempts(sessionSecrets, clock);
  }

  /** The provider as the sign-in page shows it, and whether it answers. */
  async standing(): Promise<{ readonly name: string; readonly available: boolean }> {
    return { name: this.settings.name, available: (await this.provider()) !== undefined };
  }

  /** @param returnTo the path of this server to go to when signed in */
  async begin(returnTo: string): Promise<LoginBegun | Refused> {
    const path = returnPathOf(returnTo);
    if (path === undefined) return { refused: 'return-to-not-a-path' };
    const provider = await this.provider();
    if (provider === undefined) return { refused: 'oidc-provider-away' };
    const codeVerifier = openid.randomPKCECodeVerifier();
    const [state, nonce] = [openid.randomState(), openid.randomNonce()];
    const redirect = openid.buildAuthorizationUrl(provider, {
      redirect_uri: this.settings.redirectUri,
      scope: scopes,
      state,
      nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    });
    return {
      redirect: redirect.href,
      attempt: await this.attempts.sign({ state, nonce, codeVerifier, returnTo: path }),
    };
  }

  /**
   * @param query of the provider's redirect back, as it came
   * @param token the attempt that the browser kept
   */
  async finish(query: string, token: string | undefined): Promise<LoginFinished | Refused> {
    const attempt = await this.attempts.read(token);
    if (attempt === undefined) return { refused: 'oidc-attempt-over' };
    const answer = new URL(this.settings.redirectUri);
    answer.search = query;
    if (answer.searchParams.get('state') !== attempt.state) return { refused: 'oidc-state-does-not-match' };
    const provider = await this.provider();
    if (provider === undefined) return { refused: 'oidc-provider-away' };
    let named: unknown;
    try {
      const tokens = await openid.authorizationCodeGrant(provider, answer, {
        pkceCodeVerifier: attempt.codeVerifier,
        expectedState: attempt.state,
        expectedNonce: attempt.nonce,
        idTokenExpected: true,
      });
      named = await this.named(provider, tokens);
    } catch (error) {
      const refused = refusalOf(error);
      if (refused === 'oidc-provider-away') this.discovered = undefined;
      return { refused };
    }
    const session = await this.sessionOf(named);
    return 'refused' in session ? session : { ...session, returnTo: attempt.returnTo };
  }

  /** What the provider calls the user: in the ID token, or where it gives claims only when asked for them. */
  private async named(
    provider: openid.Configuration,
    tokens: openid.TokenEndpointResponse & openid.TokenEndpointResponseHelpers,
  ): Promise<unknown> {
    const { userClaim } = this.settings;
    const claims = tokens.claims();
    const told = claims?.[userClaim];
    if (told !== undefined || claims === undefined) return told;
    return (await openid.fetchUserInfo(provider, tokens.access_token, claims.sub))[userClaim];
  }

  private async sessionOf(userId: unknown): Promise<{ readonly userId: string; readonly token: string } | Refused> {
    if (typeof userId !== 'string') return { refused: 'user-not-enrolled' };
    await this.organisation.refresh();
    if (this.organisation.user(userId) === undefined) return { refused: 'user-not-enrolled', userId };
    if (this.organisation.positionsOf(userId).length === 0) return { refused: 'user-holds-no-role', userId };
    // A session hangs on an account; one that was never given a password gets one that nobody knows.
    await this.signIn.ensurePasswords([userId], randomBytes(48).toString('base64url'));
    const token = await this.signIn.sessionFor(userId, sessionHours);
    if (token === undefined) throw new Error('The account of an enrolled user is not there');
    return { userId, token };
  }

  /** The provider, asked anew every few seconds so that the sign-in page knows when it is away. */
  private async provider(): Promise<openid.Configuration | undefined> {
    if (this.discovered !== undefined && performance.now() - this.discovered.readAt < discoveryTrustedMs)
      return this.discovered.provider;
    this.discovering ??= this.discover().finally(() => {
      this.discovering = undefined;
    });
    return this.discovering;
  }

  private async discover(): Promise<openid.Configuration | undefined> {
    const { issuer, clientId, clientSecret } = this.settings;
    const server = new URL(issuer);
    this.discovered = undefined;
    try {
      const provider = await openid.discovery(server, clientId, clientSecret, undefined, {
        timeout: providerPatienceSeconds,
        execute: isOnThisMachine(server) ? [openid.allowInsecureRequests] : [],
      });
      this.discovered = { provider, readAt: performance.now() };
      return provider;
    } catch {
      return undefined;
    }
  }
}

const away = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON']);

/** Texts of the provider's errors go nowhere: they may hold codes and tokens. */
const refusalOf = (error: unknown): OidcRefusal => {
  if (error instanceof openid.AuthorizationResponseError) return 'oidc-login-denied';
  if (error instanceof openid.ResponseBodyError)
    return error.error === 'invalid_grant' ? 'oidc-code-refused' : 'oidc-answer-not-valid';
  if (unanswered(error)) return 'oidc-provider-away';
  if (error instanceof openid.ClientError)
    return away.has(error.code ?? '') ? 'oidc-provider-away' : 'oidc-answer-not-valid';
  throw error;
};

/** Whether `fetch` found nobody there, in the error or in one that it was made from. */
const unanswered = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  (Reflect.get(error, 'message') === 'fetch failed' || unanswered(Reflect.get(error, 'cause')));
