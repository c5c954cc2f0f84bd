import type { Datasource } from '@watchcase/dashboards/places.ts';

/** A panel of somebody's dashboard for Telegraf: the series that it asks for, by name. */
export interface TelegrafPanel {
  readonly title: string;
  readonly from: string;
  readonly fields: readonly string[];
  /** Counters are asked for how fast they grow. */
  readonly take?: 'rate';
  /** A tag with the one value that the panel is about. */
  readonly where?: Readonly<Record<string, string>>;
  /** Tags that it shows a line for each of. */
  readonly by?: readonly string[];
  /** Fields that Watchcase has not. */
  readonly missing?: readonly string[];
}

/** A public dashboard for Telegraf; names of measurements, fields and tags are as it asks for them, `host` being the tag of hosts. */
export interface TelegrafDashboard {
  readonly name: string;
  readonly source: string;
  readonly datasource: Datasource;
  readonly panels: readonly TelegrafPanel[];
}

const total = { cpu: 'cpu-total' };
const root = { path: '/' };
const whole = (from: string, fields: readonly string[]) => ({ from, fields, missing: fields });
const shares = ['user', 'system', 'softirq', 'steal', 'nice', 'irq', 'iowait', 'guest', 'guest_nice'].map(
  (name) => `usage_${name}`,
);
const states = ['running', 'blocked', 'sleeping', 'stopped', 'zombies', 'paging', 'unknown'];
const tcp = ['close', 'close_wait', 'closing', 'established', 'fin_wait1', 'fin_wait2', 'last_ack'].concat([
  'syn_recv',
  'syn_sent',
  'time_wait',
]);
const rate = 'rate';
const net = { from: 'net', take: rate, by: ['interface'] } as const;
const diskio = { from: 'diskio', take: rate, by: ['name'] } as const;
const mounts = { from: 'disk', by: ['path'] } as const;

const system928: TelegrafDashboard = {
  name: 'Telegraf: system dashboard (Grafana.com 928)',
  source: 'github.com/4teamwork/grafana-telegraf-dashboard, admin_dashboard.json, bd47e87',
  datasource: 'influxdb',
  panels: [
    { title: 'Uptime', from: 'system', fields: ['uptime'] },
    { title: 'Load Medium', from: 'system', fields: ['load5'] },
    { title: 'Zombies', from: 'processes', fields: ['zombies'] },
    { title: 'Processes', from: 'processes', fields: ['total'] },
    { title: 'Threads', from: 'processes', fields: ['total_threads'] },
    { title: 'CPU usage', from: 'cpu', fields: ['usage_idle'], where: total },
    { title: 'RAM usage', from: 'mem', fields: ['used_percent'] },
    { title: 'Swap usage', from: 'swap', fields: ['used_percent'] },
    { title: 'RootFS used', from: 'disk', fields: ['used_percent'], where: root },
    { title: 'IOWait', from: 'cpu', fields: ['usage_iowait'], where: total },
    { title: 'CPU usage (graph)', from: 'cpu', fields: shares, where: total },
    { title: 'Load averages', from: 'system', fields: ['load1', 'load5', 'load15'] },
    { title: 'Processes (graph)', from: 'processes', fields: states, missing: ['paging'] },
    {
      title: 'Memory usage',
      from: 'mem',
      fields: ['total', 'used', 'cached', 'free', 'buffered', 'available'],
    },
    { title: 'Context switches', ...whole('kernel', ['context_switches']), take: rate },
    { title: 'Forks', ...whole('kernel', ['processes_forked']), take: rate },
    { title: 'File descriptors', ...whole('linux_sysctl_fs', ['file-max', 'file-nr']) },
    { title: 'CPU usage for $cpu', from: 'cpu', fields: shares, by: ['cpu'] },
    {
      title: 'TCP connections',
      ...whole(
        'netstat',
        tcp.map((state) => `tcp_${state}`),
      ),
    },
    {
      title: 'TCP handshake issues',
      ...whole('net', ['tcp_estabresets', 'tcp_outrsts', 'tcp_activeopens', 'tcp_passiveopens']),
      take: rate,
    },
    { title: 'Network Usage', ...net, fields: ['bytes_recv', 'bytes_sent'] },
    { title: 'Network errors', ...net, fields: ['err_in', 'err_out'] },
    { title: 'Network drops', ...net, fields: ['drop_in', 'drop_out'] },
    { title: 'Swap I/O bytes', from: 'swap', take: rate, fields: ['in', 'out'] },
    { title: 'Swap usage (bytes)', from: 'swap', fields: ['used', 'total'] },
    { title: 'Disk I/O requests', ...diskio, fields: ['reads', 'writes'] },
    { title: 'Disk I/O bytes', ...diskio, fields: ['read_bytes', 'write_bytes'] },
    { title: 'Disk I/O time', ...diskio, fields: ['read_time', 'write_time'] },
    { title: 'Disk usage', ...mounts, fields: ['total', 'used'] },
    { title: 'Disk inodes', ...mounts, fields: ['inodes_used', 'inodes_free'] },
  ],
};

const influx61: TelegrafDashboard = {
  name: 'InfluxDB dashboards for telegraf metrics (Grafana.com 61), its rows Summary, Network and System',
  source: 'github.com/mitchsvik/HSA3, grafana/dashboards/telegraf.json, 1c12b8b',
  datasource: 'influxdb',
  panels: [
    { title: 'Uptime', from: 'system', fields: ['uptime'] },
    { title: 'Free on /', from: 'disk', fields: ['free'], where: root },
    { title: 'Memory available', from: 'mem', fields: ['available_percent'] },
    { title: 'Network Usage', ...net, fields: ['bytes_recv', 'bytes_sent'] },
    { title: 'Network Packets', ...net, fields: ['packets_recv', 'packets_sent'] },
    { title: 'Packets Drop', ...net, fields: ['drop_in', 'drop_out'] },
    { title: 'Packets Error', ...net, fields: ['err_in', 'err_out'] },
    { title: 'Load', from: 'system', fields: ['load1', 'load5', 'load15'] },
    { title: 'Memory usage', from: 'mem', fields: ['total', 'used', 'cached', 'free', 'buffered'] },
    { title: 'CPU', from: 'cpu', fields: ['usage_idle', ...shares], where: total },
    { title: 'Disk usage', from: 'disk', fields: ['total', 'used'], where: root },
    { title: 'Disk inodes', from: 'disk', fields: ['inodes_free', 'inodes_used'], where: root },
    { title: 'Disk I/O requests', ...diskio, fields: ['reads', 'writes'] },
    { title: 'Disk I/O bytes', ...diskio, fields: ['read_bytes', 'write_bytes'] },
    { title: 'Disk I/O time', ...diskio, fields: ['read_time', 'write_time'] },
    { title: 'Swap usage (bytes)', from: 'swap', fields: ['free', 'used', 'total'] },
    { title: 'Swap I/O bytes', from: 'swap', take: rate, fields: ['in', 'out'] },
    { title: 'Swap usage (percent)', from: 'swap', fields: ['used_percent'] },
  ],
};

const nightingale: TelegrafDashboard = {
  name: 'HOST by Telegraf (Nightingale)',
  source: 'github.com/ccfos/nightingale, integrations/Linux/dashboards/linux_by_telegraf.json, 2b3006e',
  datasource: 'prometheus',
  panels: [
    { title: '监控机器数', from: 'system', fields: ['load1'] },
    { title: '内存率 top10', from: 'mem', fields: ['used_percent'] },
    { title: 'cpu使用率 top10', from: 'cpu', fields: ['usage_idle'], where: total },
    { title: '磁盘分区使用率 top10', ...mounts, fields: ['used_percent'] },
    { title: '设备io util top10', ...diskio, fields: ['io_time'] },
    { title: '启动时长', from: 'system', fields: ['uptime'] },
    { title: 'CPU使用率', from: 'cpu', fields: ['usage_idle'], where: total },
    { title: '内存使用率', from: 'mem', fields: ['used_percent'] },
    { title: 'FD使用率', ...whole('linux_sysctl_fs', ['file_nr', 'file_max']) },
    { title: 'SWAP使用', ...whole('mem', ['swap_total', 'swap_free']) },
    { title: '磁盘使用率', ...mounts, fields: ['used_percent'] },
    { title: 'inode使用率', ...mounts, fields: ['inodes_used', 'inodes_total'] },
    { title: 'io_util', ...diskio, fields: ['io_time'] },
    { title: '进程总数', from: 'processes', fields: ['total'] },
    { title: '上下文切换/中断', ...whole('kernel', ['context_switches', 'interrupts']), take: rate },
    { title: '熵池大小', ...whole('kernel', ['entropy_avail']) },
    { title: 'CPU空闲率', from: 'cpu', fields: ['usage_idle'], where: total },
    { title: 'CPU使用率详情', from: 'cpu', fields: shares.slice(0, -1), where: total },
    { title: 'CPU负载', from: 'system', fields: ['load15', 'load1', 'load5'] },
    {
      title: '用户态内存使用',
      from: 'mem',
      fields: ['active', 'cached', 'buffered', 'inactive', 'mapped', 'shared', 'swap_cached'],
      missing: ['mapped', 'swap_cached'],
    },
    {
      title: '内核态内存使用',
      from: 'mem',
      fields: ['slab', 'sreclaimable', 'sunreclaim', 'vmalloc_used', 'vmalloc_chunk'],
      missing: ['sreclaimable', 'sunreclaim', 'vmalloc_used', 'vmalloc_chunk'],
    },
    { title: '磁盘空间', ...mounts, fields: ['free', 'total', 'used'] },
    { title: 'fd使用', ...whole('linux_sysctl_fs', ['file_max', 'file_nr']) },
    { title: 'inode', ...mounts, fields: ['inodes_total', 'inodes_used'] },
    { title: 'IOPS', ...diskio, fields: ['reads', 'writes'] },
    { title: 'IO吞吐量', ...diskio, fields: ['read_bytes', 'write_bytes'] },
    { title: 'iowait', ...diskio, fields: ['write_time', 'writes', 'read_time', 'reads'] },
    { title: '网络流量', ...net, fields: ['bytes_recv', 'bytes_sent'] },
    { title: 'packets', ...net, fields: ['packets_recv', 'packets_sent'] },
    { title: 'error', ...net, fields: ['err_in', 'err_out'] },
    { title: 'drop', ...net, fields: ['drop_in', 'drop_out'] },
    { title: 'tcp', ...whole('netstat', ['tcp_established', 'tcp_listen', 'tcp_time_wait']) },
  ],
};

/** Widely used ones, of which the names were read on 2026-11-27. */
export const telegrafDashboards: readonly TelegrafDashboard[] = [system928, influx61, nightingale];

/** The question for one field, as such dashboards ask it of one host. */
export function telegrafQuery(
  datasource: Datasource,
  panel: TelegrafPanel,
  field: string,
  host: string,
): string {
  const { from, take, where = {}, by = [] } = panel;
  const tags = Object.entries({ host, ...where });
  if (datasource === 'prometheus') {
    const series = `${from}_${field}{${tags.map(([tag, value]) => `${tag}="${value}"`).join(', ')}}`;
    return take === 'rate' ? `rate(${series}[1m])` : series;
  }
  const value = take === 'rate' ? `non_negative_derivative(mean("${field}"), 1s)` : `mean("${field}")`;
  const conditions = tags.map(([tag, value]) => ` AND "${tag}" = '${value}'`).join('');
  const groups = ['time($__interval)', '"host"', ...by.map((tag) => `"${tag}"`)].join(', ');
  return `SELECT ${value} AS "value" FROM "${from}" WHERE $timeFilter${conditions} GROUP BY ${groups} fill(none)`;
}

/** The rows of docs/metrics.md about these dashboards. */
export function telegrafRows(): string[] {
  return telegrafDashboards.map(({ name, source, panels }) => {
    const isEmpty = ({ fields, missing = [] }: TelegrafPanel) => missing.length === fields.length;
    const empty = panels.filter(isEmpty);
    const partly = panels.filter((panel) => panel.missing !== undefined && !isEmpty(panel));
    const told = (list: readonly TelegrafPanel[]) =>
      list.map(({ title, from, missing = [] }) => `${title} (\`${from}\`: ${missing.join(', ')})`).join('; ');
    const answer = `${panels.length - empty.length} of ${panels.length}`;
    return `| ${name}; ${source} | ${answer} | ${told(empty) || '–'} | ${told(partly) || '–'} |`;
  });
}
