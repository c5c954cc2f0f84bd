import { request } from 'node:https';

/** What came back. */
export interface Posted {
  status: number;
  body: string;
  /** The header `retry-after`; null without one. */
  retryAfter: string | null;
}

/** An answer of a collector is no longer. */
const MOST_BYTES = 1_048_576;

/**
 * Sends JSON. With an authority (PEM), which is then the only one that is trusted, over TLS of our own: `fetch` trusts whom the whole process trusts. Rejects with the network's error.
 */
export async function postJson(
  url: URL,
  content: object,
  { signal, authority }: { signal: AbortSignal; authority: string | undefined },
): Promise<Posted> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify(content);
  if (authority !== undefined) return postTrusting(url, { ca: authority, signal, headers }, body);
  const response = await fetch(url, { method: 'POST', headers, body, signal });
  return {
    status: response.status,
    body: await response.text().catch(() => ''),
    retryAfter: response.headers.get('retry-after'),
  };
}

function postTrusting(
  url: URL,
  options: { ca: string; signal: AbortSignal; headers: Record<string, string> },
  body: string,
): Promise<Posted> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { ...options, method: 'POST', agent: false }, (response) => {
      const chunks: Buffer[] = [];
      let count = 0;
      response.on('data', (chunk: Buffer) => {
        count += chunk.length;
        if (count > MOST_BYTES) response.destroy(new Error('the answer is not that of a collector'));
        else chunks.push(chunk);
      });
      response.once('error', reject);
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString('utf8'),
          retryAfter: response.headers['retry-after'] ?? null,
        }),
      );
    });
    asking.once('error', reject);
    asking.end(body);
  });
}
