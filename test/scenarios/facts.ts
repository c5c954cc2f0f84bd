import type { CaseDetail } from '@watchcase/api';

/** One page as its receiver got it; times in Unix milliseconds. */
export interface Delivery {
  /** The page's idempotency key. */
  key: string;
  receivedAt: number;
  caseId: number;
  reason: string;
  /** What it says of its case. */
  says: 'wrong' | 'recovered';
}

/** One fault that was really caused, and the case that must come of it. */
export interface Expected {
  hostId: string;
  category: string;
  severity: string;
  /** Rules whose alerts are the case's evidence. */
  rules: readonly string[];
  /** The fault was undone, so that the case must be marked recovered. */
  undone: boolean;
}

/** What a run left behind, as the outside world sees it. */
export interface Facts {
  expected: readonly Expected[];
  /** Every case of the collector, resolved or not. */
  cases: readonly CaseDetail[];
  deliveries: readonly Delivery[];
}
