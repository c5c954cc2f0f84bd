import { describe, expect, it } from 'vitest';
import { countCustomer, type Counted, type CountedCase, type CountedHost } from './count-customers.ts';
import { countHosts } from './count-hosts.ts';
import type { Fact } from './fact.ts';

const NOW = Date.UTC(2026, 10, 27, 8);
const MINUTE = 60_000;

function host(name: string, more: Partial<CountedHost> = {}): CountedHost {
  return {
    id: `acme.${name}`,
    customer: 'acme',
    site: 'main',
    host: name,
    presence: 'online',
    agentVersion: '0.1.0',
    ...more,
  };
}

function open(id: number, more: Partial<CountedCase> = {}): CountedCase {
  return {
    id,
    customer: 'acme',
    hostId: 'acme.db1',
    severity: 'major',
    category: 'data',
    openedAt: NOW - id * MINUTE,
    isAcknowledged: false,
    isUnresolved: true,
    clocks: [{ target: 'respond', dueAt: NOW + (30 - id) * MINUTE, isRunning: true, isBreached: false }],
    ...more,
  };
}

const nothing: Counted = { cases: [], alerts: [], pages: [], jobs: [] };

/** Values by `measurement{tags}.field`, without the empty ones. */
function values(facts: readonly Fact[]): Record<string, number> {
  return Object.fromEntries(
    facts.flatMap(({ measurement, tags, fields }) =>
      fields.flatMap(([field, , value]) => {
        const of = Object.values(tags).join(',');
        return value === null ? [] : [[`${measurement.replace('watchcase_', '')}{${of}}.${field}`, value]];
      }),
    ),
  );
}

describe('the facts about a customer', () => {
  it('count hosts by presence and agent', () => {
    const hosts = [
      host('db1'),
      host('db2', { presence: 'offline', agentVersion: '0.2.0' }),
      host('db3', { presence: 'never', agentVersion: null }),
    ];
    const told = values(countCustomer('acme', hosts, nothing, NOW));
    expect(told).toMatchObject({
      'customer_hosts{}.online': 1,
      'customer_hosts{}.offline': 1,
      'customer_hosts{}.unknown': 0,
      'customer_hosts{}.never': 1,
      'customer_agents{0.1.0}.hosts': 1,
      'customer_agents{0.2.0}.hosts': 1,
    });
  });

  it('count cases, what is due next and what was missed', () => {
    const late = { target: 'resolve', dueAt: NOW - MINUTE, isRunning: true, isBreached: true } as const;
    const cases = [
      open(1),
      open(20, { isAcknowledged: true, clocks: [late] }),
      open(3, { isUnresolved: false }),
      open(4, { severity: 'critical', category: 'network' }),
    ];
    const told = values(countCustomer('acme', [], { ...nothing, cases }, NOW));
    expect(told).toMatchObject({
      'customer_cases{major}.open': 2,
      'customer_cases{major}.unacknowledged': 1,
      'customer_cases{major}.oldest_seconds': 1200,
      'customer_cases{critical}.open': 1,
      'customer_cases{minor}.open': 0,
      'customer_case_categories{data}.open': 2,
      'customer_case_categories{network}.open': 1,
      'customer_clocks{major,respond}.running': 1,
      'customer_clocks{major,respond}.least_remaining_seconds': 29 * 60,
      'customer_clocks{major,resolve}.breached': 1,
      'customer_clocks{major,resolve}.least_remaining_seconds': -60,
    });
    expect(told).not.toHaveProperty('customer_cases{minor}.oldest_seconds');
  });

  it('count alerts, pages that wait, and backup jobs', () => {
    const counted: Counted = {
      cases: [],
      alerts: [
        { customer: 'acme', hostId: 'acme.db1', severity: 'minor', state: 'firing', alerts: 2 },
        { customer: 'acme', hostId: 'acme.db2', severity: 'minor', state: 'firing', alerts: 1 },
        { customer: 'acme', hostId: 'acme.db2', severity: 'minor', state: 'frozen', alerts: 4 },
      ],
      pages: [{ customer: 'acme', waiting: 2, oldestAt: NOW - 5000 }],
      jobs: [
        { customer: 'acme', ok: true, lastSuccess: NOW - MINUTE },
        { customer: 'acme', ok: false, lastSuccess: null },
      ],
    };
    expect(values(countCustomer('acme', [], counted, NOW))).toMatchObject({
      'customer_alerts{minor}.firing': 3,
      'customer_alerts{minor}.frozen': 4,
      'customer_pages{}.waiting': 2,
      'customer_pages{}.oldest_seconds': 5,
      'customer_backup_runs{}.jobs': 2,
      'customer_backup_runs{}.failed': 1,
      'customer_backup_runs{}.never_good': 1,
      'customer_backup_runs{}.oldest_good_seconds': 60,
    });
  });
});

describe('the facts about hosts', () => {
  const told = (counted: Counted) => {
    const facts = countHosts(counted, (id) => (id === 'acme.db1' ? host('db1') : undefined), NOW);
    return facts.map((fact) => values([fact]));
  };

  it('name the worst case, the oldest of several', () => {
    const cases = [open(1), open(2, { severity: 'critical' }), open(5, { severity: 'critical' })];
    expect(told({ ...nothing, cases })).toEqual([
      expect.objectContaining({
        'host_cases{}.open': 3,
        'host_cases{}.firing': 0,
        'host_cases{}.worst_rank': 4,
        'host_cases{}.worst_case': 2,
        'host_cases{}.respond_remaining_seconds': 25 * 60,
      }),
    ]);
  });

  it('are zeros once its case has ended, and nothing of a host that is not ours', () => {
    const cases = [open(1, { isUnresolved: false }), open(2, { hostId: 'acme.other' })];
    expect(told({ ...nothing, cases })).toEqual([
      {
        'host_cases{}.open': 0,
        'host_cases{}.firing': 0,
        'host_cases{}.worst_rank': 0,
        'host_cases{}.worst_case': 0,
      },
    ]);
  });
});
