import { expect, it } from 'vitest';
import { en } from '../texts/en/index.ts';
import { zhCn } from '../texts/zh-cn/index.ts';
import { scheduleText } from './schedule-text.ts';

const cron = (line: string) => ({ cron: line, zone: 'UTC' });
const onCalendar = (line: string) => ({ onCalendar: line, zone: 'UTC' });
const rrule = (rule: string, start = '2026-01-01T20:00') => ({ rrule: rule, start, zone: 'UTC' });

it.each<[Readonly<Record<string, unknown>>, string, string]>([
  [{ every: '6h' }, 'every 6 hours', '每 6 小时'],
  [{ every: '1d' }, 'every day', '每天'],
  [{ every: '90m' }, 'every 90 min', '每 90分钟'],
  [
    { cron: '30 2 * * *', zone: 'Europe/Berlin' },
    'daily at 02:30, Europe/Berlin',
    '每天 02:30（Europe/Berlin）',
  ],
  [cron('0 2 * * 1-5'), 'Monday to Friday at 02:00, UTC', '周一至周五 02:00（UTC）'],
  [cron('15 1,13 * * sun,wed'), 'Wednesday, Sunday at 01:15, 13:15, UTC', '周三、周日 01:15、13:15（UTC）'],
  [cron('@weekly'), 'Sunday at 00:00, UTC', '周日 00:00（UTC）'],
  [cron('0 * * * *'), 'every hour, UTC', '每小时（UTC）'],
  [
    cron('5-59/20 * * * 6,7'),
    'Saturday, Sunday, every 20 min from 00:05 on, UTC',
    '周六、周日，每 20分钟（自 00:05 起）（UTC）',
  ],
  [cron('30 3 1,15 * *'), 'on day 1, 15 of each month at 03:30, UTC', '每月 1、15 日 03:30（UTC）'],
  [cron('0 4 1 jan,jul *'), 'on day 1 of January, July at 04:00, UTC', '每年一月、七月 1 日 04:00（UTC）'],
  // One of two is enough to cron; uneven steps; no line of a crontab.
  [cron('0 2 1 * 1'), 'cron: 0 2 1 * 1, UTC', 'cron: 0 2 1 * 1（UTC）'],
  [cron('0 */5 * * *'), 'cron: 0 */5 * * *, UTC', 'cron: 0 */5 * * *（UTC）'],
  [cron('soon'), 'cron: soon, UTC', 'cron: soon（UTC）'],
  [onCalendar('*-*-* 22:00'), 'daily at 22:00, UTC', '每天 22:00（UTC）'],
  [onCalendar('Mon..Fri 22:00'), 'Monday to Friday at 22:00, UTC', '周一至周五 22:00（UTC）'],
  [
    onCalendar('00/6:30'),
    'daily at 00:30, 06:30, 12:30, 18:30, UTC',
    '每天 00:30、06:30、12:30、18:30（UTC）',
  ],
  [onCalendar('*-*~01 23:00'), 'on the last day of each month at 23:00, UTC', '每月最后一天 23:00（UTC）'],
  [
    onCalendar('quarterly'),
    'on day 1 of January, April, July, October at 00:00, UTC',
    '每年一月、四月、七月、十月 1 日 00:00（UTC）',
  ],
  [
    onCalendar('Sun *-*-08..14 05:00'),
    'on the second Sunday of each month at 05:00, UTC',
    '每月第二个周日 05:00（UTC）',
  ],
  [
    onCalendar('Fri *-*~01..07 05:00'),
    'on the last Friday of each month at 05:00, UTC',
    '每月最后一个周五 05:00（UTC）',
  ],
  [
    onCalendar('Fri *-*-13 05:00'),
    'OnCalendar: Fri *-*-13 05:00, UTC',
    'OnCalendar: Fri *-*-13 05:00（UTC）',
  ],
  [onCalendar('2027-*-* 05:00'), 'OnCalendar: 2027-*-* 05:00, UTC', 'OnCalendar: 2027-*-* 05:00（UTC）'],
  [
    rrule('FREQ=MONTHLY;BYDAY=-1FR'),
    'on the last Friday of each month at 20:00, UTC',
    '每月最后一个周五 20:00（UTC）',
  ],
  [
    rrule('RRULE:FREQ=WEEKLY;INTERVAL=2'),
    'every 2 weeks, Thursday at 20:00, UTC',
    '每 2 周，周四 20:00（UTC）',
  ],
  [
    rrule('FREQ=MONTHLY;INTERVAL=3'),
    'every 3 months, on day 1 of the month at 20:00, UTC',
    '每 3 个月，当月 1 日 20:00（UTC）',
  ],
  [
    rrule('FREQ=DAILY;INTERVAL=3;UNTIL=20271231T235959Z'),
    'every 3 days at 20:00 until 2027-12-31, UTC',
    '每 3 天 20:00，至 2027-12-31（UTC）',
  ],
  [
    rrule('FREQ=YEARLY;COUNT=5'),
    'on day 1 of January at 20:00, 5 times, UTC',
    '每年一月 1 日 20:00，共 5 次（UTC）',
  ],
  [rrule('FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR'), 'Monday to Friday at 20:00, UTC', '周一至周五 20:00（UTC）'],
  [
    rrule('FREQ=MONTHLY;BYMONTHDAY=-1;BYMONTH=6,12'),
    'on the last day of June, December at 20:00, UTC',
    '每年六月、十二月最后一天 20:00（UTC）',
  ],
  ...[
    'FREQ=YEARLY;BYDAY=1MO',
    'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
    'FREQ=DAILY;BYSETPOS=1',
    'FREQ=MONTHLY;BYDAY=1MO,3FR',
  ].map(
    (rule) =>
      [rrule(rule), `RRULE: ${rule}, UTC`, `RRULE: ${rule}（UTC）`] as [
        ReturnType<typeof rrule>,
        string,
        string,
      ],
  ),
])('the schedule %j is said %j', (schedule, english, chinese) => {
  expect([
    scheduleText(schedule, { ...en, language: 'en' }),
    scheduleText(schedule, { ...zhCn, language: 'zh-CN' }),
  ]).toEqual([english, chinese]);
});
