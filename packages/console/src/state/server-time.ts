import { signal } from '@preact/signals';
import { after, deviceNow } from '../clock.ts';

/** How far the server's clock is ahead of this device's, milliseconds. */
const offsetMs = signal(0);

/** The server's time in Unix milliseconds: a wrong clock on this device must not make a promise look kept. */
export function serverNow(): number {
  return deviceNow() + offsetMs.value;
}

/** Changes at each full second of the server's. */
const beat = signal(0);

/**
 * The server's time for what counts down: whoever reads it is drawn again at each of its full seconds. It is the time of the reading, since what has just come
 * would else be judged by the second before it.
 */
export const second = {
  get value(): number {
    void beat.value;
    return serverNow();
  },
};

/** Takes the server's word for the time; `askedAt` and `heardAt` are this device's, and the word is assumed half-way between. */
export function takeServerTime(serverTime: string, askedAt: number, heardAt: number): void {
  offsetMs.value = Math.round(Date.parse(serverTime) - (askedAt + heardAt) / 2);
}

const LEEWAY_MS = 15;

function tick(): void {
  beat.value += 1;
  after(1000 - (serverNow() % 1000) + LEEWAY_MS, tick);
}
tick();
