import type { Store } from '@watchcase/collector/store/index.ts';
import { ManualClock } from '@watchcase/testkit';
import { house, message, NOW } from './flow-house.ts';

/** Milliseconds. */
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** What a story's host says, at a moment of it, or of another moment. */
export type Said = readonly [kind: string, data: object, time?: number];

let ends = 0;

/** A run that ends. */
export const end = (ok: boolean, more: object = {}): Said => [
  'backup-end',
  {
    job: 'erp',
    run: `end-${++ends}`,
    ok,
    exitCode: ok ? 0 : 1,
    durationSeconds: 60,
    sizeBytes: null,
    output: '',
    ...more,
  },
];
/** A run that begins. */
export const begin = (run: string): Said => ['backup-start', { job: 'erp', run }];

/** What a tool tells of one location. */
export function copies(
  at: number,
  more: {
    count?: number;
    kind?: string;
    location?: string;
    ageMs?: number;
    complete?: string;
    sound?: boolean;
    expiresAt?: number;
    spread?: { days: number; weeks: number; months: number };
  } = {},
): Said {
  const {
    count = 3,
    kind = 'offsite',
    location = 'sftp:vault',
    ageMs = HOUR,
    complete = 'yes',
    sound,
    expiresAt,
    spread,
  } = more;
  const made = at - ageMs;
  const newest = { startedAt: made - MINUTE, endedAt: made, kind: 'full', bytes: 7, files: 2, complete };
  const kept = expiresAt === undefined ? newest : { ...newest, expiresAt };
  return [
    'backup_copies',
    {
      job: 'erp',
      tool: 'restic',
      location,
      kind,
      at,
      newest: count === 0 ? null : kept,
      oldestAt: null,
      count,
      bytes: null,
      verifiedAt: sound === undefined ? null : at,
      verification: null,
      ...(sound === undefined ? {} : { sound }),
      ...(spread === undefined ? {} : { spread }),
    },
  ];
}

/** A host with one policy, that says things while time passes. */
export async function story(store: Store, policy: object, clock = new ManualClock(NOW)) {
  const rooms = await house(store, { clock, pack: RULES });
  const { flow, settle, backups, directory } = rooms;
  let seq = 0;
  const by = { actor: 'lin', door: 'api', now: NOW } as const;
  const send = async (kind: string, body: object) => {
    flow.receive(message(kind, body, clock.now()));
    await settle();
  };
  const epoch = clock.now();
  const connect = (session: number, state = 'online') =>
    send('presence', {
      session,
      state,
      time: clock.now(),
      reason: state === 'online' ? 'connected' : 'will',
      epoch,
      intervalMs: 15_000,
      streams: ['15s'],
      name: 'db1',
      agent: '0.1',
      platform: 'linux',
    });
  /** Ticks at once, so that what was found is committed. */
  const tick = async () => {
    await backups.prepare();
    await flow.tick();
    await settle();
  };
  const say = async (...said: Said[]) => {
    const now = clock.now();
    for (const [kind, data, time = now] of said) {
      seq++;
      await send('event', { sent: now, epoch, seq, after: seq - 1, time, kind, data });
    }
    await tick();
  };
  /** Lets time pass with the host heard, tick by tick where something is due. */
  const pass = async (ms: number) => {
    const until = clock.now() + ms;
    while (clock.now() < until) {
      const due = Math.min(backups.nextAt() ?? until, until);
      await clock.advance(Math.max(1, Math.min(due, until) - clock.now()));
      await tick();
    }
  };
  if (directory !== undefined) await directory.put('backupPolicies', 'nightly', { data: policy }, by);
  await connect(1);
  await tick();
  /** The same in one leap. */
  const skip = async (ms: number) => {
    await clock.advance(ms);
    await tick();
  };
  return { ...rooms, say, pass, skip, connect, tick, send };
}

const RULES = `
pack: backup
rules:
  - id: run-failed
    title: "Last backup run of {job} on {host} failed"
    each: [job]
    when: backup_run.ok == 0
    severity: major
    category: data
`;

/** A policy for all jobs. */
export const everyDay = { jobs: {}, schedule: { every: '1d' }, grace: '1h' };

/** Each case as `severity state, since: titles of what fires`; since in hours of the story. */
export async function casesOf(store: Store): Promise<string[]> {
  const cases = await store.db.selectFrom('cases').selectAll().orderBy('id').execute();
  const alerts = await store.db.selectFrom('alerts').selectAll().orderBy('rule').execute();
  return cases.map(({ id, severity, recovered_at }) => {
    const own = alerts.filter(({ case_id, state }) => case_id === id && state === 'firing');
    const what = own.map(
      ({ rule, active_since }) => `${rule.slice(14)}@${Math.round((active_since - NOW) / HOUR)}h`,
    );
    return `${severity} ${recovered_at === null ? 'open' : 'recovered'}: ${what.join(' ')}`.trim();
  });
}
