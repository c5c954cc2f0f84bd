import { X509Certificate } from 'node:crypto';
import type { z } from 'zod';
import { type Collect, defineProbe, type Sample } from '../../contract.ts';
import type { Host } from '../../host/index.ts';
import { askSeldom } from '../ask-seldom.ts';
import { parseSource, type Source } from './source.ts';
import type { options } from './options.ts';

/** What is reported of a certificate; times in Unix milliseconds. */
interface Facts {
  validFrom: number;
  validTo: number;
  /** Whether a careful client takes it; null when nobody can say. */
  isTrusted: boolean | null;
}

export default defineProbe<typeof options>({
  name: 'x509_cert',
  start({ sources, unverified, refresh, timeout }: z.output<typeof options>, host): Collect {
    const watched = sources.flatMap((text) => {
      const source = parseSource(text);
      if (source === undefined) return [];
      const ask = askSeldom(refresh, () => readFacts(source, host, timeout));
      return { source: text, isJudged: !unverified.includes(text), ask };
    });
    return (now, lacking) =>
      Promise.all(
        watched.map(async ({ source, isJudged, ask }) => {
          const facts = await ask(now).catch((error: unknown) => {
            const reason = sentenceOf(error);
            lacking?.(reason.startsWith(source) ? reason : `${source}: ${reason}`);
            return undefined;
          });
          return sampleOf(source, facts && (isJudged ? facts : { ...facts, isTrusted: null }), now);
        }),
      );
  },
});

function sentenceOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}

async function readFacts(source: Source, host: Host, timeoutMs: number): Promise<Facts> {
  if (source.kind === 'file') {
    const { validFromDate, validToDate } = new X509Certificate(host.read(source.path));
    return { validFrom: validFromDate.getTime(), validTo: validToDate.getTime(), isTrusted: null };
  }
  const { validFrom, validTo, refusal } = await host.certificate(source.server, source.port, timeoutMs);
  return { validFrom, validTo, isTrusted: refusal === undefined ? null : refusal === null };
}

function sampleOf(source: string, facts: Facts | undefined, now: number): Sample {
  const seconds = (ms: number | undefined) => (ms === undefined ? null : Math.floor(ms / 1000));
  const trusted = facts?.isTrusted ?? null;
  return {
    measurement: 'x509_cert',
    tags: { source },
    fields: [
      ['expiry', 'seconds', seconds(facts && facts.validTo - now)],
      ['age', 'seconds', seconds(facts && now - facts.validFrom)],
      ['startdate', 'seconds', seconds(facts?.validFrom)],
      ['enddate', 'seconds', seconds(facts?.validTo)],
      ['verification_code', 'none', trusted === null ? null : Number(!trusted)],
      ['readable', 'none', facts === undefined ? 0 : 1],
    ],
  };
}
