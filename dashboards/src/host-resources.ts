import type { Dashboard } from './contract.ts';
import { cpuTime, named, of, perSecond } from './host-series.ts';
import { fullness, lines, table } from './panels.ts';
import { text } from './text.ts';

/** Use, saturation and errors of a host's processors, memory, disks and network. */
export const hostResources: Dashboard['rows'] = [
  {
    title: text('Processor and memory', '处理器和内存'),
    panels: [
      lines(
        text('Processor time', '处理器时间'),
        text('Share of all processors together.', '所有处理器的时间占比。'),
        [
          cpuTime('usage_user', 'user', '用户'),
          cpuTime('usage_system', 'system', '系统'),
          cpuTime('usage_iowait', 'waits for disks', '等待磁盘'),
          cpuTime('usage_steal', 'taken by other machines', '被其他虚拟机占用'),
        ],
        { unit: 'percent', stacked: true, min: 0, max: 100 },
      ),
      lines(
        text('Load', '负载'),
        text(
          'Programs that run or want to; more than there are processors means that some wait.',
          '正在运行或等待运行的程序；超过处理器数量表示有程序在排队。',
        ),
        [
          named(of('system', 'load1'), '{{host}} 1 min', '{{host}} 1 分钟'),
          named(of('system', 'load15'), '{{host}} 15 min', '{{host}} 15 分钟'),
          named(of('system', 'n_cpus'), '{{host}} processors', '{{host}} 处理器数'),
        ],
        { min: 0 },
      ),
      lines(
        text('Memory used and available', '内存使用与可用'),
        text(
          'Used and available; what the system keeps of files is available.',
          '已用和可用；系统的文件缓存算作可用。',
        ),
        [
          named(of('mem', 'used'), '{{host}} used', '{{host}} 已用'),
          named(of('mem', 'available'), '{{host}} available', '{{host}} 可用'),
        ],
        { unit: 'bytes', min: 0 },
      ),
      lines(
        text('Swapping', '交换'),
        text(
          'Bytes moved between memory and swap; lasting traffic means that memory is short.',
          '内存与交换区之间的流量；持续有流量说明内存不足。',
        ),
        [
          named(perSecond('swap', 'in'), '{{host}} in', '{{host}} 换入'),
          named(perSecond('swap', 'out'), '{{host}} out', '{{host}} 换出'),
        ],
        { unit: 'Bps', min: 0 },
      ),
    ],
  },
  {
    title: text('Disks', '磁盘'),
    panels: [
      lines(
        text('File systems', '文件系统'),
        text('Share of the space in use.', '空间使用率。'),
        [named(of('disk', 'used_percent', ['path']), '{{host}} {{path}}', '{{host}} {{path}}')],
        { unit: 'percent', min: 0, max: 100, limits: fullness },
      ),
      table(
        text('Days until full', '几天后写满'),
        text(
          'Free space, divided by what was written per day in the chosen time. Choose a day or a week.',
          '剩余空间除以所选时间内每天的写入量。请选择一天或一周。',
        ),
        {
          rowOf: { host: text('Host', '主机'), path: text('File system', '文件系统') },
          columns: [
            {
              title: text('Days', '天数'),
              unit: 'short',
              limits: [
                [null, 'red'],
                [3, 'orange'],
                [14, 'green'],
              ],
              query: {
                ...of('disk', 'free', ['path']),
                raw: {
                  promql:
                    'disk_free{$scope} / (-delta(disk_free{$scope}[$__range]) > 0) * $__range_s / 86400',
                  influxql:
                    'SELECT "days" AS "$column" FROM (SELECT last("free") / (first("free") - last("free")) * $__range_s / 86400 AS "days" FROM "disk" WHERE $timeFilter AND $scope GROUP BY "host", "path") WHERE "days" > 0 GROUP BY "host", "path"',
                },
              },
            },
          ],
        },
        { empty: text('Nothing grows', '没有增长') },
      ),
      lines(
        text('Busy', '忙碌程度'),
        text('Share of time in which the disk had something to do.', '磁盘有任务的时间占比。'),
        [
          {
            ...named(perSecond('diskio', 'io_time', ['name']), '{{host}} {{name}}', '{{host}} {{name}}'),
            times: 0.1,
          },
        ],
        { unit: 'percent', min: 0 },
      ),
      lines(
        text('Throughput', '吞吐量'),
        text('Bytes read and written.', '读写字节数。'),
        [
          named(
            perSecond('diskio', 'read_bytes', ['name']),
            '{{host}} {{name}} read',
            '{{host}} {{name}} 读',
          ),
          named(
            perSecond('diskio', 'write_bytes', ['name']),
            '{{host}} {{name}} written',
            '{{host}} {{name}} 写',
          ),
        ],
        { unit: 'Bps', min: 0 },
      ),
      lines(
        text('Inodes', 'inode'),
        text('Share of the inodes in use.', 'inode 使用率。'),
        [named(of('disk', 'inodes_used_percent', ['path']), '{{host}} {{path}}', '{{host}} {{path}}')],
        { unit: 'percent', min: 0, max: 100, limits: fullness },
      ),
      lines(
        text('Under way', '排队请求'),
        text('Reads and writes that have begun and not ended.', '已开始但未完成的读写。'),
        [named(of('diskio', 'iops_in_progress', ['name']), '{{host}} {{name}}', '{{host}} {{name}}')],
        { min: 0 },
      ),
    ],
  },
  {
    title: text('Network', '网络'),
    panels: [
      lines(
        text('Traffic', '流量'),
        text('Bytes received and sent.', '收发字节数。'),
        [
          named(
            perSecond('net', 'bytes_recv', ['interface']),
            '{{host}} {{interface}} received',
            '{{host}} {{interface}} 接收',
          ),
          named(
            perSecond('net', 'bytes_sent', ['interface']),
            '{{host}} {{interface}} sent',
            '{{host}} {{interface}} 发送',
          ),
        ],
        { unit: 'Bps', min: 0 },
      ),
      lines(
        text('Errors and drops', '错误和丢包'),
        text(
          'Packets that were damaged, or for which there was no room.',
          '损坏或因缓冲不足而丢弃的数据包。',
        ),
        [
          named(
            perSecond('net', 'err_in', ['interface']),
            '{{host}} {{interface}} errors in',
            '{{host}} {{interface}} 接收错误',
          ),
          named(
            perSecond('net', 'err_out', ['interface']),
            '{{host}} {{interface}} errors out',
            '{{host}} {{interface}} 发送错误',
          ),
          named(
            perSecond('net', 'drop_in', ['interface']),
            '{{host}} {{interface}} dropped in',
            '{{host}} {{interface}} 接收丢弃',
          ),
          named(
            perSecond('net', 'drop_out', ['interface']),
            '{{host}} {{interface}} dropped out',
            '{{host}} {{interface}} 发送丢弃',
          ),
        ],
        { unit: 'pps', min: 0 },
      ),
    ],
  },
];
