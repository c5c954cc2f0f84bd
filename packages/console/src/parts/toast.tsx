import { signal } from '@preact/signals';
import { after, type Timer } from '../clock.ts';

const text = signal('');
const SHOWN_MS = 3500;
let timer: Timer | undefined;

/** Says briefly that something was done. */
export function say(words: string): void {
  text.value = words;
  timer?.cancel();
  timer = after(SHOWN_MS, () => {
    text.value = '';
  });
}

/** Where it is said; screen readers hear it when it suits. */
export function Toast() {
  return (
    <div class={`toast ${text.value === '' ? 'gone' : ''}`} role="status" aria-live="polite">
      {text.value}
    </div>
  );
}
