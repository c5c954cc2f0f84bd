import type { FactField, FactKind } from './fact.ts';

const count = (help: string): FactField => ({ unit: 'count', help });
const seconds = (help: string): FactField => ({ unit: 'seconds', help });

const SEVERITY = { severity: 'advisory, minor, major or critical' };

/** Every kind of fact about customers and their hosts. What a collector says of itself is in the metrics room, and becomes facts under the same names. */
export const factKinds = {
  hosts: {
    measurement: 'watchcase_customer_hosts',
    help: 'Hosts of a customer, by presence',
    about: 'customer',
    tags: {},
    fields: {
      online: count('heard of in time'),
      offline: count('gone'),
      unknown: count('not to be told: we cannot hear'),
      never: count('enrolled, not yet heard'),
    },
  },
  agents: {
    measurement: 'watchcase_customer_agents',
    help: 'Hosts of a customer, by the version of their agent',
    about: 'customer',
    tags: { version: 'of the agent' },
    fields: { hosts: count('hosts that run it') },
  },
  cases: {
    measurement: 'watchcase_customer_cases',
    help: 'Cases that are not resolved',
    about: 'customer',
    tags: SEVERITY,
    fields: {
      open: count('open, acknowledged or not'),
      unacknowledged: count('nobody has answered yet'),
      oldest_seconds: seconds('age of the oldest; empty without one'),
    },
  },
  categories: {
    measurement: 'watchcase_customer_case_categories',
    help: 'Cases that are not resolved, by what they are about',
    about: 'customer',
    tags: { category: 'software, data, network, hardware, security or usage' },
    fields: { open: count('open, acknowledged or not') },
  },
  clocks: {
    measurement: 'watchcase_customer_clocks',
    help: 'Promised moments of cases that are not resolved',
    about: 'customer',
    tags: { ...SEVERITY, target: 'respond, diagnose, on-site, resolve or update' },
    fields: {
      running: count('not reached yet'),
      breached: count('reached too late, or late and still running'),
      least_remaining_seconds: seconds(
        'until the first that runs is due; negative once it is late; empty without one',
      ),
    },
  },
  alerts: {
    measurement: 'watchcase_customer_alerts',
    help: 'Alerts',
    about: 'customer',
    tags: SEVERITY,
    fields: { firing: count('firing'), frozen: count('fired, and nothing is known since') },
  },
  pages: {
    measurement: 'watchcase_customer_pages',
    help: 'Pages about cases of a customer that are not sent yet',
    about: 'customer',
    tags: {},
    fields: {
      waiting: count('not delivered, not given up'),
      oldest_seconds: seconds('age of the oldest; empty without one'),
    },
  },
  backups: {
    measurement: 'watchcase_customer_backup_runs',
    help: 'Backup jobs that report their runs',
    about: 'customer',
    tags: {},
    fields: {
      jobs: count('jobs seen'),
      failed: count('the last run failed'),
      never_good: count('no run was good so far'),
      oldest_good_seconds: seconds(
        'age of the last good run of the job where it is oldest; empty without one',
      ),
    },
  },
  hostCases: {
    measurement: 'watchcase_host_cases',
    help: 'A host that has cases or firing alerts; zeros for a while after the last has ended',
    about: 'host',
    tags: {},
    fields: {
      open: count('cases that are not resolved'),
      firing: count('alerts that fire'),
      worst_rank: { unit: 'none', help: '1 advisory, 2 minor, 3 major, 4 critical; 0 without a case' },
      worst_case: { unit: 'none', help: 'id of the worst case, the oldest of several; 0 without one' },
      respond_remaining_seconds: seconds(
        'until the first answer is due; negative once it is late; empty when none is',
      ),
      resolve_remaining_seconds: seconds(
        'until the first solution is due; negative once it is late; empty when none is',
      ),
    },
  },
  caseEvents: {
    measurement: 'watchcase_case_event',
    help: 'Something happened to a case, at its very moment',
    about: 'host',
    tags: {
      ...SEVERITY,
      category: 'software, data, network, hardware, security or usage',
      event: 'opened, acknowledged, recovered, resolved, closed, reopened or breached',
      target: 'respond, diagnose, on-site, resolve or update, of breached; none of the others',
    },
    fields: {
      case: { unit: 'none', help: 'id of the case' },
      age_seconds: seconds('since the case was opened'),
    },
  },
  hostEvents: {
    measurement: 'watchcase_host_event',
    help: 'Something happened to a host',
    about: 'host',
    tags: { event: 'agent-changed', version: 'of the agent, from now on' },
    fields: { hosts: count('always 1') },
  },
} as const satisfies Readonly<Record<string, FactKind>>;
