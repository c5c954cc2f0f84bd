import { type PingSays, saysOf } from '../ingest/index.ts';

/** What an address asks for. */
export interface AskedPing {
  /** The secret part: of one job, or of all jobs of a host, of which `slug` names one. */
  token: string;
  slug: string | null;
  /** undefined: it only leaves a message. */
  says: PingSays | undefined;
  /** The sender's own number of the run; null without one. */
  run: string | null;
}

/** Why an address cannot be read, as the clients of the protocol know it. */
export type PingFault = 'invalid url format' | 'invalid uuid format';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SLUG = /^[a-z0-9_-]{1,128}$/;

/** Reads what stands behind `/ping/`, and the run's number of its query (pure). */
export function readPing(path: string, rid: string | undefined): AskedPing | PingFault {
  const [token = '', ...rest] = path.split('/');
  const run = rid?.toLowerCase() ?? null;
  const isOfJob = UUID.test(token.toLowerCase());
  const slug = isOfJob ? null : (rest.shift() ?? '');
  const [word, ...more] = rest;
  if (token === '' || more.length > 0 || (slug !== null && !SLUG.test(slug))) return 'invalid url format';
  const says = word === 'log' ? undefined : saysOf(word ?? 'success');
  if (word !== 'log' && (says === undefined || word === 'success')) return 'invalid url format';
  if (run !== null && !UUID.test(run)) return 'invalid uuid format';
  return { token: isOfJob ? token.toLowerCase() : token, slug, says, run };
}
