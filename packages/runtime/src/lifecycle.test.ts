import { ManualClock } from '@watchcase/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { createStopStack, type StopStack } from './lifecycle.ts';
import { createLog } from './log.ts';

let clock: ManualClock;
let stack: StopStack;
let stopped: string[];
let lines: { part?: string; msg: string }[];

beforeEach(() => {
  clock = new ManualClock();
  stopped = [];
  lines = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as { part?: string; msg: string });
  stack = createStopStack(clock, createLog('test', 'debug', { write }));
});

function part(name: string): void {
  stack.push(name, () => void stopped.push(name));
}

function hanging(name: string): void {
  stack.push(name, () => {
    stopped.push(name);
    return new Promise(() => undefined);
  });
}

describe('a stop stack', () => {
  it('stops in reverse order, each after the one before has ended', async () => {
    part('store');
    stack.push('flow', async () => {
      await Promise.resolve();
      stopped.push('flow');
    });
    part('http');
    await stack.stop(1000);
    expect(stopped).toEqual(['http', 'flow', 'store']);
    expect(lines).toEqual([]);
  });

  it('stops once', async () => {
    part('store');
    const first = stack.stop(1000);
    expect(stack.stop(1000)).toBe(first);
    await first;
    expect(stopped).toEqual(['store']);
  });

  it('goes on after a part that fails, and names it', async () => {
    part('store');
    stack.push('broker', () => Promise.reject(new Error('no')));
    stack.push('http', () => {
      throw new Error('at once');
    });
    await stack.stop(1000);
    expect(stopped).toEqual(['store']);
    expect(lines.map((line) => line.part)).toEqual(['http', 'broker']);
  });

  it('stops the neighbours of parts that hang, names those, and keeps the deadline', async () => {
    part('store');
    hanging('sender');
    part('flow');
    hanging('broker');
    hanging('http');
    const startedAt = clock.monotonic();
    const ended = stack.stop(4000).then(() => clock.monotonic() - startedAt);
    await clock.advance(4000);
    expect(await ended).toBeLessThan(4000);
    expect(stopped).toEqual(['http', 'broker', 'flow', 'sender', 'store']);
    expect(lines.map((line) => line.part)).toEqual(['http', 'broker', 'sender']);
  });

  it('leaves no timer behind', async () => {
    part('store');
    await stack.stop(4000);
    await clock.advance(10_000);
    expect(lines).toEqual([]);
  });
});
