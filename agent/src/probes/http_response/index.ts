import type { z } from 'zod';
import { type Collect, defineProbe, type Sample } from '../../contract.ts';
import type { Host, HttpAnswer } from '../../host/index.ts';
import type { options, Target } from './options.ts';
import { resultCode } from './result-code.ts';

export default defineProbe<typeof options>({
  name: 'http_response',
  start({ watch }: z.output<typeof options>, host): Collect {
    const asked = new Set<string>();
    const pages = watch.map((target) => {
      const tags = tagsOf(target, asked.has(target.url));
      asked.add(target.url);
      return startPage(target, tags, host);
    });
    return () => Promise.all(pages.map((ask) => ask()));
  },
});

type Tags = Readonly<Record<string, string>>;

/** A page is the same page by whatever method it is asked for; only a further check of one is told apart by it. */
function tagsOf({ url, method }: Target, isFurther: boolean): Tags {
  return isFurther ? { server: url, method } : { server: url };
}

function startPage(target: Target, tags: Tags, host: Host): () => Promise<Sample> {
  const { url, method, timeout, verify, status } = target;
  const headers = Object.fromEntries(
    Object.entries(target.headers).map(([name, value]) => [name, value.reveal()]),
  );
  const expected = { status, body: target.body === undefined ? undefined : new RegExp(target.body) };
  return async () => {
    const answer = await host.http({ url, method, headers, timeoutMs: timeout, verify });
    return sampleOf(tags, answer, resultCode(answer, expected));
  };
}

function sampleOf(tags: Tags, answer: HttpAnswer, code: number): Sample {
  const came = answer.outcome === 'answered' ? answer : undefined;
  return {
    measurement: 'http_response',
    tags,
    fields: [
      ['result_code', 'none', code],
      ['http_response_code', 'none', came?.status ?? null],
      ['response_time', 'seconds', came?.seconds ?? null],
      ['content_length', 'bytes', came?.bodyBytes ?? null],
    ],
  };
}
