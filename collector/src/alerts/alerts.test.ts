import { titleOf } from '@watchcase/api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlertChange, RuleFacts, Verdict } from '../model/index.ts';
import { type AlertState, createAlerts } from './index.ts';

const S = 1000;
const START = Date.UTC(2026, 2, 2, 8);

const ruleOf = (id: string, forMs: number, keepFiringMs: number): RuleFacts => ({
  id,
  category: 'software',
  forMs,
  keepFiringMs,
  runbook: null,
  groupKey: (verdict) => `${verdict.hostId}/software`,
  title: () => titleOf(id),
});
const plain = ruleOf('disk/space', 0, 0);

function verdict(seconds: number, more: Partial<Verdict> = {}): Verdict {
  return {
    rule: plain,
    alertId: 'a1',
    hostId: 'acme.db1',
    hostName: 'db1',
    labels: {},
    time: START + seconds * S,
    intervalMs: 15 * S,
    missing: false,
    speaksOf: () => true,
    severity: 'minor',
    holding: null,
    value: 1,
    unit: 'none',
    threshold: null,
    thresholds: {},
    series: 'disk.used_percent',
    ...more,
  };
}

const brief = (changes: AlertChange[]) => changes.map((change) => `${change.id} ${change.transition}`);

describe('hosts that are gone', () => {
  it('freezes their alerts once, but not those about their presence', () => {
    const alerts = createAlerts([]);
    alerts.apply(
      [
        verdict(0),
        verdict(0, { alertId: 'a2', series: 'watchcase_host.online' }),
        verdict(0, { alertId: 'b1', hostId: 'acme.db2' }),
      ],
      START,
    );
    expect(brief(alerts.freezeHost('acme.db1', START))).toEqual(['a1 frozen']);
    expect(alerts.freezeHost('acme.db1', START)).toEqual([]);
    expect(alerts.freezeHost('acme.unknown', START)).toEqual([]);
    expect(alerts.count()).toEqual({ pending: 0, firing: 2, frozen: 1 });
  });

  it('forgets what a person has ended', () => {
    const alerts = createAlerts([]);
    alerts.apply([verdict(0)], START);
    alerts.forget(['a1', 'never-heard-of']);
    expect([alerts.activeOf('acme.db1').has('a1'), alerts.freezeHost('acme.db1', START)]).toEqual([
      false,
      [],
    ]);
  });
});

describe('series that have stopped', () => {
  it('freezes after a minute of silence, or three intervals if that is longer', () => {
    const alerts = createAlerts([]);
    alerts.apply([verdict(0), verdict(0, { alertId: 'slow', intervalMs: 300 * S })], START);
    const found = [0, 30, 60, 61, 600, 900, 901].map((at) => brief(alerts.freezeSilent(at * S, START)));
    expect(found).toEqual([[], [], [], ['a1 frozen'], [], [], ['slow frozen']]);
  });

  it('leaves alone what is heard', () => {
    const alerts = createAlerts([]);
    for (let at = 0; at < 600; at += 15) {
      alerts.apply([verdict(at)], START);
      expect(alerts.freezeSilent(at * S, START)).toEqual([]);
    }
  });

  it('gives an alert whose rule is gone after a restart the same time', () => {
    const before = createAlerts([]);
    const rows = before.apply([verdict(0)], START).map(stateOf);
    const alerts = createAlerts(rows);
    expect([1000, 1060, 1061].map((at) => brief(alerts.freezeSilent(at * S, START)))).toEqual([
      [],
      [],
      ['a1 frozen'],
    ]);
  });
});

/** What a row of the store keeps of a change. */
function stateOf(change: AlertChange): AlertState {
  return Object.fromEntries(
    Object.entries(change).filter(([key]) => key !== 'transition' && key !== 'at'),
  ) as unknown as AlertState;
}

describe('what is written', () => {
  it('writes a firing alert that only goes on once a minute', () => {
    const alerts = createAlerts([]);
    const written = [0, 15, 30, 45, 60, 75, 120].filter(
      (at) => alerts.apply([verdict(at)], START).length > 0,
    );
    expect(written).toEqual([0, 60, 120]);
  });

  it('writes each step of what a restart must know exactly, and its end', () => {
    const alerts = createAlerts([]);
    const slow = ruleOf('slow', 30 * S, 0);
    const kept = ruleOf('kept', 0, 60 * S);
    const written = (['minor', 'minor', 'major', 'major', 'minor', 'minor'] as const).map((severity, i) => {
      const slowly = verdict(i * 15, { rule: slow, alertId: 's', severity });
      const keeping = verdict(i * 15, { rule: kept, alertId: 'k', severity: i === 2 ? null : 'minor' });
      return brief(alerts.apply([slowly, keeping], START)).join(', ');
    });
    expect(written).toEqual([
      's pending, k fired',
      's held',
      's fired, k held',
      's held, k held',
      's held',
      '',
    ]);
  });
});

/** What happens between two samples, and what the sample says. */
const sample = fc.record({
  gapSeconds: fc.constantFrom(15, 15, 15, 15, 14, 45, 46, 200),
  says: fc.constantFrom('-', '-', '?', 'minor', 'minor', 'major', 'major', 'hold'),
  hostGone: fc.boolean(),
});
const story = fc.record({
  forMs: fc.constantFrom(0, 15 * S, 60 * S),
  keepFiringMs: fc.constantFrom(0, 0, 60 * S),
  samples: fc.array(sample, { minLength: 1, maxLength: 60 }),
  cuts: fc.array(fc.nat(59)),
});

describe('a restart', () => {
  it('at any moments makes no difference to what people see', () => {
    fc.assert(
      fc.property(story, ({ forMs, keepFiringMs, samples, cuts }) => {
        const rule = ruleOf('r', forMs, keepFiringMs);
        const play = (restarts: ReadonlySet<number>) => {
          const rows = new Map<string, AlertState>();
          const seen: string[] = [];
          let alerts = createAlerts([]);
          let at = 0;
          const take = (changes: AlertChange[]) => {
            for (const change of changes) {
              rows.set(change.id, stateOf(change));
              if (change.transition !== 'held') seen.push(`${at} ${change.transition} ${change.severity}`);
            }
          };
          for (const [i, { gapSeconds, says, hostGone }] of samples.entries()) {
            if (restarts.has(i))
              alerts = createAlerts(
                [...rows.values()].filter((row) => ['pending', 'firing', 'frozen'].includes(row.state)),
              );
            at += gapSeconds;
            if (hostGone && i % 7 === 0) take(alerts.freezeHost('acme.db1', START));
            const severity = says === 'minor' || says === 'major' ? says : null;
            const holding = says === 'hold' ? 'minor' : null;
            const one = verdict(at, { rule, severity, holding, missing: says === '?' });
            if (severity !== null || alerts.activeOf('acme.db1').has('a1')) take(alerts.apply([one], START));
          }
          return seen;
        };
        expect(play(new Set(cuts))).toEqual(play(new Set()));
      }),
      { numRuns: 1000 },
    );
  });
});
