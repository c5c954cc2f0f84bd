import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clocksOf } from './clocks.ts';
import type { ClockEvent } from './clock-event.ts';
import { resolveBefore } from './presets.ts';

const HOUR = 3_600_000;

type Step = { after: number; kind: string; severity: string };
const step = fc.record({
  after: fc.integer({ min: 0, max: 3 * HOUR }),
  kind: fc.constantFrom('severity-raised', 'acknowledged', 'resolved', 'reopened', 'note', 'tick', 'tick'),
  severity: fc.constantFrom('minor', 'major', 'critical'),
});

/** Plays a case's life as the collector does: before each step everything that is due is recorded at its very moment. */
function live(steps: readonly Step[]): ClockEvent[] {
  const events: ClockEvent[] = [
    { time: 0, kind: 'opened', data: { severity: 'minor', category: 'network' } },
  ];
  let now = 0;
  let ended = false;
  let worst = 1;
  const record = (until: number) => {
    for (;;) {
      const [due] = clocksOf(events, resolveBefore)
        .filter((clock) => clock.nextAt !== null && clock.nextAt <= until)
        .sort((a, b) => Number(a.nextAt) - Number(b.nextAt));
      if (due === undefined) return;
      const data = { target: due.target, percent: due.nextPercent };
      const time = Math.max(Number(due.nextAt), events.at(-1)?.time ?? 0);
      events.push({ time, kind: due.nextPercent === 100 ? 'breached' : 'warning', data });
    }
  };
  for (const { after, kind, severity } of steps) {
    now += after;
    record(now);
    const rank = ['advisory', 'minor', 'major', 'critical'].indexOf(severity);
    if (kind === 'severity-raised' && rank <= worst) continue;
    if (kind === 'severity-raised') worst = rank;
    if ((kind === 'reopened') !== ended && kind !== 'note' && kind !== 'tick') continue;
    if (kind === 'resolved') ended = true;
    if (kind === 'reopened') ended = false;
    events.push({ time: now, kind, data: { severity } });
  }
  return events;
}

describe('a life of any kind', () => {
  it('records each warning and breach once a round, and a breach never goes away', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const events = live(steps);
        const breached = new Set<unknown>();
        const rounds = new Map<string, Set<unknown>>();
        for (let i = 0; i < events.length; i++) {
          const { kind, data } = events[i] as ClockEvent;
          if (kind === 'reopened') rounds.delete('respond');
          if (kind === 'warning' || kind === 'breached') {
            const target = String(data['target']);
            const round = rounds.get(target) ?? new Set();
            expect(round.has(data['percent'])).toBe(false);
            rounds.set(target, round.add(data['percent']));
          }
          if (kind === 'breached') breached.add(data['target']);
          for (const clock of clocksOf(events.slice(0, i + 1), resolveBefore))
            if (breached.has(clock.target)) expect(clock.state).toBe('breached');
        }
      }),
    );
  });

  it('says the same of a log however often it is asked', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const events = live(steps);
        expect(clocksOf(structuredClone(events), resolveBefore)).toEqual(clocksOf(events, resolveBefore));
      }),
    );
  });
});
