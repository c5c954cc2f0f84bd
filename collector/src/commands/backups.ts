import {
  adoptedBackupSchema,
  type BackupDayState,
  backupJobDetailSchema,
  type BackupMatrix,
  backupMatrixSchema,
} from '@watchcase/api';
import { UserError } from '@watchcase/runtime';
import { askCollector, postTo } from './ask-collector.ts';
import type { CommandNeeds, Options } from './needs.ts';

const FILTERS = ['customer', 'site', 'host', 'state', 'policy', 'days'] as const;
const BAD: ReadonlySet<string> = new Set(['stuck', 'missed', 'failed']);
const PAGE = 200;

/** What a day was, as a sign of it. */
const SIGNS: Readonly<Record<BackupDayState, string>> = {
  success: '+',
  warnings: 'w',
  late: 'l',
  missed: 'M',
  failed: 'F',
  stuck: 'S',
  none: '.',
  pending: '?',
  unknown: ' ',
};

/** `backups list`, `backups show HOST JOB`, `backups adopt HOST JOB`. Errors: COMMAND_UNKNOWN, COLLECTOR_AWAY and what the collector refuses. */
export async function backupsCommand(
  [act, host, job, ...rest]: readonly string[],
  options: Options,
  needs: CommandNeeds,
): Promise<number> {
  if (act === 'list' && host === undefined) return list(options, needs);
  if (host !== undefined && job !== undefined && rest.length === 0) {
    const path = `/backups/jobs/${encodeURIComponent(host)}/${encodeURIComponent(job)}`;
    if (act === 'show') return show(path, options, needs);
    if (act === 'adopt') return adopt(path, options, needs);
  }
  throw new UserError({
    code: 'COMMAND_UNKNOWN',
    place: ['backups', act].filter((word) => word !== undefined).join(' '),
    message: '"backups list", "backups show HOST JOB" or "backups adopt HOST JOB" was expected',
    fix: 'see watchcase --help',
  });
}

async function list(options: Options, { print }: CommandNeeds): Promise<number> {
  const query = new URLSearchParams({ sort: 'state', limit: String(PAGE) });
  for (const name of FILTERS) {
    const value = options[name];
    if (value !== undefined) query.set(name, value);
  }
  let [count, isBad] = [0, false];
  for (let next: string | null = ''; next !== null; ) {
    if (next !== '') query.set('cursor', next);
    const page: BackupMatrix = backupMatrixSchema.parse(
      await askCollector(`/backups?${query.toString()}`, options),
    );
    for (const one of page.items) print(lineOf(one));
    count += page.items.length;
    isBad ||= page.items.some(({ state }) => BAD.has(state));
    next = page.next;
  }
  print(count === 0 ? 'no backup job' : legend());
  return isBad ? 1 : 0;
}

function lineOf({ state, host, job, policy, cells, lastEnd }: BackupMatrix['items'][number]): string {
  const days = cells.map((one) => SIGNS[one.state]).join('');
  return `${state.padEnd(9)} ${days}  ${host.id}  ${job}  [${policy?.id ?? 'no policy'}]  ${lastEnd ?? 'no run'}`;
}

function legend(): string {
  const named = Object.entries(SIGNS).filter(([, sign]) => sign !== ' ');
  return named.map(([state, sign]) => `${sign} ${state}`).join('  ');
}

async function show(path: string, options: Options, { print }: CommandNeeds): Promise<number> {
  const one = backupJobDetailSchema.parse(await askCollector(`${path}?days=${options.days}`, options));
  print(lineOf(one));
  print(`expected   ${one.expectedAt ?? '-'}, missed after ${one.deadline ?? '-'}`);
  for (const { check, about, since, value, limit, unit } of one.verdicts.filter(({ isBroken }) => isBroken))
    print(
      `broken     ${[check, about].filter((word) => word !== '').join(' ')} since ${since ?? '-'}${value === null ? '' : ` (${value} of ${limit ?? '-'} ${unit})`}`,
    );
  for (const { location, kind, count, newestAt, newestExpiresAt, verifiedAt } of one.copies)
    print(
      `copies     ${count} at ${location} (${kind}), newest ${newestAt ?? '-'}${newestExpiresAt === null ? '' : ` (expires ${newestExpiresAt})`}, verified ${verifiedAt ?? 'never'}`,
    );
  for (const { endedAt, outcome, durationSeconds } of one.runs.slice(0, 5))
    print(`run        ${endedAt} ${outcome}${durationSeconds === null ? '' : ` in ${durationSeconds} s`}`);
  for (const { endedAt, outcome, durationSeconds, by } of one.drills.slice(0, 5))
    print(`drill      ${endedAt} ${outcome} in ${durationSeconds} s${by === null ? '' : `, by ${by}`}`);
  const { rpo, rto, cases } = one;
  print(
    `would lose ${secondsOf(rpo.nowSeconds)}, at worst ${secondsOf(rpo.worstSeconds)}; a restore took ${secondsOf(rto.lastSeconds)}`,
  );
  for (const { id, titles } of cases) print(`case       C-${id} ${titles.en}`);
  return BAD.has(one.state) ? 1 : 0;
}

function secondsOf(seconds: number | null): string {
  return seconds === null ? '-' : `${seconds} s`;
}

async function adopt(path: string, options: Options, { print }: CommandNeeds): Promise<number> {
  const { policy, like, schedule, zone } = options;
  const body = {
    ...(policy === undefined ? {} : { policy }),
    ...(like === undefined ? {} : { like }),
    ...(schedule === undefined ? {} : { schedule: scheduleOf(schedule, zone ?? 'UTC') }),
  };
  const answer = adoptedBackupSchema.parse(await postTo(`${path}/adopt`, body, options));
  const how = answer.isGuessed ? ', as its runs tell' : '';
  print(
    `${answer.isNew ? 'made' : 'taken into'} ${answer.policy.id}: ${JSON.stringify(answer.schedule)}${how}`,
  );
  return 0;
}

/** Five fields are a crontab's, a word alone an interval, all else is OnCalendar= (pure). */
function scheduleOf(text: string, zone: string): object {
  if (/^\d+[mhdw]$/.test(text)) return { every: text };
  return text.trim().split(/\s+/).length === 5 || text.startsWith('@')
    ? { cron: text, zone }
    : { onCalendar: text, zone };
}
