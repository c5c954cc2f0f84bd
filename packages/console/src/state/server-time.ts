import { signal } from '@preact/signals';
import { after, deviceNow } from '../clock.ts';

/** How far the server's clock is ahead of this device's, milliseconds. */
const offsetMs = signal(0);

/** The server's time in Unix milliseconds: a wrong clock on this device must not make a promise look kept. */
export function serverNow(): number {
  return deviceNow() + offsetMs.value;
}

/** The server's time, renewed at each of its full seconds; what counts down reads this. */
export const second = signal(deviceNow());

/** Takes the server's word for the time; `askedAt` and `heardAt` are this device's, and the word is assumed half-way between. */
export function takeServerTime(serverTime: string, askedAt: number, heardAt: number): void {
  offsetMs.value = Math.round(Date.parse(serverTime) - (askedAt + heardAt) / 2);
  second.value = serverNow();
}

const LEEWAY_MS = 15;

function tick(): void {
  second.value = serverNow();
  after(1000 - (serverNow() % 1000) + LEEWAY_MS, tick);
}
tick();
