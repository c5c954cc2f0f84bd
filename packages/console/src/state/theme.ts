import { computed, effect, signal } from '@preact/signals';
import { recall, remember } from './remembered.ts';

export const themes = ['system', 'light', 'dark'] as const;
/** `system` follows the device. */
export type Theme = (typeof themes)[number];

/** Light or dark. */
export const theme = signal<Theme>(themes.find((one) => one === recall('theme')) ?? 'system');

const device = matchMedia('(prefers-color-scheme: dark)');
const deviceDark = signal(device.matches);
device.addEventListener('change', () => {
  deviceDark.value = device.matches;
});

/** Whether the page is dark now; what is painted on a canvas must be painted again when it changes. */
export const darkNow = computed(() => (theme.value === 'system' ? deviceDark.value : theme.value === 'dark'));

/** Changes the colours, now and for later visits. */
export function chooseTheme(wanted: Theme): void {
  theme.value = wanted;
  remember('theme', wanted);
}

effect(() => {
  document.documentElement.dataset['theme'] = theme.value;
});
