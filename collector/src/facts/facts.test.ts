import { describe, expect, it } from 'vitest';
import type { Observation } from '../model/index.ts';
import { caseEventFacts, type LoggedEvent } from './case-events.ts';
import type { CountedHost } from './count-customers.ts';
import { figureFacts } from './figures.ts';
import { createAgentWatch } from './host-changes.ts';
import { subjectId, subjectTags } from './subject-id.ts';
import { toObservations } from './to-observations.ts';

describe('a subject', () => {
  it.each([
    { customer: 'acme' },
    { customer: 'acme', site: 'main', host: 'db1' },
    { instance: 'collector-1:8080' },
  ])('%j is found again in its id', (subject) => {
    expect(subjectTags(subjectId(subject))).toEqual(subject);
  });

  it('is none of an agent', () => {
    expect(subjectTags('acme.db1')).toBeUndefined();
    expect(subjectTags('facts')).toBeUndefined();
  });
});

describe('figures of the collector', () => {
  it('become facts under the names they have in /metrics', () => {
    const facts = figureFacts(
      [
        { name: 'watchcase_turn_queue_age_seconds', values: [{ value: 0.5, labels: {} }] },
        {
          name: 'watchcase_messages_refused_total',
          values: [{ value: 3, labels: { reason: 'unknown_host' } }],
        },
        {
          name: 'watchcase_commit_seconds',
          values: [{ metricName: 'watchcase_commit_seconds_bucket', value: 4, labels: { le: 0.1 } }],
        },
        { name: 'watchcase_customer_hosts_online', values: [{ value: 1, labels: { customer: 'acme' } }] },
        { name: 'nodejs_version_info', values: [{ value: 1, labels: {} }] },
        { name: 'process_open_fds', values: [{ value: Number.NaN, labels: {} }] },
      ],
      'one:8080',
    );
    expect(
      facts.map(({ measurement, tags, fields }) => [measurement, tags, fields[0]?.[0], fields[0]?.[2]]),
    ).toEqual([
      ['watchcase_turn_queue_age', {}, 'seconds', 0.5],
      ['watchcase_messages_refused', { reason: 'unknown_host' }, 'total', 3],
      ['watchcase_commit_seconds', { le: '0.1' }, 'bucket', 4],
      ['process_open', {}, 'fds', null],
    ]);
  });
});

describe('events of cases', () => {
  const event = (time: number, kind: string, data: Record<string, unknown> = {}): LoggedEvent => ({
    caseId: 7,
    hostId: 'acme.db1',
    category: 'data',
    openedAt: 1000,
    time,
    kind,
    data,
  });
  const log = [
    event(1000, 'opened', { severity: 'minor' }),
    event(2000, 'severity-raised', { severity: 'critical' }),
    event(3000, 'note'),
    event(4000, 'breached', { target: 'respond' }),
    event(5000, 'acknowledged'),
  ];
  const subject = { customer: 'acme', site: 'main', host: 'db1' };

  it('are told at their own time, with the severity of that time, whenever they are asked for', () => {
    const told = caseEventFacts(log, () => subject, 0);
    expect(
      told.map(({ time, fact }) => [time, fact.tags['event'], fact.tags['severity'], fact.fields[1]?.[2]]),
    ).toEqual([
      [1000, 'opened', 'minor', 0],
      [4000, 'breached', 'critical', 3],
      [5000, 'acknowledged', 'critical', 4],
    ]);
    expect(told[1]?.fact.tags['target']).toBe('respond');
    expect(caseEventFacts(log, () => subject, 4000)).toEqual(told.slice(1));
    expect(caseEventFacts(log, () => undefined, 0)).toEqual([]);
  });
});

describe('agents that change', () => {
  it('are told once, and never at first sight', () => {
    const watch = createAgentWatch();
    const host = (agentVersion: string | null): CountedHost[] => [
      { id: 'acme.db1', customer: 'acme', site: 'main', host: 'db1', presence: 'online', agentVersion },
    ];
    expect(watch(host(null))).toEqual([]);
    expect(watch(host('1'))).toEqual([]);
    expect(watch(host('2')).map(({ tags }) => tags['version'])).toEqual(['2']);
    expect(watch(host('2'))).toEqual([]);
  });
});

describe('readings of facts', () => {
  it('are one for each subject, with all of its groups', () => {
    const fact = (customer: string, value: number) => ({
      measurement: 'm',
      subject: { customer },
      tags: { t: 'x' },
      fields: [['f', 'count', value]] as const,
    });
    const readings: Observation[] = toObservations([fact('a', 1), fact('b', 2), fact('a', 3)], 'facts', 5000);
    expect(readings.map(({ hostId, values, time }) => [hostId, values, time])).toEqual([
      ['facts/a', [1, 3], 5000],
      ['facts/b', [2], 5000],
    ]);
  });
});
