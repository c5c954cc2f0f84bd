import { isUserError, secretSchema, UserError } from '@watchcase/runtime';
import * as openid from 'openid-client';
import { z } from 'zod';

const isLoopback = (url: string) => ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);

export const providerSchema = z.strictObject({
  issuer: z
    .url({ protocol: /^https?$/ })
    .refine((url) => url.startsWith('https:') || isLoopback(url), 'must begin with https://')
    .meta({ examples: ['https://login.example.com/realms/staff'] })
    .describe('Address of the OpenID Connect provider'),
  name: z.string().min(1).max(60).default('OpenID Connect').describe('What the button says'),
  clientId: z.string().min(1).describe('As the provider has it for this console'),
  clientSecret: secretSchema.optional().describe('env:NAME and file:PATH are read at start'),
  trustUnverifiedEmail: z
    .boolean()
    .default(false)
    .describe(
      'Take addresses that the provider does not say it has verified; only where it gives them out itself',
    ),
});
export type ProviderConfig = z.output<typeof providerSchema>;

/** Who came back from the provider. */
export interface Vouched {
  /** Issuer and subject. */
  key: string;
  /** Seen by the provider itself, as far as it says. */
  email: string | undefined;
}

/** Another program that knows people: OpenID Connect, with PKCE, state and nonce. */
export interface Provider {
  readonly name: string;
  /** Where to send the browser, and what it must bring back with it. Errors: PROVIDER_AWAY. */
  begin(redirectUri: string): Promise<{ url: string; kept: string }>;
  /** Who it is that came back to `url`. Errors: PROVIDER_AWAY, PROVIDER_REFUSED. */
  finish(url: URL, kept: string | undefined): Promise<Vouched>;
}

const keptSchema = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() });

/** Nothing is asked of it before somebody signs in. */
export function createProvider(config: ProviderConfig): Provider {
  let known: Promise<openid.Configuration> | undefined;

  function configuration(): Promise<openid.Configuration> {
    const { issuer, clientId, clientSecret } = config;
    const execute = issuer.startsWith('http:') ? [openid.allowInsecureRequests] : [];
    known ??= openid.discovery(new URL(issuer), clientId, clientSecret?.reveal(), undefined, { execute });
    // A provider that was away may be back the next time.
    known.catch(() => {
      known = undefined;
    });
    return known;
  }

  return {
    name: config.name,
    begin: (redirectUri) =>
      asking(config.issuer, 'PROVIDER_AWAY', async () => {
        const kept = {
          state: openid.randomState(),
          nonce: openid.randomNonce(),
          verifier: openid.randomPKCECodeVerifier(),
        };
        const url = openid.buildAuthorizationUrl(await configuration(), {
          redirect_uri: redirectUri,
          scope: 'openid email profile',
          state: kept.state,
          nonce: kept.nonce,
          code_challenge: await openid.calculatePKCECodeChallenge(kept.verifier),
          code_challenge_method: 'S256',
        });
        return { url: url.href, kept: Buffer.from(JSON.stringify(kept)).toString('base64url') };
      }),
    async finish(url, kept) {
      const asked = readKept(kept);
      if (asked === undefined) throw refused(config.issuer, 'it was not begun in this browser');
      const at = await asking(config.issuer, 'PROVIDER_AWAY', configuration);
      const claims = await asking(config.issuer, 'PROVIDER_REFUSED', async () => {
        const tokens = await openid.authorizationCodeGrant(at, url, {
          expectedState: asked.state,
          expectedNonce: asked.nonce,
          pkceCodeVerifier: asked.verifier,
          idTokenExpected: true,
        });
        const own = tokens.claims();
        if (own === undefined) throw refused(config.issuer, 'it did not say who this is');
        if (own['email'] !== undefined || at.serverMetadata().userinfo_endpoint === undefined) return own;
        return { ...(await openid.fetchUserInfo(at, tokens.access_token, own.sub)), iss: own.iss };
      });
      return { key: `${claims.iss} ${claims.sub}`, email: emailOf(claims, config) };
    },
  };
}

function emailOf(claims: Readonly<Record<string, unknown>>, config: ProviderConfig): string | undefined {
  const { email, email_verified: verified } = claims;
  return typeof email === 'string' && (verified === true || config.trustUnverifiedEmail) ? email : undefined;
}

function readKept(kept: string | undefined): z.output<typeof keptSchema> | undefined {
  try {
    return keptSchema.safeParse(JSON.parse(Buffer.from(kept ?? '', 'base64url').toString())).data;
  } catch {
    return undefined;
  }
}

/** The library's errors may quote what was sent, so only their code is passed on. */
async function asking<T>(
  issuer: string,
  code: 'PROVIDER_AWAY' | 'PROVIDER_REFUSED',
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (isUserError(error)) throw error;
    const { code: reason, message } = error as Error & { code?: string };
    if (code === 'PROVIDER_REFUSED') throw refused(issuer, reason ?? 'its answer is not as it should be');
    throw new UserError({
      code,
      place: issuer,
      message: `the provider cannot be asked (${reason ?? message})`,
      fix: 'try again, or sign in another way; whoever runs the collector checks access.provider',
    });
  }
}

function refused(issuer: string, why: string): UserError {
  return new UserError({
    code: 'PROVIDER_REFUSED',
    place: issuer,
    message: `the sign-in by the provider did not succeed: ${why}`,
    fix: 'begin again from the sign-in page',
  });
}
