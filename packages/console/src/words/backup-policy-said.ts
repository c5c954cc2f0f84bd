import {
  type BackupCheck,
  backupChecks,
  backupDefaults,
  defaultBackupSeverity,
  OFFLINE_TIMES,
  severities,
  type Severity,
} from '@watchcase/api';
import type { backupPolicy as written } from '../texts/en/backup-policy.ts';
import { bytesText } from './quantity.ts';
import type { RecordWords } from './record-said.ts';
import {
  jobLists,
  placeKinds,
  unusualFigures,
  type WrittenBackupPolicy,
  type WrittenLimits,
} from './written-backup-policy.ts';

/** One line of a policy: what, how much, and what of it the policy leaves to the default; empty for nothing. */
export interface SaidTerm {
  name: string;
  text: string;
  note: string;
}

/** Terms that belong together. */
export interface SaidTerms {
  title: string;
  terms: SaidTerm[];
}

/** What a policy is said in. */
export interface PolicyWords extends Pick<RecordWords, 'and' | 'duration' | 'day' | 'name'> {
  backupPolicy: typeof written;
  severity: Readonly<Record<Severity, string>>;
  seconds: (seconds: number) => string;
  /** A schedule in words, and as it is written; empty for the same. */
  schedule: { text: string; note: string };
}

/** A backup policy section by section (pure): all that its record says, and as defaults what holds where it says nothing. */
export function backupPolicySaid(policy: WrittenBackupPolicy, words: PolicyWords): SaidTerms[] {
  const { backupPolicy } = words;
  return [
    { title: backupPolicy.jobs, terms: jobTerms(policy, words) },
    { title: backupPolicy.runs, terms: runTerms(policy, words) },
    { title: backupPolicy.copies, terms: copyTerms(policy, words) },
    { title: backupPolicy.proof, terms: proofTerms(policy, words) },
    { title: backupPolicy.unusual, terms: unusualTerms(policy, words) },
    { title: backupPolicy.severities, terms: severityTerms(policy, words) },
  ].filter(({ terms }) => terms.length > 0);
}

function term(name: string, text: string, note = ''): SaidTerm {
  return { name, text, note };
}

/** A length of time, or the default; nothing where there is neither. */
function timeTerm(
  name: string,
  { written: own, fallback }: { written: string | undefined; fallback?: string },
  { said, words }: { said: (time: string) => string; words: PolicyWords },
): SaidTerm[] {
  const time = own ?? fallback;
  if (time === undefined) return [];
  return [term(name, said(words.duration(time)), own === undefined ? words.backupPolicy.byDefault : '')];
}

function jobTerms({ jobs }: WrittenBackupPolicy, { backupPolicy, name, and }: PolicyWords): SaidTerm[] {
  if (jobs === undefined) return [term(backupPolicy.which, backupPolicy.byContracts)];
  const lists = jobLists.filter((list) => jobs[list] !== undefined);
  if (lists.length === 0) return [term(backupPolicy.which, backupPolicy.allOthers)];
  const called = (list: (typeof jobLists)[number], one: string) =>
    list === 'tags' || list === 'names' ? one : name(list, one);
  return lists.map((list) =>
    term(backupPolicy.lists[list], (jobs[list] ?? []).map((one) => called(list, one)).join(and)),
  );
}

function runTerms(policy: WrittenBackupPolicy, words: PolicyWords): SaidTerm[] {
  const { backupPolicy, schedule, day } = words;
  const { start } = policy.schedule;
  const { grace, maxRun, whileSilent } = backupDefaults;
  return [
    term(backupPolicy.schedule, schedule.text, schedule.note),
    ...(typeof start === 'string'
      ? [term(backupPolicy.first, `${day(start.slice(0, 10))} ${start.slice(11)}`)]
      : []),
    ...timeTerm(
      backupPolicy.randomDelay,
      { written: policy.randomDelay },
      { said: backupPolicy.atMost, words },
    ),
    ...timeTerm(
      backupPolicy.grace,
      { written: policy.grace, fallback: grace },
      { said: backupPolicy.graceText, words },
    ),
    ...timeTerm(
      backupPolicy.maxRun,
      { written: policy.maxRun, fallback: maxRun },
      { said: backupPolicy.maxRunText, words },
    ),
    ...timeTerm(
      backupPolicy.whileSilent,
      { written: policy.whileSilent, fallback: whileSilent },
      { said: backupPolicy.whileSilentText, words },
    ),
  ];
}

function copyTerms(policy: WrittenBackupPolicy, words: PolicyWords): SaidTerm[] {
  const { backupPolicy, duration } = words;
  const { copies = [], retention } = policy;
  const watched = { written: policy.watchedFor, fallback: backupDefaults.watchedFor };
  return [
    ...placeKinds.flatMap((kind) =>
      copies
        .filter((one) => one.kind === kind)
        .map(({ maxAge, least }) =>
          term(
            backupPolicy.copiesAt[kind],
            least === undefined
              ? backupPolicy.newest(duration(maxAge))
              : backupPolicy.leastNewest(least, duration(maxAge)),
          ),
        ),
    ),
    ...timeTerm(
      backupPolicy.threeTwoOne,
      { written: policy.threeTwoOne },
      { said: backupPolicy.threeTwoOneText, words },
    ),
    ...(retention === undefined ? [] : [retentionTerm(retention, words)]),
    ...timeTerm(backupPolicy.watchedFor, watched, {
      said: (age) => backupPolicy.watchedForText(age, OFFLINE_TIMES),
      words,
    }),
  ];
}

function retentionTerm(
  { least, oldest, gfs = {} }: NonNullable<WrittenBackupPolicy['retention']>,
  { backupPolicy, duration, and }: PolicyWords,
): SaidTerm {
  const { daily, weekly, monthly } = gfs;
  const periods = [
    ...(daily === undefined ? [] : [backupPolicy.days(daily)]),
    ...(weekly === undefined ? [] : [backupPolicy.weeks(weekly)]),
    ...(monthly === undefined ? [] : [backupPolicy.months(monthly)]),
  ];
  const lines = [
    ...(least === undefined ? [] : [backupPolicy.keptLeast(least)]),
    ...(oldest === undefined ? [] : [backupPolicy.keptOldest(duration(oldest))]),
    ...(periods.length === 0 ? [] : [backupPolicy.keptGfs(periods.join(and))]),
  ];
  return lines.length === 0
    ? term(backupPolicy.retention, backupPolicy.keptLeast(backupDefaults.least), backupPolicy.byDefault)
    : term(backupPolicy.retention, lines.join('\n'));
}

function proofTerms(policy: WrittenBackupPolicy, words: PolicyWords): SaidTerm[] {
  const { backupPolicy } = words;
  const { drillEvery, drillGrace } = policy;
  // Without drills there is nothing to be late with.
  const fallback = drillEvery === undefined ? {} : { fallback: backupDefaults.drillGrace };
  return [
    ...timeTerm(backupPolicy.rpo, { written: policy.rpo }, { said: backupPolicy.atMost, words }),
    ...timeTerm(backupPolicy.rto, { written: policy.rto }, { said: backupPolicy.atMost, words }),
    ...timeTerm(
      backupPolicy.verifyEvery,
      { written: policy.verifyEvery },
      { said: backupPolicy.every, words },
    ),
    ...timeTerm(backupPolicy.drillEvery, { written: drillEvery }, { said: backupPolicy.every, words }),
    ...timeTerm(
      backupPolicy.drillGrace,
      { written: drillGrace, ...fallback },
      { said: (time) => time, words },
    ),
  ];
}

function unusualTerms(policy: WrittenBackupPolicy, words: PolicyWords): SaidTerm[] {
  const { backupPolicy } = words;
  return [
    ...unusualFigures.flatMap((figure) => {
      const limits = policy[figure];
      return limits === undefined ? [] : [unusualTerm(figure, limits, words)];
    }),
    ...(policy.size?.live === true ? [term(backupPolicy.live, backupPolicy.liveText)] : []),
  ];
}

function unusualTerm(
  figure: (typeof unusualFigures)[number],
  own: WrittenLimits,
  { backupPolicy, and, seconds }: PolicyWords,
): SaidTerm {
  const { last, percent, deviations, floor } = {
    ...backupDefaults,
    floor: backupDefaults.floor[figure],
    ...own,
  };
  const ofFloor = {
    size: bytesText,
    files: backupPolicy.fileCount,
    duration: seconds,
  };
  const limits: [keyof WrittenLimits, string][] = [
    ['percent', backupPolicy.percent(percent)],
    ['deviations', backupPolicy.deviations(deviations)],
    ['floor', ofFloor[figure](floor)],
  ];
  const parts: [keyof WrittenLimits, string][] = [['last', backupPolicy.ofLast(last)], ...limits];
  const left = parts.filter(([part]) => own[part] === undefined).map(([, text]) => text);
  const note =
    left.length === 0
      ? ''
      : left.length === parts.length
        ? backupPolicy.byDefault
        : backupPolicy.defaultOf(left.join(and));
  return term(
    backupPolicy[figure],
    backupPolicy.unusualText(last, limits.map(([, text]) => text).join(and)),
    note,
  );
}

/** What each breach is worth: those that the policy names, and as defaults those that it asks for without naming them. */
function severityTerms(
  policy: WrittenBackupPolicy,
  { backupPolicy, severity: names, and }: PolicyWords,
): SaidTerm[] {
  const { severity = {} } = policy;
  const asked = backupChecks.filter((check) => isAsked(policy, check));
  const listed = (of: readonly BackupCheck[]) => of.map((check) => backupPolicy.checks[check]).join(and);
  return [...severities.toReversed(), 'none' as const].flatMap((worth) => {
    const own = backupChecks.filter((check) => severity[check] === worth);
    const others = asked.filter(
      (check) => severity[check] === undefined && defaultBackupSeverity[check] === worth,
    );
    if (own.length + others.length === 0) return [];
    const name = worth === 'none' ? backupPolicy.nobody : names[worth];
    return own.length === 0
      ? [term(name, listed(others), backupPolicy.byDefault)]
      : [term(name, listed(own), others.length === 0 ? '' : backupPolicy.defaultOf(listed(others)))];
  });
}

/** By which field a check is asked for; the others are asked of every job. */
const askedBy: Partial<Record<BackupCheck, keyof WrittenBackupPolicy>> = {
  copies: 'copies',
  'three-two-one': 'threeTwoOne',
  retention: 'retention',
  size: 'size',
  files: 'files',
  duration: 'duration',
  'drill-overdue': 'drillEvery',
  rpo: 'rpo',
  rto: 'rto',
};

function isAsked(policy: WrittenBackupPolicy, check: BackupCheck): boolean {
  if (check === 'identical') return policy.size?.live === true;
  const field = askedBy[check];
  return field === undefined || policy[field] !== undefined;
}

/** What a policy could ask for and does not (pure), in words; empty for nothing. */
export function notAskedSaid(policy: WrittenBackupPolicy, { backupPolicy, and }: PolicyWords): string {
  const fields = [
    'copies',
    'threeTwoOne',
    'retention',
    'rpo',
    'rto',
    'verifyEvery',
    'drillEvery',
    ...unusualFigures,
  ] as const;
  return fields
    .filter((field) => policy[field] === undefined)
    .map((field) => backupPolicy.unasked[field])
    .join(and);
}
