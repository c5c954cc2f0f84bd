import { defineDashboard } from '../contract.ts';
import { hostResources } from '../host-resources.ts';
import { named, of } from '../host-series.ts';
import { anyIsBad, anyIsOdd, bars, fullness, last, lines, stat, states } from '../panels.ts';

import { text } from '../text.ts';

export default defineDashboard({
  name: 'host',
  title: text('Host', '主机'),
  help: text(
    'Use, saturation and errors of everything a host has.',
    '一台主机各项资源的使用率、饱和度和错误。',
  ),
  variables: ['customer', 'site', 'host'],
  annotations: ['cases', 'reboots', 'agents'],
  rows: [
    {
      title: text('Now', '现在'),
      panels: [
        stat(
          text('Online', '在线'),
          text('1 while the host is heard of.', '有消息时为在线。'),
          of('watchcase_host', 'online'),
          {
            words: { 0: text('offline', '离线'), 1: text('online', '在线') },
            limits: [
              [null, 'red'],
              [1, 'green'],
            ],
          },
        ),
        stat(
          text('Since boot', '开机时长'),
          text('Time since the machine was started.', '开机至今的时间。'),
          of('system', 'uptime'),
          { unit: 's' },
        ),
        stat(
          text('Processor idle', '处理器空闲'),
          text('Red below 5 %.', '低于 5 % 为红色。'),
          { ...of('cpu', 'usage_idle'), where: { cpu: 'cpu-total' } },
          {
            unit: 'percent',
            limits: [
              [null, 'red'],
              [5, 'orange'],
              [20, 'green'],
            ],
          },
        ),
        stat(
          text('Memory', '内存'),
          text('In use and not to be had back at once.', '已使用且不能立即收回的内存。'),
          of('mem', 'used_percent'),
          {
            unit: 'percent',
            limits: fullness,
          },
        ),
        stat(
          text('Fullest file system', '最满的文件系统'),
          text('Red from 95 %.', '95 % 起为红色。'),
          { ...last('disk', 'used_percent', 'host', ['host']), merge: 'max' },
          { unit: 'percent', limits: fullness },
        ),
        stat(
          text('Open cases', '未解决工单'),
          text('Cases about this host that are not resolved.', '该主机尚未解决的工单。'),
          of('watchcase_host_cases', 'open'),
          { limits: anyIsBad, empty: text('none', '无'), link: 'case' },
        ),
      ],
    },
    ...hostResources,
    {
      title: text('Programs and services', '程序和服务'),
      panels: [
        lines(
          text('Processes', '进程'),
          text(
            'What the processes do; those that are blocked wait for a disk and cannot be stopped.',
            '进程状态；阻塞的进程在等待磁盘且无法终止。',
          ),
          [
            named(of('processes', 'total'), '{{host}} all', '{{host}} 全部'),
            named(of('processes', 'running'), '{{host}} running', '{{host}} 运行'),
            named(of('processes', 'blocked'), '{{host}} blocked', '{{host}} 阻塞'),
            named(of('processes', 'zombies'), '{{host}} zombies', '{{host}} 僵尸'),
          ],
          { min: 0 },
        ),
        bars(
          text('Watched programs', '受监视的程序'),
          text(
            'How many processes of each watched program run; red without one.',
            '每个受监视程序的运行进程数；没有时为红色。',
          ),
          named(of('procstat_lookup', 'running', ['process_name']), '{{process_name}}', '{{process_name}}'),
          {
            limits: [
              [null, 'red'],
              [1, 'green'],
            ],
            empty: text('No program is watched', '没有监视程序'),
          },
        ),
        lines(
          text('Memory of watched programs', '受监视程序的内存'),
          text('Resident memory of all processes of a program.', '程序所有进程的常驻内存。'),
          [
            named(
              of('procstat', 'memory_rss', ['process_name']),
              '{{host}} {{process_name}}',
              '{{host}} {{process_name}}',
            ),
          ],
          { unit: 'bytes', min: 0, empty: text('No program is watched', '没有监视程序') },
        ),
        states(
          text('Units of systemd', 'systemd 单元'),
          text('State of each watched unit.', '每个受监视单元的状态。'),
          {
            ...of('systemd_units', 'active_code', ['name']),
            legend: text('{{host}} {{name}}', '{{host}} {{name}}'),
          },
          {
            words: {
              0: text('active', '活动'),
              1: text('reloading', '重载'),
              2: text('inactive', '停止'),
              3: text('failed', '失败'),
              4: text('starting', '启动中'),
              5: text('stopping', '停止中'),
            },
            limits: [
              [null, 'green'],
              [2, 'orange'],
              [3, 'red'],
              [4, 'yellow'],
            ],
            empty: text('No unit is watched', '没有监视单元'),
          },
        ),
      ],
    },
    {
      title: text('Reachable and trusted', '可达与可信'),
      panels: [
        states(
          text('Pages', '网页'),
          text('Whether each watched page answers as it should.', '每个受监视网页是否按预期响应。'),
          { ...of('http_response', 'result_code', ['server']), legend: text('{{server}}', '{{server}}') },
          {
            words: {
              0: text('good', '正常'),
              1: text('other text', '内容不符'),
              2: text('broke off', '中断'),
              3: text('no connection', '无法连接'),
              4: text('too slow', '超时'),
              5: text('unknown name', '域名未知'),
              6: text('other status', '状态码不符'),
            },
            limits: anyIsBad,
            empty: text('No page is watched', '没有监视网页'),
          },
        ),
        lines(
          text('Answer of pages', '网页响应时间'),
          text('Until the last byte.', '到最后一个字节的时间。'),
          [named(of('http_response', 'response_time', ['server']), '{{server}}', '{{server}}')],
          { unit: 's', min: 0, empty: text('No page is watched', '没有监视网页') },
        ),
        states(
          text('Ports', '端口'),
          text('Whether each watched TCP port takes connections.', '每个受监视的 TCP 端口是否可连接。'),
          {
            ...of('net_response', 'result_code', ['server', 'port']),
            legend: text('{{server}}:{{port}}', '{{server}}:{{port}}'),
          },
          {
            words: { 0: text('good', '正常'), 1: text('too slow', '超时'), 2: text('refused', '被拒绝') },
            limits: anyIsBad,
            empty: text('No port is watched', '没有监视端口'),
          },
        ),
        bars(
          text('Certificates', '证书'),
          text('Days until they expire.', '距离过期的天数。'),
          { ...named(of('x509_cert', 'expiry', ['source']), '{{source}}', '{{source}}'), times: 1 / 86_400 },
          {
            unit: 'd',
            limits: [
              [null, 'red'],
              [7, 'orange'],
              [30, 'green'],
            ],
            empty: text('No certificate is watched', '没有监视证书'),
          },
        ),
      ],
    },
    {
      title: text('Agent', '代理程序'),
      panels: [
        lines(
          text('Waiting for the collector', '等待采集端'),
          text('Messages on the agent’s disk; up to four are usual.', '代理磁盘上的消息；四条以内属正常。'),
          [named(of('internal_agent', 'outbox_messages'), '{{host}}', '{{host}}')],
          { width: 8, min: 0 },
        ),
        lines(
          text('Probes that fail', '失败的采集项'),
          text('What the agent cannot read.', '代理读不到的内容。'),
          [named(of('internal_agent', 'probes_failing'), '{{host}}', '{{host}}')],
          { width: 8, min: 0, limits: anyIsOdd },
        ),
        lines(
          text('Clock', '时钟'),
          text('How far the host’s clock is from the collector’s.', '主机时钟与采集端时钟之差。'),
          [named(of('watchcase_host', 'clock_offset'), '{{host}}', '{{host}}')],
          { width: 8, unit: 's' },
        ),
      ],
    },
  ],
});
