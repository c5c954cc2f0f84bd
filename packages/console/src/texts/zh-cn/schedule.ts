import type { schedule as english } from '../en/schedule.ts';

/** When something runs, in words; `of` names months. */
export const schedule: typeof english = {
  every: (span) => `每 ${span}`,
  daily: '每天',
  eachMonth: '每月',
  theMonth: '当月',
  months: (named) => `每年${named}`,
  dailyOf: (of) => `${of}每天`,
  weekdaysOf: (weekdays, of) => `${of}的${weekdays}`,
  weekdaySpan: (first, last) => `${first}至${last}`,
  monthly: (days, of) => `${of} ${days} 日`,
  lastDay: (of) => `${of}最后一天`,
  nth: (ordinal, weekdays, of) => `${of}${ordinal}${weekdays}`,
  ordinals: { '1': '第一个', '2': '第二个', '3': '第三个', '4': '第四个', '5': '第五个', '-1': '最后一个' },
  turns: {
    day: (count) => `每 ${count} 天`,
    week: (count) => `每 ${count} 周`,
    month: (count) => `每 ${count} 个月`,
    year: (count) => `每 ${count} 年`,
  },
  inTurn: (turn, when) => `${turn}，${when}`,
  at: (when, times) => `${when} ${times}`,
  from: (every, time) => `${every}（自 ${time} 起）`,
  until: (said, day) => `${said}，至 ${day}`,
  times: (said, count) => `${said}，共 ${count} 次`,
  zoned: (said, zone) => `${said}（${zone}）`,
};
