import { signal } from '@preact/signals';
import type { LiveChange } from '@watchcase/api';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RequestFailed } from '../api/fault.ts';
import { createResource, type Freshness } from './resource.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A resource whose answers the test gives by hand. */
function played(freshness: Freshness = {}) {
  const requests: {
    answer: (text: string) => Promise<void>;
    fail: (error: Error) => Promise<void>;
    signal: AbortSignal;
  }[] = [];
  const listeners = new Set<(change: LiveChange) => void>();
  const comebacks = signal(0);
  const resource = createResource<string>(
    (abort) =>
      new Promise((resolve, reject) => {
        const settle = (act: () => void) => async () => {
          act();
          await vi.advanceTimersByTimeAsync(0);
        };
        requests.push({
          answer: (text) => settle(() => resolve(text))(),
          fail: (error) => settle(() => reject(error))(),
          signal: abort,
        });
      }),
    { touchedBy: (change) => change.cases.includes(7), restMs: 1000, ...freshness },
    {
      onChange(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      comebacks,
    },
  );
  const change = (...cases: number[]) => {
    for (const listener of listeners) listener({ hosts: [], cases });
  };
  return { resource, requests, change, comebacks, stop: resource.start() };
}

it('reads at once, and again after a change that touches it', async () => {
  const { resource, requests, change } = played();
  await requests[0]?.answer('first');
  expect(resource.data.value).toBe('first');
  await vi.advanceTimersByTimeAsync(1000);
  change(8);
  expect(requests).toHaveLength(1);
  change(7);
  await requests[1]?.answer('second');
  expect(resource.data.value).toBe('second');
});

it('rests between two readings, however many changes there are', async () => {
  const { requests, change } = played();
  await requests[0]?.answer('first');
  for (let i = 0; i < 20; i++) change(7);
  await vi.advanceTimersByTimeAsync(999);
  expect(requests).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(requests).toHaveLength(2);
});

it('lets a slow reading finish before it reads again', async () => {
  const { resource, requests, change } = played();
  await vi.advanceTimersByTimeAsync(5000);
  change(7);
  await vi.advanceTimersByTimeAsync(5000);
  expect(requests).toHaveLength(1);
  expect(requests[0]?.signal.aborted).toBe(false);
  await requests[0]?.answer('slow');
  expect(resource.data.value).toBe('slow');
  expect(requests).toHaveLength(2);
});

it('drops a reading when told to read anew', async () => {
  const { resource, requests } = played();
  resource.refresh();
  expect(requests[0]?.signal.aborted).toBe(true);
  await requests[1]?.answer('new');
  await requests[0]?.answer('old');
  expect(resource.data.value).toBe('new');
});

it('keeps the last answer when a newer reading fails, and says why', async () => {
  const { resource, requests } = played();
  await requests[0]?.answer('first');
  resource.refresh();
  await requests[1]?.fail(new RequestFailed({ code: 'no-connection', title: '', detail: '' }));
  expect(resource.data.value).toBe('first');
  expect(resource.fault.value?.code).toBe('no-connection');
  resource.refresh();
  await requests[2]?.answer('second');
  expect(resource.fault.value).toBeUndefined();
});

it('reads again when the connection is back, and regularly where asked to', async () => {
  const { requests, comebacks } = played({ everyMs: 60_000 });
  await requests[0]?.answer('first');
  await vi.advanceTimersByTimeAsync(2000);
  comebacks.value++;
  expect(requests).toHaveLength(2);
  await requests[1]?.answer('second');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(requests).toHaveLength(3);
});

it('is silent once stopped', async () => {
  const { requests, change, comebacks, stop } = played({ everyMs: 10_000 });
  change(7);
  stop();
  comebacks.value++;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(requests).toHaveLength(1);
  expect(requests[0]?.signal.aborted).toBe(true);
});
