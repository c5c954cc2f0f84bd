/** A page as it comes to somebody: when, by which channel, why, and by which step of which round. */
export interface ExpectedPage {
  /** Minutes since 1970. */
  at: number;
  person: string;
  channel: string;
  reason: string;
  place: string;
}

/** Reasons that ask for somebody: they are not told any more once somebody has the case. */
export const ASKING = new Set(['opened', 'reopened', 'given-back', 'step']);

/** Whom a policy tells that says nothing of it, at these percents. */
export const TELLS: Readonly<Record<number, 'assignee' | 'lead' | 'manager'>> = {
  50: 'assignee',
  75: 'lead',
  100: 'manager',
};
/** The same of a progress update. */
export const UPDATE_TELLS: Readonly<Record<number, 'assignee'>> = { 100: 'assignee' };
/** Of several reasons the first is told. */
export const URGENCY = [
  'opened',
  'reopened',
  'given-back',
  'raised',
  'handed-on',
  'lapsed',
  'step',
  'breached',
  'progress',
  'warning',
];
