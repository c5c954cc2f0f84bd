import type { DutyPerson } from './config.ts';

/** A page of the same cause. */
export interface Sibling {
  person: string;
  channel: string;
  state: string;
}

/** What is done when a page will never be delivered. */
export type OtherWay =
  | { because: 'nothing-wrong' | 'another-channel' | 'another-person-paged' | 'nobody-left' }
  /** The next person, or the same one by channels that were not tried: the config has changed since. */
  | { because: 'next-person' | 'untried-channel'; person: DutyPerson };

/**
 * Decides how people are reached when a page has failed for good (pure). `siblings` are all pages of its cause, this one among them. Whoever is on duty
 * and was not paged for this cause is, whatever severities they are usually paged for. Good news are told to those who wait for them only.
 */
export function decideOtherWay(
  failed: { person: string; reason: string },
  siblings: readonly Sibling[],
  duty: readonly DutyPerson[],
): OtherWay {
  if (failed.reason === 'recovered') return { because: 'nothing-wrong' };
  const alive = siblings.filter((page) => page.state !== 'failed');
  if (alive.some((page) => page.person === failed.person)) return { because: 'another-channel' };
  const own = duty.find((one) => one.name === failed.person);
  const tried = siblings.filter((page) => page.person === failed.person);
  const untried = own?.channels.filter((name) => tried.every(({ channel }) => channel !== name)) ?? [];
  if (own !== undefined && untried.length > 0)
    return { because: 'untried-channel', person: { ...own, channels: untried } };
  const person = duty.find((one) => siblings.every((page) => page.person !== one.name));
  if (person !== undefined) return { because: 'next-person', person };
  return { because: alive.length > 0 ? 'another-person-paged' : 'nobody-left' };
}
