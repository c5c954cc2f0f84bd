import type { Calendar } from '../calendar-schema.ts';

/** Calendars that come with Watchcase; a user's own begins as a copy of one. */
export const shippedCalendars: Readonly<Record<string, Calendar>> = {
  always: { id: 'always', name: '24 × 7', zone: 'UTC', hours: { 'mon-sun': ['00:00-24:00'] } },
  cn: {
    id: 'cn',
    name: '中国大陆工作时间',
    zone: 'Asia/Shanghai',
    hours: { 'mon-fri': ['09:00-18:00'], makeUp: ['09:00-18:00'] },
    days: 'cn@1',
  },
  de: {
    id: 'de',
    name: 'Deutschland, Bürozeiten',
    zone: 'Europe/Berlin',
    hours: { 'mon-fri': ['09:00-17:00'] },
    days: 'de@1',
  },
};
