import type { Field } from '../../contract.ts';

const STATES = [
  'running',
  'sleeping',
  'blocked',
  'zombies',
  'stopped',
  'idle',
  'dead',
  'parked',
  'unknown',
] as const;
type State = (typeof STATES)[number];

/** Letters of proc(5), Telegraf's words for them. */
const LETTERS: Readonly<Record<string, State>> = {
  R: 'running',
  S: 'sleeping',
  D: 'blocked',
  Z: 'zombies',
  T: 'stopped',
  t: 'stopped',
  I: 'idle',
  X: 'dead',
  x: 'dead',
  P: 'parked',
};

/** systeminformation's words. */
const WORDS: Readonly<Record<string, State>> = {
  running: 'running',
  sleeping: 'sleeping',
  blocked: 'blocked',
  zombie: 'zombies',
  stopped: 'stopped',
  idle: 'idle',
};

/** Telegraf's fields: how many processes are in each state, and the threads of all. */
export function countStates(processes: readonly { state: string; threads: number }[]): Field[] {
  const threads = processes.reduce((sum, { threads }) => sum + threads, 0);
  return [
    ...stateFields(processes.map(({ state }) => LETTERS[state] ?? 'unknown')),
    ['total_threads', 'count', threads],
  ];
}

/** The same where threads are not told. */
export function portableStates(processes: readonly { state: string }[]): Field[] {
  return stateFields(processes.map(({ state }) => WORDS[state] ?? 'unknown'));
}

function stateFields(states: readonly State[]): Field[] {
  const counts = new Map<State, number>();
  for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [
    ['total', 'count', states.length],
    ...STATES.map((state): Field => [state, 'count', counts.get(state) ?? 0]),
  ];
}
