import type { Unit } from '@watchcase/protocol';
import { type Dimension, measureOfUnit } from './language/dimensions.ts';
import type { SeriesNode } from './language/syntax.ts';

/** What is reported of one measurement: its tags, and its fields by unit, separated by spaces. */
type Reported = { tags: string } & { [unit in Unit]?: string };

/**
 * What our agent and the collector itself report of common measurements: a wrong unit and a misspelt field are found when a pack is read, and a field
 * that a host lacks is told from one that nobody has. Other agents may report more.
 */
const known: Readonly<Record<string, Reported>> = {
  backup: {
    tags: 'job tool location part',
    seconds: 'age',
    bytes: 'size',
    count: 'count',
    percent: 'size_of_usual',
  },
  backup_run: { tags: 'job', none: 'ok', seconds: 'age_success running duration', bytes: 'size' },
  backup_tool: { tags: 'job tool part', none: 'readable' },
  clock: { tags: 'server', seconds: 'offset round_trip', none: 'reachable stratum' },
  cpu: {
    tags: 'cpu',
    percent:
      'usage_user usage_nice usage_system usage_idle usage_iowait usage_irq usage_softirq usage_steal usage_guest usage_guest_nice',
  },
  disk: {
    tags: 'path device fstype mode',
    bytes: 'total free used',
    percent: 'used_percent inodes_used_percent',
    count: 'inodes_total inodes_free inodes_used',
    none: 'read_only write_lost readable',
  },
  diskio: {
    tags: 'name',
    count: 'reads writes merged_reads merged_writes iops_in_progress',
    bytes: 'read_bytes write_bytes',
    milliseconds: 'read_time write_time io_time weighted_io_time',
  },
  http_response: {
    tags: 'server method',
    none: 'result_code http_response_code',
    seconds: 'response_time',
    bytes: 'content_length',
  },
  internal_agent: {
    tags: '',
    count:
      'dropped_readings dropped_events outbox_messages outbox_set_aside probe_failures probes_failing left_out_series',
    none: 'config_refused slow_down upgrades',
    bytes: 'outbox_bytes rss_bytes',
    seconds: 'cpu_seconds uptime',
  },
  mem: {
    tags: '',
    bytes:
      'total available used free buffered cached active inactive shared slab dirty write_back commit_limit committed_as huge_page_size',
    percent: 'used_percent available_percent',
    count: 'huge_pages_total huge_pages_free',
  },
  net: {
    tags: 'interface',
    bytes: 'bytes_recv bytes_sent',
    count: 'packets_recv packets_sent err_in err_out drop_in drop_out',
  },
  net_response: { tags: 'server port protocol', none: 'result_code', seconds: 'response_time' },
  processes: {
    tags: '',
    count: 'total running sleeping blocked zombies stopped idle dead parked unknown total_threads',
  },
  procstat: {
    tags: 'process_name',
    percent: 'cpu_usage',
    bytes: 'memory_rss',
    count: 'num_threads num_fds',
  },
  procstat_lookup: { tags: 'process_name', count: 'running pid_count' },
  swap: { tags: '', bytes: 'total free used in out', percent: 'used_percent' },
  system: { tags: '', none: 'load1 load5 load15', count: 'n_cpus', seconds: 'uptime' },
  systemd: { tags: '', none: 'reachable' },
  systemd_units: { tags: 'name', none: 'load_code active_code sub_code stopped' },
  watchcase_host: {
    tags: '',
    none: 'online',
    seconds: 'clock_offset',
    count: 'refused agents alert_changes',
  },
  x509_cert: {
    tags: 'source',
    seconds: 'expiry age startdate enddate',
    none: 'verification_code readable',
  },
};

const fields = new Map(
  Object.entries(known).map(([measurement, reported]) => [
    measurement,
    new Map(
      Object.entries(reported)
        .filter(([unit]) => unit !== 'tags')
        .flatMap(([unit, names]) => names.split(' ').map((name): [string, Unit] => [name, unit as Unit])),
    ),
  ]),
);

/** What a series measures as far as its name tells. */
export function knownDimension({ measurement, field }: Pick<SeriesNode, 'measurement' | 'field'>): Dimension {
  const unit = fields.get(measurement)?.get(field);
  return unit === undefined ? 'any' : measureOfUnit(unit).dimension;
}

/** Percentages of a whole; of processors in use there may be several. */
const SHARES = /^(?:usage_\w+|(?:inodes_)?used_percent|available_percent)$/;

/** Between what a common series lies: no share is more than the whole; undefined where nothing is known. */
export function knownRange({
  measurement,
  field,
}: Pick<SeriesNode, 'measurement' | 'field'>): [low: number, high: number] | undefined {
  return fields.get(measurement)?.get(field) === 'percent' && SHARES.test(field) ? [0, 100] : undefined;
}

/** Measurements that our agent and the collector can report. */
export const knownMeasurements: readonly string[] = Object.keys(known);

/** True of those. */
export function isKnownMeasurement(measurement: string): boolean {
  return fields.has(measurement);
}

/** Fields that can be reported of a measurement; none of one that is not known. */
export function knownFields(measurement: string): string[] {
  return [...(fields.get(measurement)?.keys() ?? [])];
}

/** True of those: a host may lack one that others have. */
export function isKnownField(measurement: string, field: string): boolean {
  return fields.get(measurement)?.has(field) === true;
}

/** Tags that series of a measurement can have; none of one that is not known. */
export function knownTags(measurement: string): string[] {
  return (fields.has(measurement) ? (known[measurement]?.tags ?? '') : '')
    .split(' ')
    .filter((tag) => tag !== '');
}

/** True of those. */
export function isKnownTag(measurement: string, tag: string): boolean {
  return knownTags(measurement).includes(tag);
}
