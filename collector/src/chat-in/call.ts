import { askService, type ServiceRequest } from '../notify/index.ts';

/** What a service said: its JSON, or in our own words why there is none. */
export type Called = { ok: true; value: unknown } | { ok: false; detail: string };

/** Asks a service once for JSON; nothing of what was sent is in what is told. */
export async function call(request: ServiceRequest, signal: AbortSignal): Promise<Called> {
  let called: Called = { ok: false, detail: '' };
  const { detail } = await askService(request, signal, async (answer) => {
    const value = await answer.json();
    const { status } = answer;
    const isFine = status >= 200 && status < 300;
    if (isFine) called = { ok: true, value };
    return { outcome: isFine ? 'delivered' : 'failed', detail: `HTTP ${status}` };
  });
  return called.ok ? called : { ok: false, detail };
}

/** A GET whose answer is JSON, by a bearer token. */
export function bearerGet(url: URL, token: string): ServiceRequest {
  return { url, method: 'GET', headers: { authorization: `Bearer ${token}` } };
}
