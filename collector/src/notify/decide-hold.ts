import type { Severity } from '@watchcase/api';

const HOUR_MS = 3_600_000;

/** These ask a person for the first time: of a critical case they never wait behind others. */
const FIRST: ReadonlySet<string> = new Set([
  'opened',
  'reopened',
  'worsened',
  'given-back',
  'handed-on',
  'step',
  'lapsed',
  'forgotten',
]);

/** Whether a page asks for somebody in a critical case (pure): it waits for nothing. */
export function asksInCritical({ reason, severity }: HeldPage): boolean {
  return severity === 'critical' && FIRST.has(reason);
}

/** A page that is to go out now. */
export interface HeldPage {
  reason: string;
  severity: Severity;
}

/**
 * Decides until when a page waits because its person has had enough by its channel (pure): `sent` are the moments of what they got within the last hour; undefined
 * when it does not wait. All in Unix milliseconds.
 */
export function decideHold(
  page: HeldPage,
  sent: readonly number[],
  { most, now }: { most: number; now: number },
): number | undefined {
  if (asksInCritical(page)) return undefined;
  const recent = sent.filter((at) => at > now - HOUR_MS).toSorted((a, b) => a - b);
  const makesRoom = recent[recent.length - most];
  return makesRoom === undefined ? undefined : makesRoom + HOUR_MS;
}
