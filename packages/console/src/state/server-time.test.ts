import { effect } from '@preact/signals';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const at = (time: string) => Date.parse(`2026-03-02T08:00:${time}Z`);

beforeEach(() => vi.useFakeTimers({ now: at('00.000') }).setSystemTime(at('00.000')));
afterEach(() => vi.useRealTimers());

it('is the time of the reading, also between two full seconds, and is drawn again at each', async () => {
  vi.resetModules();
  const { second } = await import('./server-time.ts');
  const seen: number[] = [];
  const end = effect(() => void seen.push(second.value));
  vi.advanceTimersByTime(900);
  expect(second.value).toBe(at('00.900'));
  expect(seen).toEqual([at('00.000')]);
  vi.advanceTimersByTime(1200);
  expect(seen).toEqual([at('00.000'), at('01.015'), at('02.015')]);
  end();
});
