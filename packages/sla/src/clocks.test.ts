import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clocksOf } from './clocks.ts';
import type { ClockEvent } from './clock-event.ts';
import { resolveBefore } from './presets.ts';

const MIN = 60_000;
const at = (minutes: number, kind: string, data: Record<string, unknown> = {}): ClockEvent => ({
  time: minutes * MIN,
  kind,
  data,
});
const opened = (severity: string, category = 'software') => at(0, 'opened', { severity, category });
const warned = (minutes: number, target: string, percent: number) =>
  at(minutes, 'warning', { target, percent });
const raised = (minutes: number, severity: string) => at(minutes, 'severity-raised', { severity });

type Row = {
  name: string;
  events: ClockEvent[];
  target: 'respond' | 'resolve';
  expected: [number, number | null, string, number | null, number | null];
};

/** expected: due, stopped, state, next warning at, next percent; minutes. */
const rows: Row[] = [
  {
    name: 'critical answers in 15',
    events: [opened('critical')],
    target: 'respond',
    expected: [15, null, 'running', 7.5, 50],
  },
  {
    name: 'major answers in 30',
    events: [opened('major')],
    target: 'respond',
    expected: [30, null, 'running', 15, 50],
  },
  {
    name: 'minor answers in 60',
    events: [opened('minor')],
    target: 'respond',
    expected: [60, null, 'running', 30, 50],
  },
  {
    name: 'critical software is solved in 4 h',
    events: [opened('critical')],
    target: 'resolve',
    expected: [240, null, 'running', 120, 50],
  },
  {
    name: 'critical data in 6 h',
    events: [opened('critical', 'data')],
    target: 'resolve',
    expected: [360, null, 'running', 180, 50],
  },
  {
    name: 'critical network in 3 h',
    events: [opened('critical', 'network')],
    target: 'resolve',
    expected: [180, null, 'running', 90, 50],
  },
  {
    name: 'critical hardware in 24 h',
    events: [opened('critical', 'hardware')],
    target: 'resolve',
    expected: [1440, null, 'running', 720, 50],
  },
  {
    name: 'acknowledged in time',
    events: [opened('critical'), at(5, 'acknowledged')],
    target: 'respond',
    expected: [15, 5, 'met', null, null],
  },
  {
    name: 'acknowledging does not stop resolve',
    events: [opened('critical'), at(5, 'acknowledged')],
    target: 'resolve',
    expected: [240, null, 'running', 120, 50],
  },
  {
    name: 'after 50 comes 75',
    events: [opened('critical'), warned(7.5, 'respond', 50)],
    target: 'respond',
    expected: [15, null, 'running', 11.25, 75],
  },
  {
    name: 'after 75 comes 100',
    events: [opened('critical'), warned(8, 'respond', 50), warned(12, 'respond', 75)],
    target: 'respond',
    expected: [15, null, 'running', 15, 100],
  },
  {
    name: 'a breach stays, and warns no more',
    events: [opened('critical'), at(15, 'breached', { target: 'respond' })],
    target: 'respond',
    expected: [15, null, 'breached', null, null],
  },
  {
    name: 'answered after the breach',
    events: [opened('critical'), at(15, 'breached', { target: 'respond' }), at(20, 'acknowledged')],
    target: 'respond',
    expected: [15, 20, 'breached', null, null],
  },
  {
    name: 'answered late while nobody looked',
    events: [opened('critical'), at(20, 'acknowledged')],
    target: 'respond',
    expected: [15, 20, 'breached', null, null],
  },
  {
    name: 'a raise shortens the limit and passes warnings silently',
    events: [opened('major'), raised(12, 'critical')],
    target: 'respond',
    expected: [15, null, 'running', 15, 100],
  },
  {
    name: 'a raise beyond the new limit is a breach to be told',
    events: [opened('minor'), raised(40, 'critical')],
    target: 'respond',
    expected: [15, null, 'running', 15, 100],
  },
  {
    name: 'resolving answers too',
    events: [opened('critical'), at(3, 'resolved')],
    target: 'respond',
    expected: [15, 3, 'met', null, null],
  },
  {
    name: 'reopened: respond begins again',
    events: [opened('critical'), at(3, 'acknowledged'), at(10, 'resolved'), at(30, 'reopened')],
    target: 'respond',
    expected: [45, null, 'running', 37.5, 50],
  },
  {
    name: 'reopened after a breach: the breach stays, and the new round warns anew',
    events: [
      opened('critical'),
      at(15, 'breached', { target: 'respond' }),
      at(20, 'resolved'),
      at(30, 'reopened'),
    ],
    target: 'respond',
    expected: [45, null, 'breached', 37.5, 50],
  },
  {
    name: 'the new round can be breached as well',
    events: [
      opened('critical'),
      at(15, 'breached', { target: 'respond' }),
      at(20, 'resolved'),
      at(30, 'reopened'),
      warned(37.5, 'respond', 50),
      warned(41.25, 'respond', 75),
      at(45, 'breached', { target: 'respond' }),
    ],
    target: 'respond',
    expected: [45, null, 'breached', null, null],
  },
  {
    name: 'a raise in the same moment as the reopening passes nothing silently',
    events: [opened('minor'), at(10, 'resolved'), at(30, 'reopened'), raised(30, 'critical')],
    target: 'respond',
    expected: [45, null, 'running', 37.5, 50],
  },
  {
    name: 'a raise keeps warnings that were given',
    events: [opened('major'), warned(15, 'respond', 50), raised(20, 'critical')],
    target: 'respond',
    expected: [15, null, 'running', 15, 100],
  },
  {
    name: 'closing stops what resolving stops',
    events: [opened('critical'), at(5, 'closed')],
    target: 'resolve',
    expected: [240, 5, 'met', null, null],
  },
  {
    name: 'acknowledged at the very moment it is due is in time',
    events: [opened('critical'), at(15, 'acknowledged')],
    target: 'respond',
    expected: [15, 15, 'met', null, null],
  },
  {
    name: 'warnings of one target are not those of the other',
    events: [opened('critical'), warned(7.5, 'respond', 50)],
    target: 'resolve',
    expected: [240, null, 'running', 120, 50],
  },
  {
    name: 'reopened: resolve goes on',
    events: [opened('critical'), at(10, 'resolved'), at(30, 'reopened')],
    target: 'resolve',
    expected: [260, null, 'running', 140, 50],
  },
];

describe('clocksOf', () => {
  it.each(rows)('$name', ({ events, target, expected }) => {
    const clock = clocksOf(events, resolveBefore).find((one) => one.target === target);
    const minutes = (ms: number | null | undefined) => (ms === null || ms === undefined ? null : ms / MIN);
    expect([
      minutes(clock?.dueAt),
      minutes(clock?.stoppedAt),
      clock?.state,
      minutes(clock?.nextAt),
      clock?.nextPercent,
    ]).toEqual(expected);
  });

  it('has no clocks before the case is opened', () => {
    expect(clocksOf([], resolveBefore)).toEqual([]);
  });

  it('due is opened plus limit to the millisecond, and the next warning is never after due', () => {
    const severity = fc.constantFrom('critical', 'major', 'minor', 'advisory');
    fc.assert(
      fc.property(severity, fc.integer({ min: 0, max: 4e12 }), (severity, time) => {
        for (const clock of clocksOf(
          [{ time, kind: 'opened', data: { severity, category: 'data' } }],
          resolveBefore,
        )) {
          expect(clock.dueAt).toBe(time + clock.limitMs);
          expect(clock.nextAt).toBe(time + clock.limitMs / 2);
        }
      }),
    );
  });
});
