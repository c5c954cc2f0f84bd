import { categories, severities, targets } from '@watchcase/api';
import { count, type Group, grow, same, saw, walk } from './courses.ts';

/** Of agents. */
export const VERSIONS = ['0.1.0', '0.1.1', '0.2.0'];

/** What the collector says of a customer, by its number. */
export function customerGroups(number: number): Group[] {
  const some = number % 4;
  return [
    [
      'watchcase_customer_hosts',
      {},
      { online: count(49, 1), offline: same(some === 0 ? 1 : 0), unknown: same(0), never: same(0) },
    ],
    ...severities.flatMap((severity, rank): Group[] => [
      [
        'watchcase_customer_cases',
        { severity },
        { open: count(some, 1), unacknowledged: same(rank === some ? 1 : 0), oldest_seconds: grow(1) },
      ],
      ['watchcase_customer_alerts', { severity }, { firing: count(some, 1), frozen: same(0) }],
      ...targets.map(
        (target): Group => [
          'watchcase_customer_clocks',
          { severity, target },
          {
            running: same(some),
            breached: same(rank === 0 ? some : 0),
            least_remaining_seconds: { kind: 'grow', from: 30_000, to: -1 },
          },
        ],
      ),
    ]),
    ...categories.map(
      (category): Group => ['watchcase_customer_case_categories', { category }, { open: count(some, 1) }],
    ),
    [
      'watchcase_customer_pages',
      {},
      { waiting: same(number === 3 ? 1 : 0), oldest_seconds: same(number === 3 ? 30 : 0) },
    ],
    [
      'watchcase_customer_backup_runs',
      {},
      {
        jobs: same(50),
        failed: same(some === 1 ? 1 : 0),
        never_good: same(0),
        oldest_good_seconds: saw(86_400),
      },
    ],
    ...VERSIONS.map(
      (version, rank): Group => [
        'watchcase_customer_agents',
        { version },
        { hosts: same(rank === 1 ? 40 : 5) },
      ],
    ),
  ];
}

/** What a collector says of itself, as far as dashboards ask. */
export function collectorGroups(hosts: number): Group[] {
  const histogram = (name: string, seconds: number): Group => [
    name,
    {},
    { sum: grow(seconds), count: grow(10) },
  ];
  const counted = (name: string, perSecond: number, tags: Readonly<Record<string, string>> = {}): Group => [
    name,
    tags,
    { total: grow(perSecond) },
  ];
  return [
    counted('watchcase_readings', hosts / 15),
    counted('watchcase_values', (hosts * 80) / 15),
    counted('watchcase_acknowledgements', hosts / 60),
    counted('watchcase_commit_failures', 0),
    counted('watchcase_messages_refused', 0.01, { reason: 'gap' }),
    counted('watchcase_broker_refused', 0.002, { what: 'connection' }),
    counted('watchcase_broker_dropped', 0),
    counted('watchcase_history_dropped', 0),
    ...['delivered', 'retry'].map((outcome, rank) =>
      counted('watchcase_page_attempts', 0.02 / (1 + rank * 9), { outcome }),
    ),
    histogram('watchcase_evaluation_seconds', 0.04),
    histogram('watchcase_commit_seconds', 0.08),
    histogram('watchcase_page_delay_seconds', 0.3),
    ['watchcase_turn_queue', {}, { messages: count(20, 20) }],
    ['watchcase_turn_queue_age', {}, { seconds: walk(0.03, 0.03) }],
    ['watchcase_committing', {}, { seconds: walk(0.01, 0.01) }],
    ['watchcase_connected', {}, { clients: count(hosts, 2) }],
    ['watchcase_history_queue', {}, { bytes: walk(2e6, 1e6) }],
    counted('process_cpu_seconds', 0.4),
    ['process_resident_memory', {}, { bytes: walk(4e8, 1e7) }],
    ['nodejs_eventloop_lag_p99', {}, { seconds: walk(0.015, 0.005) }],
  ];
}
