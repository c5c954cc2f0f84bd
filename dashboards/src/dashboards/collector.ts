import { defineDashboard } from '../contract.ts';
import { anyIsBad, anyIsOdd, bars, last, lines, meanSeconds, stat, total } from '../panels.ts';
import type { Query } from '../query.ts';
import { outcomeNames } from '../tag-names.ts';
import { text } from '../text.ts';

const instance = text('{{instance}}', '{{instance}}');
const own = (from: string, field: string, by: readonly string[] = []): Query => ({
  ...last(from, field, 'none', ['instance', ...by]),
  legend: instance,
});
const perSecond = (from: string, by: readonly string[] = []): Query => ({
  ...own(from, 'total', by),
  take: 'rate',
});
const inAll = (from: string, by: readonly string[]): Query => ({
  from,
  field: 'total',
  scope: 'none',
  take: 'increase',
  merge: 'sum',
  by,
});

export default defineDashboard({
  name: 'collector',
  title: text('Collector, broker and agents', '采集端、消息服务和代理'),
  help: text('Whether Watchcase itself is well.', 'Watchcase 自身是否正常。'),
  variables: [],
  annotations: [],
  rows: [
    {
      title: text('Now', '现在'),
      panels: [
        stat(
          text('Collectors', '采集端'),
          text('Collectors that have told of themselves within five minutes.', '五分钟内有消息的采集端。'),
          { ...last('process_resident_memory', 'bytes', 'none', []), merge: 'count' },
          {
            limits: [
              [null, 'red'],
              [1, 'green'],
            ],
          },
        ),
        stat(
          text('Agents connected', '已连接代理'),
          text('Clients of the embedded broker.', '内置消息服务的连接数。'),
          total('watchcase_connected', 'clients', 'none'),
          {
            empty: text('external broker', '外部消息服务'),
          },
        ),
        stat(
          text('Waiting for a turn', '待处理消息'),
          text('Messages that no turn has taken yet.', '尚未处理的消息。'),
          total('watchcase_turn_queue', 'messages', 'none'),
          {
            limits: [
              [null, 'green'],
              [2000, 'orange'],
              [15_000, 'red'],
            ],
          },
        ),
        stat(
          text('Waits for', '等待时间'),
          text('How long the first of them has waited.', '最早一条已等待的时间。'),
          { ...last('watchcase_turn_queue_age', 'seconds', 'none', []), merge: 'max' },
          {
            unit: 's',
            limits: [
              [null, 'green'],
              [2, 'orange'],
              [10, 'red'],
            ],
          },
        ),
        stat(
          text('Commit under way', '正在提交'),
          text(
            'How long the commit under way has taken; from 10 s on it counts as failing.',
            '当前提交已用时间；超过 10 秒视为故障。',
          ),
          { ...last('watchcase_committing', 'seconds', 'none', []), merge: 'max' },
          {
            unit: 's',
            limits: [
              [null, 'green'],
              [2, 'orange'],
              [10, 'red'],
            ],
          },
        ),
        stat(
          text('Commits that failed', '提交失败'),
          text('In the chosen time; each is tried again.', '所选时间内；均会重试。'),
          inAll('watchcase_commit_failures', []),
          { limits: anyIsBad },
        ),
      ],
    },
    {
      title: text('Throughput', '吞吐'),
      panels: [
        lines(
          text('Readings', '读数'),
          text('Readings taken per second.', '每秒接收的读数。'),
          [perSecond('watchcase_readings')],
          {
            width: 8,
            unit: 'cps',
            min: 0,
          },
        ),
        lines(
          text('Values', '数值'),
          text('Values in them per second.', '每秒接收的数值。'),
          [perSecond('watchcase_values')],
          {
            width: 8,
            unit: 'cps',
            min: 0,
          },
        ),
        lines(
          text('Acknowledgements', '确认'),
          text('Answers to agents per second.', '每秒发给代理的确认。'),
          [perSecond('watchcase_acknowledgements')],
          { width: 8, unit: 'cps', min: 0 },
        ),
        lines(
          text('Queue of messages', '消息队列'),
          text(
            'Messages; more than 20 000 are left to the agents’ disks.',
            '消息数；超过 20 000 条时留在代理磁盘上。',
          ),
          [own('watchcase_turn_queue', 'messages')],
          { width: 8, min: 0 },
        ),
        lines(
          text('Judging', '规则计算'),
          text('Mean time of rules and alerts in a turn.', '每轮规则和告警的平均时间。'),
          [meanSeconds('watchcase_evaluation_seconds', instance)],
          { width: 8, unit: 's', min: 0 },
        ),
        lines(
          text('Commit', '提交'),
          text('Mean time of a turn’s commit.', '每轮提交的平均时间。'),
          [meanSeconds('watchcase_commit_seconds', instance)],
          { width: 8, unit: 's', min: 0 },
        ),
      ],
    },
    {
      title: text('Lost, refused, held back', '丢失、拒绝与积压'),
      panels: [
        bars(
          text('Messages refused', '被拒绝的消息'),
          text('In the chosen time, by reason; their agents hear nothing of them.', '所选时间内，按原因。'),
          inAll('watchcase_messages_refused', ['reason']),
          { width: 8, limits: anyIsOdd, empty: text('None was refused', '没有被拒绝的消息') },
        ),
        bars(
          text('Clients refused', '被拒绝的客户端'),
          text('By the embedded broker, in the chosen time.', '所选时间内被内置消息服务拒绝。'),
          inAll('watchcase_broker_refused', ['what']),
          { width: 8, limits: anyIsOdd, empty: text('None was refused', '没有被拒绝的客户端') },
        ),
        bars(
          text('Dropped by the broker', '消息服务丢弃'),
          text('What an external broker says that it dropped.', '外部消息服务报告的丢弃数。'),
          inAll('watchcase_broker_dropped', ['instance']),
          { width: 8, limits: anyIsBad },
        ),
        lines(
          text('Waiting for the database', '等待写入时序库'),
          text(
            'Bytes on disk that the time-series database does not have yet.',
            '磁盘上尚未写入时序库的字节。',
          ),
          [own('watchcase_history_queue', 'bytes')],
          { width: 8, unit: 'bytes', min: 0 },
        ),
        bars(
          text('Given up for the database', '未能写入时序库'),
          text(
            'Blocks given up and lines refused, in the chosen time.',
            '所选时间内放弃的数据块和被拒绝的行。',
          ),
          inAll('watchcase_history_dropped', ['instance']),
          { width: 8, limits: anyIsBad },
        ),
        bars(
          text('Attempts to page', '通知发送'),
          text('In the chosen time, by how they ended.', '所选时间内，按结果。'),
          inAll('watchcase_page_attempts', ['outcome']),
          { width: 8, names: outcomeNames, empty: text('No page was sent', '没有发送通知') },
        ),
      ],
    },
    {
      title: text('Agents', '代理'),
      panels: [
        lines(
          text('On agents’ disks', '代理磁盘积压'),
          text('Messages that wait on all agents together.', '所有代理上等待的消息总数。'),
          [{ ...total('internal_agent', 'outbox_messages', 'none'), legend: text('messages', '消息') }],
          { width: 8, min: 0 },
        ),
        bars(
          text('Dropped by agents', '代理丢弃'),
          text(
            'Readings dropped in the chosen time because a disk was full; the 15 hosts with most.',
            '所选时间内因磁盘满而丢弃的读数；前 15 台主机。',
          ),
          {
            from: 'internal_agent',
            field: 'dropped_readings',
            scope: 'none',
            take: 'increase',
            merge: 'sum',
            by: ['customer', 'host'],
            top: 15,
          },
          { width: 8, limits: anyIsBad, link: 'host' },
        ),
        bars(
          text('Probes that fail', '失败的采集项'),
          text('The 15 hosts with most.', '最多的 15 台主机。'),
          { ...last('internal_agent', 'probes_failing', 'none', ['customer', 'host']), top: 15 },
          { width: 8, limits: anyIsOdd, link: 'host' },
        ),
      ],
    },
    {
      title: text('Process', '进程'),
      panels: [
        lines(
          text('Processor', '处理器'),
          text('Processors in use by the collector.', '采集端占用的处理器数。'),
          [{ ...own('process_cpu_seconds', 'total'), take: 'rate' }],
          { width: 8, min: 0 },
        ),
        lines(
          text('Memory', '内存'),
          text('Resident memory.', '常驻内存。'),
          [own('process_resident_memory', 'bytes')],
          {
            width: 8,
            unit: 'bytes',
            min: 0,
          },
        ),
        lines(
          text('Event loop', '事件循环'),
          text('How late the process gets to its work, 99th percentile.', '处理延迟，第 99 百分位。'),
          [own('nodejs_eventloop_lag_p99', 'seconds')],
          { width: 8, unit: 's', min: 0 },
        ),
      ],
    },
  ],
});
