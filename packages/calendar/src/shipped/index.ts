import { china } from './china.ts';
import type { ShippedDays } from './days.ts';
import { germany } from './germany.ts';

export type { ShippedDays } from './days.ts';

/** Days that come with Watchcase, by the name calendars give: `name@version`. */
export const shippedDays: Readonly<Record<string, ShippedDays>> = { 'cn@1': china, 'de@1': germany };
