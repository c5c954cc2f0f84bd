import { type BackupVerdict, type Check, checks, type Lacks } from '@watchcase/backup';
import { safeLine } from '@watchcase/runtime';
import { alertIdOf, formatValue, type RuleFacts, type Verdict } from '../model/index.ts';
import { checkWords, periodWords, placeCheckWords, placeWords } from './check-words.ts';
import { lacksText } from './lacks-text.ts';

const PACK = 'backup-policy';
/** An alert of which nothing was said for three of these stands still; it is said again well before. */
const INTERVAL_MS = 3_600_000;

/** Each check as a rule, so that alerts and cases know no difference. A job's breaches are a case of their own: what is overdue for weeks must not swallow what fails tonight. */
const rules = Object.fromEntries(checks.map((check) => [check, ruleOf(check, null)])) as Record<
  Check,
  RuleFacts
>;

function ruleOf(check: Check, lacks: Lacks | null): RuleFacts {
  return {
    id: `${PACK}/${check}`,
    category: 'data',
    forMs: 0,
    keepFiringMs: 0,
    runbook: null,
    groupKey: ({ hostId, labels }) => groupKeyOf({ hostId, job: labels['job'] ?? '' }),
    title(verdict) {
      const ofPlace = verdict.labels['about'] === undefined ? undefined : placeCheckWords[check];
      const [en, zhCn] = ofPlace ?? checkWords[check];
      return {
        en: safeLine(fill(en, { verdict, lacks }, 'en')),
        'zh-CN': safeLine(fill(zhCn, { verdict, lacks }, 'zh-CN')),
      };
    },
  };
}

/** What the unresolved case of a job is found by. */
export function groupKeyOf({ hostId, job }: { hostId: string; job: string }): string {
  return `${hostId.slice(0, hostId.indexOf('.'))}: backup ${hostId} ${job}`;
}

function fill(
  text: string,
  { verdict, lacks }: { verdict: Verdict; lacks: Lacks | null },
  language: 'en' | 'zh-CN',
): string {
  const about = verdict.labels['about'] ?? '';
  const words: Readonly<Record<string, string>> = {
    job: verdict.labels['job'] ?? '',
    host: verdict.hostName,
    about: placeWords[about]?.[language === 'en' ? 0 : 1] ?? about,
    value: formatValue(verdict.value, verdict.unit, language),
    limit: limitText(verdict, language),
    lacks: lacksText(lacks, language),
  };
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => words[name] ?? '');
}

function limitText({ threshold, unit }: Verdict, language: 'en' | 'zh-CN'): string {
  const period = periodWords[unit]?.[language === 'en' ? 0 : 1] ?? '';
  return formatValue(threshold, unit, language) + period;
}

/** Whom a verdict is about, and which of its alerts are active. */
export interface Subject {
  hostId: string;
  hostName: string;
  job: string;
  active: ReadonlySet<string>;
}

/** What a policy says as a verdict of a rule (pure); undefined where it is well and was before. A breach that begins is as old as it is; one that goes on is seen now. */
export function verdictOf(said: BackupVerdict, subject: Subject, now: number): Verdict | undefined {
  const { hostId, hostName, job, active } = subject;
  // Most jobs are well, and an id is a hash.
  if (said.severity === null && active.size === 0) return undefined;
  // What is lacking is known of this verdict only.
  const rule = said.lacks == null ? rules[said.check] : ruleOf(said.check, said.lacks);
  const labels = said.about === '' ? { job } : { job, about: said.about };
  const alertId = alertIdOf(rule.id, hostId, labels);
  const isActive = active.has(alertId);
  if (said.severity === null && !isActive) return undefined;
  return {
    rule,
    alertId,
    hostId,
    hostName,
    labels,
    time: isActive || said.severity === null ? now : Math.min(said.since, now),
    intervalMs: INTERVAL_MS,
    missing: !said.isKnown,
    speaksOf: () => true,
    severity: said.severity,
    holding: null,
    value: said.value,
    unit: said.unit,
    threshold: said.limit,
    thresholds: {},
    series: null,
  };
}

/** Rules of the shipped pack that ask what a policy asks: of a job that one judges they are quiet. That a tool cannot be read they go on saying. */
const SAID_BY_POLICY: ReadonlySet<string> = new Set(
  ['too-old', 'none', 'smaller', 'run-failed', 'run-too-old', 'run-stuck'].map((rule) => `backup/${rule}`),
);

/** What rules say without what a policy says in their place (pure): an alert of theirs is over. */
export function withoutPolicies(
  verdicts: readonly Verdict[],
  isJudged: (hostId: string, job: string) => boolean,
): readonly Verdict[] {
  return verdicts.map((verdict) => {
    const { rule, hostId, labels } = verdict;
    const job = labels['job'];
    if (job === undefined || !SAID_BY_POLICY.has(rule.id) || !isJudged(hostId, job)) return verdict;
    return { ...verdict, missing: false, severity: null, holding: null, speaksOf: () => true };
  });
}
