import type { Panel } from './contract.ts';
import { heads } from './heads.ts';
import { bars, last, lines, type Look, ranks, remaining, table, total } from './panels.ts';
import type { Query } from './query.ts';
import { eventNames, severityColors, severityNames, targetNames } from './tag-names.ts';
import { text } from './text.ts';

const byHost = ['customer', 'site', 'host'] as const;
const hostCases = (field: string) => last('watchcase_host_cases', field, 'site', byHost);

/** How often something happened to cases in the chosen time; `event` is one, or `~` and several with `|` between them. */
export function caseEvents(event: string, by: readonly string[] = []): Query {
  return {
    from: 'watchcase_case_event',
    field: 'case',
    scope: 'customer',
    where: { event },
    take: 'count',
    merge: 'sum',
    by,
  };
}

/** Cases that are not resolved, over time. */
export function openBySeverity(look: Look = {}): Panel {
  return lines(
    text('Open cases by severity', '未解决工单（按级别）'),
    text('Cases that are not resolved.', '尚未解决的工单。'),
    [
      {
        ...total('watchcase_customer_cases', 'open', 'customer', ['severity']),
        legend: text('{{severity}}', '{{severity}}'),
      },
    ],
    { stacked: true, min: 0, names: severityNames, colors: severityColors, ...look },
  );
}

/** How long until the first promised moment of each kind; negative once one is late. */
export function dueByTarget(look: Look = {}): Panel {
  return bars(
    text('Due next, by target', '各类时限剩余时间'),
    text(
      'Until the first promised moment of each kind; negative once it is late.',
      '距各类时限中最近一个的剩余时间；负数表示已超时。',
    ),
    {
      ...last('watchcase_customer_clocks', 'least_remaining_seconds', 'customer', ['target']),
      merge: 'min',
    },
    {
      unit: 's',
      limits: remaining,
      names: targetNames,
      empty: text('No open case', '没有未解决工单'),
      ...look,
    },
  );
}

/** Everything that happened to cases. */
export function whatHappened(look: Look = {}): Panel {
  return bars(
    text('What happened', '发生了什么'),
    text('Openings, answers, solutions and missed targets.', '新开、响应、解决和超时的次数。'),
    caseEvents('~opened|acknowledged|resolved|closed|reopened|breached', ['event']),
    { empty: text('Nothing happened', '没有事件'), names: eventNames, ...look },
  );
}

/** The hosts that have cases, worst first. */
export function hostsWithCases(look: Look): Panel {
  return table(
    text('Hosts with cases', '有工单的主机'),
    text(
      'Worst first; time left until somebody must have answered, and until it must be solved.',
      '按严重程度排列；距响应时限和解决时限的剩余时间。',
    ),
    {
      rowOf: { customer: heads.customer, site: heads.site, host: heads.host },
      columns: [
        {
          title: text('Severity', '级别'),
          words: ranks,
          limits: [
            [null, 'blue'],
            [2, 'yellow'],
            [3, 'orange'],
            [4, 'red'],
          ],
          query: { ...hostCases('worst_rank'), above: 0, top: 100 },
        },
        { title: text('Cases', '工单'), query: { ...hostCases('open'), above: 0, top: 100 } },
        {
          title: text('Worst case', '最严重工单'),
          query: { ...hostCases('worst_case'), above: 0, top: 100 },
        },
        dueIn(text('Answer in', '响应剩余'), 'respond_remaining_seconds'),
        dueIn(text('Solve in', '解决剩余'), 'resolve_remaining_seconds'),
      ],
    },
    { empty: text('No host has a case', '没有主机有未解决工单'), ...look },
  );
}

function dueIn(title: Panel['title'], field: string): Panel['columns'][number] {
  return { title, unit: 's', limits: remaining, query: { ...hostCases(field), bottom: 100 } };
}
