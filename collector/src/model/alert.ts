import type { Category, Severity, Title } from '@watchcase/api';

/** What the flow needs to know of a loaded rule; made by the rules room, the same object for the rule's whole life. */
export interface RuleFacts {
  /** Unique over all packs: `pack/rule`. */
  id: string;
  category: Category;
  /** How long a level of the condition must hold, by sample time, before the alert fires with it. */
  forMs: number;
  /** How long a firing alert stays firing from the first sample on which nothing holds it any more. */
  keepFiringMs: number;
  runbook: string | null;
  /** Group key of the case for one verdict: host and category unless the rule names another. */
  groupKey(verdict: Verdict): string;
  /** The rule's title with its placeholders filled in. */
  title(verdict: Verdict): Title;
}

/** What one rule says about one instance (label set) of one host at one sample. */
export interface Verdict {
  rule: RuleFacts;
  /** 16 hex digits: hash of rule, host and labels. */
  alertId: string;
  hostId: string;
  /** The host's display name. */
  hostName: string;
  /** Values of the labels the rule names in `each`. */
  labels: Readonly<Record<string, string>>;
  /** Corrected sample time, Unix milliseconds. */
  time: number;
  /** The stream's interval, milliseconds: what counts as a gap is measured by it. */
  intervalMs: number;
  /**
   * `missing`: a series the condition needs had no value, nothing is known, the alert freezes.
   * Otherwise `severity` says how bad the condition is now.
   */
  missing: boolean;
  /**
   * False of a series (by its key) that said nothing while others of the rule did, be it null or gone: an alert that is about it cannot recover. One that the
   * rule does not read at all is no reason.
   */
  speaksOf(series: string): boolean;
  /** Worst level whose condition holds; null when none does. */
  severity: Severity | null;
  /** Worst level that may not be left yet: its `recover` condition is false (hysteresis); null when all may be left. */
  holding: Severity | null;
  /** The first series value of the condition, its unit and the limit it is compared with, for people and charts; null when it has none. */
  value: number | null;
  unit: string;
  threshold: number | null;
  /** That limit for each level of the rule. */
  thresholds: Readonly<Partial<Record<Severity, number | null>>>;
  /** Key of that series (`measurement.field{tag="value"}`), for the evidence chart; null when the condition has none. */
  series: string | null;
}

/** What happened to an alert. */
export type AlertTransition =
  | 'pending'
  | 'cleared'
  | 'fired'
  | 'raised'
  | 'lowered'
  | 'frozen'
  | 'thawed'
  | 'resolved'
  | 'held';

/** What a person is told of, and what concerns cases; everything else is progress to remember. */
export const TELLING: ReadonlySet<AlertTransition> = new Set(['fired', 'raised', 'lowered', 'resolved']);

/**
 * One alert's new state and how it got there. `held` = nothing a person must know, only progress to remember (a pending alert's
 * time, a firing alert's last value).
 */
export interface AlertChange {
  /** 16 hex digits: hash of rule, host and labels. */
  id: string;
  rule: string;
  hostId: string;
  labels: Readonly<Record<string, string>>;
  transition: AlertTransition;
  /** Title with its placeholders filled in. */
  title: Title;
  category: Category;
  /** Group key of the case it belongs to: host and category unless the rule names another. */
  groupKey: string;
  runbook: string | null;
  severity: Severity;
  state: 'inactive' | 'pending' | 'firing' | 'frozen' | 'resolved';
  /** For a frozen alert, what it was before: it thaws to this. */
  frozenFrom: 'pending' | 'firing' | null;
  /** Sample time since which the condition holds. */
  activeSince: number;
  /** How long levels that have not been reached yet have held, milliseconds of observed time: each waits for its own `for`. */
  held: Readonly<Partial<Record<Severity, number>>>;
  /** How much of `keepFiring` has passed, milliseconds of observed time; null while something holds the alert. */
  quietMs: number | null;
  /** Last sample at which the condition, or a `recover` condition that is still false, kept the alert. */
  lastTrue: number;
  /** Last sample that said anything. */
  lastSample: number;
  firedAt: number | null;
  resolvedAt: number | null;
  value: number | null;
  unit: string;
  threshold: number | null;
  series: string | null;
  /** Interval of the stream its samples come in, milliseconds. */
  intervalMs: number;
  /** Arrival of the sample that caused the change, Unix milliseconds; cases open at this moment. */
  at: number;
}
