import { signal } from '@preact/signals';

/** What the page shown is called, for the browser's tab. */
export const pageName = signal('');
