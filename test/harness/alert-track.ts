import { titleOf } from '@watchcase/api';
import { advance, type AlertState, freeze } from '../../collector/src/alerts/advance.ts';
import type { RuleFacts, Verdict } from '../../collector/src/model/index.ts';

/** A second in milliseconds. */
export const S = 1000;
/** When every track begins. */
export const START = Date.UTC(2026, 2, 2, 8);

function rule(times: { forMs?: number; keepFiringMs?: number }): RuleFacts {
  return {
    id: 'disk/space',
    category: 'hardware',
    forMs: times.forMs ?? 0,
    keepFiringMs: times.keepFiringMs ?? 0,
    runbook: null,
    groupKey: () => 'acme.db1/hardware',
    title: (verdict) => titleOf(`at ${verdict.value}`),
  };
}

/** What is said of one alert, sample by sample, and what must come of it. */
export interface Track {
  name: string;
  forMs?: number;
  keepFiringMs?: number;
  intervalMs?: number;
  /** Per sample `SECONDS:SAYS`: a level, `-` (false), `?` (unknown), `~` (others are well, the alert's own series has no value), `~other` (another has none), `held=LEVEL` (hysteresis holds it), `gone` (the host). */
  samples: string;
  /** Per sample `transition/state/severity`, or `.` when nothing is to be remembered. */
  expected: string;
}

const SERIES = 'disk.used_percent{path="/"}';

function verdictOf(track: Track, seconds: number, says: string): Verdict {
  const level = says.startsWith('held=') ? null : says;
  return {
    rule: rule(track),
    alertId: 'a1',
    hostId: 'acme.db1',
    hostName: 'db1',
    labels: { path: '/' },
    time: START + seconds * S,
    intervalMs: track.intervalMs ?? 15 * S,
    missing: says === '?',
    speaksOf: (series) => series !== (says === '~' ? SERIES : 'disk.used_percent{path="/srv"}'),
    severity:
      level === null || ['-', '?', '~', '~other'].includes(level) ? null : (level as Verdict['severity']),
    holding: says.startsWith('held=') ? (says.slice(5) as Verdict['holding']) : null,
    value: seconds,
    unit: 'percent',
    threshold: 90,
    thresholds: { minor: 80, major: 90, critical: 95 },
    series: SERIES,
  };
}

const active = (state: AlertState | undefined) =>
  state !== undefined && state.state !== 'inactive' && state.state !== 'resolved';

/** Plays a track: what each sample did, and the alert's last state. */
export function play(track: Track): { words: string; last: AlertState | undefined } {
  let state: AlertState | undefined;
  const words = track.samples.split(' ').map((sample) => {
    const [seconds = '', says = ''] = sample.split(':');
    const step =
      says === 'gone'
        ? state && freeze(state)
        : advance(active(state) ? state : undefined, verdictOf(track, Number(seconds), says));
    if (step === undefined) return '.';
    state = step.state;
    return `${step.transition}/${state.state}/${state.severity}`;
  });
  return { words: words.join(' '), last: state };
}
