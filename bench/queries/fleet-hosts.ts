import { count, type Group, grow, same, saw, walk } from './courses.ts';
import { WATCHED_HOST } from './fleet-places.ts';

/** Of so many hosts one has cases, or a backup that failed. */
export const TROUBLED = 50;
/** Of so many hosts one is gone, or has something that cannot be read. */
export const GONE = 100;

const GIB = 2 ** 30;

/** What an agent with default probes and a few things to watch reads. */
export function hostGroups(number: number): Group[] {
  const busy = 5 + ((number * 7919) % 90);
  const full = 20 + ((number * 104_729) % 79);
  const share = (part: number) => walk((busy * part) / 100, busy * 0.1);
  const disk = (path: string, used: number): Group => [
    'disk',
    { path, fstype: 'ext4' },
    {
      used_percent: walk(used, 0.5),
      free: { kind: 'grow', from: (100 - used) * GIB, to: -2e4 },
      total: same(100 * GIB),
      inodes_used_percent: walk(used / 2, 0.2),
    },
  ];
  return [
    [
      'cpu',
      { cpu: 'cpu-total' },
      {
        usage_idle: walk(100 - busy, busy * 0.3),
        usage_user: share(60),
        usage_system: share(25),
        usage_iowait: share(10),
        usage_steal: share(1),
      },
    ],
    [
      'system',
      {},
      {
        load1: walk(busy / 25, 1),
        load15: walk(busy / 25, 0.3),
        n_cpus: same(4),
        uptime: number === WATCHED_HOST ? saw(10_800) : grow(1),
      },
    ],
    [
      'mem',
      {},
      {
        used_percent: walk(full, 5),
        used: walk(full * 1e8, 1e9),
        available: walk(32 * GIB - full * 1e8, 1e9),
      },
    ],
    ['swap', {}, { in: grow(number % 3 === 0 ? 4096 : 0), out: grow(number % 5 === 0 ? 4096 : 0) }],
    disk('/', full),
    disk('/data', 100 - busy),
    ...['sda', 'sdb'].map(
      (name): Group => [
        'diskio',
        { name },
        {
          io_time: grow(busy * 5),
          read_bytes: grow(busy * 1e4),
          write_bytes: grow(busy * 2e4),
          iops_in_progress: count(1, 1),
        },
      ],
    ),
    [
      'net',
      { interface: 'eth0' },
      {
        bytes_recv: grow(busy * 3e4),
        bytes_sent: grow(busy * 1e4),
        err_in: grow(0),
        err_out: grow(0),
        drop_in: grow(number % 7 === 0 ? 0.05 : 0),
        drop_out: grow(0),
      },
    ],
    [
      'processes',
      {},
      { total: count(250, 20), running: count(2, 2), blocked: count(0, 1), zombies: same(0) },
    ],
    ['procstat_lookup', { process_name: 'erp' }, { running: same(number % GONE === 7 ? 0 : 3) }],
    ['procstat', { process_name: 'erp' }, { memory_rss: walk(2 * GIB, 1e8) }],
    ['systemd_units', { name: 'erp.service' }, { active_code: same(number % GONE === 7 ? 3 : 0) }],
    [
      'http_response',
      { server: 'https://erp.example.com' },
      { result_code: same(0), response_time: walk(0.2, 0.1) },
    ],
    ['net_response', { server: 'db.example.com', port: '5432', protocol: 'tcp' }, { result_code: same(0) }],
    [
      'x509_cert',
      { source: 'erp.pem' },
      { expiry: { kind: 'grow', from: 86_400 * (20 + (number % 60)), to: -1 } },
    ],
    [
      'internal_agent',
      {},
      {
        uptime: grow(1),
        outbox_messages: count(2, 2),
        dropped_readings: grow(number % 1000 === 3 ? 0.01 : 0),
        probes_failing: same(number % TROUBLED === 3 ? 1 : 0),
      },
    ],
    [
      'backup',
      { job: 'nightly', location: '/backup' },
      { age: saw(86_400), size: walk(50 * GIB, 1e9), count: same(14) },
    ],
    [
      'backup_run',
      { job: 'erp-dump' },
      {
        age_success: saw(86_400),
        ok: same(number % TROUBLED === 9 ? 0 : 1),
        duration: walk(600, 60),
        size: walk(5 * GIB, 1e8),
        running: same(number % GONE === 1 ? 900 : 0),
      },
    ],
    ['backup_tool', { job: 'nightly' }, { readable: same(number % GONE === 5 ? 0 : 1) }],
  ];
}

/** What the collector says of a host. */
export function factGroups(number: number): Group[] {
  const known: Group = [
    'watchcase_host',
    {},
    { online: same(number % GONE === 11 ? 0 : 1), clock_offset: walk(0, 0.05) },
  ];
  if (number % TROUBLED !== 0) return [known];
  const cases = {
    open: same(1 + (number % 3)),
    firing: same(1 + (number % 3)),
    worst_rank: same(1 + (number % 4)),
    worst_case: same(number),
    respond_remaining_seconds: { kind: 'grow', from: 9000 - number, to: -1 },
    resolve_remaining_seconds: { kind: 'grow', from: 90_000 - number, to: -1 },
  } as const;
  return [known, ['watchcase_host_cases', {}, cases]];
}
