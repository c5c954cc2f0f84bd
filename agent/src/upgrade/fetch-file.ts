import { createHash } from 'node:crypto';
import { request as plainRequest, type IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { trustMachineAuthorities, writeBytes } from '@watchcase/runtime/light';

/** How something is fetched. */
export interface Fetching {
  /** Certificate (PEM) of the one authority that is trusted; those of the machine without one. */
  authority: string | undefined;
  /** What is longer is given up. */
  mostBytes: number;
}

/** So long may nothing come. */
const SILENCE_MS = 60_000;

/** The text at an address. Rejects with the network's error, or one that says what was answered. */
export async function fetchText(url: URL, how: Fetching): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of bounded(await ask(url, how), how.mostBytes)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** Writes what is at an address to a file; gives how long it is, and its SHA-256 (hexadecimal). Rejects as fetchText. */
export async function fetchFile(
  url: URL,
  to: string,
  how: Fetching,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* measured(answer: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of bounded(answer, how.mostBytes)) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  }
  await writeBytes(to, measured(await ask(url, how)), { mode: 0o600 });
  return { bytes, sha256: hash.digest('hex') };
}

function ask(url: URL, { authority }: Fetching): Promise<IncomingMessage> {
  const isPlain = url.protocol === 'http:';
  if (!isPlain && authority === undefined) trustMachineAuthorities();
  const trust = authority === undefined ? {} : { ca: authority };
  return new Promise((resolve, reject) => {
    const asking = (isPlain ? plainRequest : request)(url, { agent: false, timeout: SILENCE_MS, ...trust });
    asking.once('error', reject);
    asking.once('timeout', () => asking.destroy(new Error('no answer in time')));
    asking.once('response', (answer) => {
      if (answer.statusCode === 200) return resolve(answer);
      answer.resume();
      reject(new Error(`${url.pathname} is answered with HTTP ${answer.statusCode}`));
    });
    asking.end();
  });
}

/** Hands on what comes, up to a bound. */
async function* bounded(answer: AsyncIterable<Buffer>, mostBytes: number): AsyncGenerator<Buffer> {
  let left = mostBytes;
  for await (const chunk of answer) {
    left -= chunk.length;
    if (left < 0) throw new Error('it is longer than it may be');
    yield chunk;
  }
}
