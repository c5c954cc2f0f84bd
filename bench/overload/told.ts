import type { Webhook } from '../../test/harness/index.ts';
import { openedPages } from '../fleet/opened-pages.ts';
import { spreadOf } from '../fleet/spread.ts';
import type { GeneratorState } from './generator.ts';

type Line = GeneratorState | { breach: string; at: number };

/** What the generator said of itself last. */
export function stateOf(output: string): GeneratorState | undefined {
  return linesOf(output.slice(-5000)).findLast((line) => 'waiting' in line);
}

/** From the first breaching reading of a host, sent or not, to its page. */
export function pagesOf(output: string, webhook: Webhook, until: number) {
  const { arrived } = openedPages(webhook.received);
  const begun = linesOf(output).flatMap((line) => ('breach' in line && line.at <= until ? [line] : []));
  const delays = begun.flatMap(({ breach, at }) => {
    const came = arrived.get(breach);
    return came === undefined ? [] : [came - at];
  });
  return { ...spreadOf(delays), missing: begun.length - delays.length };
}

function linesOf(output: string): Line[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as Line);
}
