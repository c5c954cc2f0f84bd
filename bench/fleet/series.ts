import { type Layout, layoutId, seriesCount } from '@watchcase/protocol';

const percent = (field: string): [string, 'percent'] => [field, 'percent'];
const bytes = (field: string): [string, 'bytes'] => [field, 'bytes'];
const count = (field: string): [string, 'count'] => [field, 'count'];
const plain = (field: string): [string, 'none'] => [field, 'none'];

/** A server's 100 series as the agent's default probes name them: the starter packs find their rules in it. */
export function fleetLayout(intervalMs: number): Layout {
  const content: Omit<Layout, 'id'> = {
    // Of letters and digits: 2.5 s are none.
    stream: `${intervalMs}ms`,
    intervalMs,
    groups: [
      {
        measurement: 'cpu',
        tags: { cpu: 'cpu-total' },
        fields: ['idle', 'user', 'system', 'iowait', 'steal', 'nice'].map((name) => percent(`usage_${name}`)),
      },
      {
        measurement: 'mem',
        tags: {},
        fields: [
          percent('used_percent'),
          percent('available_percent'),
          ...['total', 'free', 'used', 'available', 'buffered', 'cached'].map(bytes),
        ],
      },
      {
        measurement: 'swap',
        tags: {},
        fields: [percent('used_percent'), ...['total', 'free', 'used'].map(bytes)],
      },
      {
        measurement: 'system',
        tags: {},
        fields: [...['load1', 'load5', 'load15'].map(plain), count('n_cpus'), ['uptime', 'seconds']],
      },
      ...['/', '/boot', '/data', '/var'].map((path) => ({
        measurement: 'disk',
        tags: { path, fstype: 'ext4' },
        fields: [
          ...['total', 'free', 'used'].map(bytes),
          percent('used_percent'),
          count('inodes_free'),
          percent('inodes_used_percent'),
        ],
      })),
      ...['sda', 'sdb'].map((name) => ({
        measurement: 'diskio',
        tags: { name },
        fields: [
          ...['reads', 'writes'].map(count),
          ...['read_bytes', 'write_bytes'].map(bytes),
          count('io_time'),
        ],
      })),
      ...['eth0', 'eth1'].map((name) => ({
        measurement: 'net',
        tags: { interface: name },
        fields: [
          ...['bytes_sent', 'bytes_recv'].map(bytes),
          ...['packets_sent', 'packets_recv', 'err_in', 'err_out'].map(count),
        ],
      })),
      {
        measurement: 'processes',
        tags: {},
        fields: ['total', 'running', 'sleeping', 'blocked', 'zombies'].map(count),
      },
      ...['erp', 'mes', 'db', 'web'].map((name) => ({
        measurement: 'procstat_lookup',
        tags: { process_name: name },
        fields: [count('running'), count('pid_count')],
      })),
      ...['a', 'b'].map((job) => ({
        measurement: 'backup',
        tags: { job, location: `/backup/${job}` },
        fields: [['age', 'seconds'] as [string, 'seconds'], bytes('size'), count('count')],
      })),
      {
        measurement: 'internal_agent',
        tags: {},
        fields: [...['dropped_readings', 'dropped_events'].map(count), plain('slow_down')],
      },
    ],
  };
  const rest = 100 - seriesCount(content);
  content.groups.push({
    measurement: 'erp',
    tags: {},
    fields: Array.from({ length: rest }, (_, i) => plain(`figure_${i}`)),
  });
  return { id: layoutId(content), ...content };
}

/** Healthy values for the layout, half of them different in each of the variants; as the text inside a reading's brackets. */
export function valueVariants(layout: Layout, variants: number): string[] {
  const fields = layout.groups.flatMap((group) => group.fields.map(([name]) => name));
  return Array.from({ length: variants }, (_, variant) =>
    fields.map((name, position) => healthyValue(name, position % 2 === 0 ? 0 : variant, position)).join(','),
  );
}

/** The first variant with the root disk nearly full: critical at once. */
export function breachingValues(layout: Layout): string {
  const values = (valueVariants(layout, 1)[0] ?? '').split(',');
  const names = layout.groups.flatMap((group) => group.fields.map(([name]) => ({ group, name })));
  const position = names.findIndex(
    ({ group, name }) => group.tags['path'] === '/' && name === 'used_percent',
  );
  values[position] = '97.5';
  return values.join(',');
}

function healthyValue(name: string, variant: number, position: number): string {
  if (name === 'usage_idle' || name === 'available_percent') return (80 + variant / 7).toFixed(2);
  if (name.includes('percent')) return (20 + variant / 7).toFixed(2);
  if (name === 'running' || name === 'pid_count' || name === 'n_cpus') return '4';
  if (name === 'age') return String(3600 + variant);
  if (name.startsWith('dropped')) return '0';
  if (name === 'slow_down') return '1';
  if (name.startsWith('load') || name.startsWith('usage')) return (0.1 + variant / 100).toFixed(2);
  return String(1_000_000 + position * 1013 + variant * 17);
}
