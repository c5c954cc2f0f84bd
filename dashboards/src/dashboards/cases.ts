import { caseEvents, dueByTarget, hostsWithCases, openBySeverity, whatHappened } from '../case-panels.ts';
import { defineDashboard } from '../contract.ts';
import { anyIsBad, anyIsOdd, bars, last, lines, meanSeconds, remaining, stat, total } from '../panels.ts';
import type { Query } from '../query.ts';
import { categoryNames, severityColors, severityNames, targetNames } from '../tag-names.ts';
import { text } from '../text.ts';

const cases = (field: string) => total('watchcase_customer_cases', field, 'customer');
const least = (target: string): Query => ({
  ...last('watchcase_customer_clocks', 'least_remaining_seconds', 'customer', []),
  where: { target },
  merge: 'min',
});
const after = (event: string): Query => ({
  from: 'watchcase_case_event',
  field: 'age_seconds',
  scope: 'customer',
  where: { event },
  take: 'mean',
  merge: 'mean',
  by: ['severity'],
});
const noCase = text('No open case', '没有未解决工单');

export default defineDashboard({
  name: 'cases',
  title: text('Cases and targets', '工单与时限'),
  help: text('What is open, what is due, what was missed.', '哪些工单未解决、何时到期、哪些已超时。'),
  variables: ['customer', 'site'],
  annotations: ['cases'],
  rows: [
    {
      title: text('Now', '现在'),
      panels: [
        stat(
          text('Open', '未解决'),
          text('Cases that are not resolved.', '尚未解决的工单。'),
          cases('open'),
          { limits: anyIsOdd },
        ),
        stat(
          text('Nobody answered', '无人响应'),
          text('Open, and nobody has acknowledged.', '未解决且无人响应。'),
          cases('unacknowledged'),
          {
            limits: anyIsBad,
          },
        ),
        stat(
          text('Answer due in', '响应剩余时间'),
          text(
            'Until the first promised answer is due; negative once it is late.',
            '距最近的响应时限；负数表示已超时。',
          ),
          least('respond'),
          { unit: 's', limits: remaining, empty: noCase },
        ),
        stat(
          text('Solution due in', '解决剩余时间'),
          text(
            'Until the first promised solution is due; negative once it is late.',
            '距最近的解决时限；负数表示已超时。',
          ),
          least('resolve'),
          { unit: 's', limits: remaining, empty: noCase },
        ),
        stat(
          text('Targets missed', '已超时'),
          text('Promised moments of open cases that are past.', '未解决工单中已错过的时限。'),
          total('watchcase_customer_clocks', 'breached', 'customer'),
          { limits: anyIsBad },
        ),
        stat(
          text('Pages that wait', '待发通知'),
          text('Pages not delivered and not given up.', '尚未送达也未放弃的通知。'),
          total('watchcase_customer_pages', 'waiting', 'customer'),
          { limits: anyIsOdd },
        ),
      ],
    },
    {
      title: text('Open', '未解决'),
      panels: [
        openBySeverity({ width: 6 }),
        lines(
          text('By category', '按类别'),
          text('Open cases by what they are about.', '未解决工单的类别。'),
          [
            {
              ...total('watchcase_customer_case_categories', 'open', 'customer', ['category']),
              legend: text('{{category}}', '{{category}}'),
            },
          ],
          { width: 6, stacked: true, min: 0, names: categoryNames },
        ),
        dueByTarget({ width: 6 }),
        bars(
          text('Oldest open, by customer', '各客户最久未解决'),
          text('Age of each customer’s oldest open case.', '每个客户最久未解决工单的时间。'),
          {
            ...last('watchcase_customer_cases', 'oldest_seconds', 'customer', ['customer']),
            merge: 'max',
            top: 15,
          },
          { width: 6, unit: 's', link: 'customer', empty: noCase },
        ),
        hostsWithCases({ width: 24, link: 'case' }),
      ],
    },
    {
      title: text('In the chosen time', '所选时间内'),
      panels: [
        whatHappened({ width: 8 }),
        bars(
          text('Until the answer', '响应用时'),
          text('Mean time from opening to the first answer, by severity.', '从开单到首次响应的平均时间。'),
          after('acknowledged'),
          {
            width: 8,
            unit: 's',
            names: severityNames,
            colors: severityColors,
            empty: text('Nobody had to answer', '没有响应记录'),
          },
        ),
        bars(
          text('Until the solution', '解决用时'),
          text('Mean time from opening to the solution, by severity.', '从开单到解决的平均时间。'),
          after('resolved'),
          {
            width: 8,
            unit: 's',
            names: severityNames,
            colors: severityColors,
            empty: text('Nothing was solved', '没有解决记录'),
          },
        ),
        bars(
          text('Missed in the chosen time', '超时次数'),
          text('How often a promised moment passed, by target.', '各类时限被错过的次数。'),
          caseEvents('breached', ['target']),
          { width: 8, limits: anyIsBad, names: targetNames, empty: text('None was missed', '没有超时') },
        ),
        bars(
          text('Opened, by customer', '各客户新开工单'),
          text('The 15 customers with most.', '新开工单最多的 15 个客户。'),
          { ...caseEvents('opened', ['customer']), top: 15 },
          { width: 8, link: 'customer', empty: text('No case was opened', '没有新开工单') },
        ),
        lines(
          text('Page delay', '通知延迟'),
          text('Mean time from the cause to the delivery of a page.', '从起因到通知送达的平均时间。'),
          [meanSeconds('watchcase_page_delay_seconds', text('{{instance}}', '{{instance}}'))],
          { width: 8, unit: 's', min: 0, empty: text('No page was sent', '没有发送通知') },
        ),
      ],
    },
  ],
});
