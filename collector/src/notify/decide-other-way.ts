import type { Severity } from '@watchcase/api';
import type { PageReason } from '../model/index.ts';
import { wayKey } from './way-key.ts';
import type { PersonalWay, Roster } from './roster.ts';

/** A page of the same cause. */
export interface Sibling {
  person: string;
  channel: string;
  address: string | null;
  state: string;
}

/** What is done when a page will never be delivered. */
export type OtherWay =
  | { because: 'nothing-wrong' | 'another-channel' | 'another-person-paged' | 'nobody-left' }
  /** The next person, or the same one by ways that were not tried: config or directory have changed since. */
  | { because: 'next-person' | 'untried-channel'; person: string; ways: PersonalWay[] };

/**
 * Decides how people are reached when a page has failed for good (pure). `siblings` are all pages of its cause, this one among them. Whoever is on duty
 * and was not paged for this cause is, whatever severities they are usually paged for. Good news are told to those who wait for them only.
 */
export function decideOtherWay(
  failed: { person: string; reason: string },
  siblings: readonly Sibling[],
  { roster, severity, now }: { roster: Roster; severity: Severity; now: number },
): OtherWay {
  if (failed.reason === 'recovered') return { because: 'nothing-wrong' };
  const alive = siblings.filter((page) => page.state !== 'failed');
  if (alive.some((page) => page.person === failed.person)) return { because: 'another-channel' };
  const tried = new Set(siblings.map(wayKey));
  const untriedOf = (person: string) =>
    roster
      .waysOf(person, { severity, reason: failed.reason as PageReason, at: now })
      .filter((way) => !tried.has(wayKey({ ...way, person })));
  const untried = untriedOf(failed.person);
  if (untried.length > 0) return { because: 'untried-channel', person: failed.person, ways: untried };
  for (const { name } of roster.duty) {
    const person = roster.find(name)?.id ?? name;
    if (siblings.some((page) => page.person === person)) continue;
    const ways = untriedOf(person);
    if (ways.length > 0) return { because: 'next-person', person, ways };
  }
  return { because: alive.length > 0 ? 'another-person-paged' : 'nobody-left' };
}
