import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

/** Somebody the provider knows. */
export interface KnownPerson {
  email?: string;
  email_verified?: boolean;
}

/** A real OpenID Connect provider on this machine. */
export interface OidcHouse {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Signs in as `login` in a browser that begins at `url`; gives where the provider sends it back to. */
  signIn(url: string, login: string): Promise<string>;
  stop(): Promise<void>;
}

const MOST_STEPS = 12;

/** Starts one that knows these people by their login, and one client. */
export async function startOidc(
  people: Readonly<Record<string, KnownPerson>>,
  redirectUri: string,
): Promise<OidcHouse> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [clientId, clientSecret] = ['watchcase', 'the-clients-own-secret-of-32-signs'];
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    cookies: { keys: ['signs the cookies of this test'] },
    features: { devInteractions: { enabled: true } },
    pkce: { required: () => true },
    findAccount: (_context, id) =>
      people[id] === undefined
        ? undefined
        : { accountId: id, claims: () => Promise.resolve({ sub: id, ...people[id] }) },
  });
  const answer = provider.callback();
  server.on('request', (request, reply) => void answer(request, reply));
  return {
    issuer,
    clientId,
    clientSecret,
    signIn: (url, login) => browse({ url, login, issuer }),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What a person does in a browser: follows, fills in the form, agrees, until the way leads elsewhere. */
async function browse({
  url,
  login,
  issuer,
}: {
  url: string;
  login: string;
  issuer: string;
}): Promise<string> {
  const cookies = new Map<string, string>();
  let next: { url: string; form?: Record<string, string> } = { url };
  for (let step = 0; step < MOST_STEPS; step++) {
    if (!next.url.startsWith(issuer)) return next.url;
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(next.url, {
      redirect: 'manual',
      headers: { cookie },
      ...(next.form === undefined ? {} : { method: 'POST', body: new URLSearchParams(next.form) }),
    });
    for (const set of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location !== null) next = { url: new URL(location, next.url).href };
    else {
      const prompt = /name="prompt" value="(\w+)"/.exec(await answer.text())?.[1];
      if (prompt === undefined)
        throw new Error(`the provider shows no form at ${next.url} (${answer.status})`);
      next = { url: next.url, form: { prompt, login, password: 'any' } };
    }
  }
  throw new Error('the provider never sends the browser back');
}
