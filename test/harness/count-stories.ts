import { promised, type Story } from './desk-stories.ts';
import type { CountedCase } from './expected-figures.ts';

/** What one story comes to, counted minute by minute from what was thought up, without any part of the product. */
export interface CountedStory extends CountedCase {
  story: Story;
  parts: number;
}

type Target = keyof typeof promised;
const targets = Object.keys(promised) as Target[];

/** 9:00 to 18:00 on weekdays in Shanghai, which is 8 hours ahead all year. */
function isOffice(minute: number): boolean {
  const there = minute + 480;
  const weekday = (Math.floor(there / 1440) + 3) % 7;
  const hour = Math.floor((there % 1440) / 60);
  return weekday < 5 && hour >= 9 && hour < 18;
}

function counts(target: Target, severity: Story['severity'], minute: number): boolean {
  if (severity === 'minor') return false;
  const inOffice = severity === 'major' && (target === 'respond' || target === 'resolve');
  return !inOffice || isOffice(minute);
}

interface Clock {
  elapsed: number;
  isRunning: boolean;
  isLate: boolean;
  hasStopped: boolean;
}

/** Walks through a story, minute after minute, up to the last one of all. */
export function countStory(story: Story, stories: readonly Story[], until: number): CountedStory {
  const counted: CountedStory = {
    story,
    kind: story.kind,
    fate: 'counted',
    isSolved: false,
    ack: null,
    ackService: null,
    resolve: null,
    inside: {},
    isFoundFirst: firstDoor(story, stories),
    hasArrival: false,
    isReopened: false,
    isRecurrence: false,
    rating: null,
    labour: 0,
    travel: 0,
    parts: 0,
  };
  const clocks = Object.fromEntries(
    targets.map((target) => [target, { elapsed: 0, isRunning: false, isLate: false, hasStopped: false }]),
  ) as Record<Target, Clock>;
  const start = (target: Target, isAnew = true) => {
    const clock = clocks[target];
    if (clock.isRunning) return;
    Object.assign(clock, { isRunning: true, hasStopped: false, ...(isAnew ? { elapsed: 0 } : {}) });
  };
  const stop = (target: Target) => {
    const clock = clocks[target];
    if (clock.isRunning) Object.assign(clock, { isRunning: false, hasStopped: true });
  };
  let { severity } = story;
  let [isOpen, isHeld] = [true, false];
  const spent = { wall: 0, unpaused: 0, service: 0, serviceUnpaused: 0 };
  let firstAnswer = 0;
  for (const target of ['respond', 'diagnose', 'update', 'resolve'] as const) start(target);
  const steps = [...story.steps];
  for (let minute = story.openedAt; minute <= until; minute++) {
    if (minute > story.openedAt) {
      const during = minute - 1;
      for (const target of targets) {
        const clock = clocks[target];
        const isPaused = target === 'resolve' && isHeld;
        if (clock.isRunning && !isPaused && counts(target, severity, during)) clock.elapsed++;
      }
      if (counted.ack === null && counts('respond', severity, during)) firstAnswer++;
      if (isOpen) {
        const isService = counts('resolve', severity, during);
        spent.wall++;
        if (!isHeld || severity === 'minor') spent.unpaused++;
        if (isService) spent.service++;
        if (isService && !isHeld) spent.serviceUnpaused++;
      }
    }
    // Whoever acts at the moment at which something is due finds it late.
    if (severity !== 'minor')
      for (const target of targets)
        if (clocks[target].isRunning && clocks[target].elapsed >= promised[target][severity])
          clocks[target].isLate = true;
    if (steps.length === 0 && !targets.some((target) => clocks[target].isRunning)) break;
    while (steps[0]?.at === minute) {
      const step = steps.shift();
      const value = step?.with ?? 0;
      switch (step?.what) {
        case 'ack':
          stop('respond');
          if (counted.ack === null) {
            counted.ack = minute - story.openedAt;
            counted.ackService = severity === 'minor' ? null : firstAnswer;
          }
          break;
        case 'diagnose':
          stop('diagnose');
          break;
        case 'need':
          start('on-site');
          break;
        case 'arrive':
          stop('on-site');
          counted.hasArrival = true;
          break;
        case 'tell':
          stop('update');
          start('update');
          break;
        case 'hold-customer':
          isHeld = true;
          break;
        case 'resume':
          isHeld = false;
          break;
        case 'critical':
        case 'major':
          severity = step.what;
          break;
        case 'work':
          counted.labour += value;
          counted.travel += 30;
          counted.parts += 20;
          break;
        case 'fix':
          targets.forEach(stop);
          [isOpen, isHeld, counted.isSolved] = [false, false, true];
          break;
        case 'reopen':
          for (const target of ['respond', 'diagnose', 'update'] as const) start(target);
          start('resolve', false);
          [isOpen, counted.isSolved, counted.isReopened] = [true, false, true];
          break;
        case 'cancel':
        case 'merge':
          targets.forEach(stop);
          counted.fate = step.what === 'merge' ? 'merged' : 'cancelled';
          isOpen = false;
          break;
        case 'rate':
          counted.rating = value;
          break;
        default:
      }
    }
  }
  if (severity !== 'minor')
    for (const target of targets) {
      const { isLate, hasStopped } = clocks[target];
      counted.inside[target] = isLate ? false : hasStopped ? true : undefined;
    }
  story.severity = severity;
  if (counted.isSolved)
    counted.resolve = severity === 'minor' ? { ...spent, service: null, serviceUnpaused: null } : spent;
  return counted;
}

/** Whether we found it before the customer said anything: of all that became one case, what came first. */
function firstDoor(story: Story, stories: readonly Story[]): boolean {
  const own = stories.indexOf(story);
  const parts = stories.filter(({ steps }) =>
    steps.some((step) => step.what === 'merge' && step.with === own),
  );
  const first = [story, ...parts].reduce((a, b) => (b.openedAt < a.openedAt ? b : a));
  return first.source === 'alert' || first.source === 'inspection';
}
