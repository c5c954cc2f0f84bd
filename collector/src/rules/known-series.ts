import type { Unit } from '@watchcase/protocol';
import { type Dimension, measureOfUnit } from './language/dimensions.ts';
import type { SeriesNode } from './language/syntax.ts';

/** Units of common series by `measurement.field` pattern, so that a wrong unit is found when a pack is loaded, not when a host reports. */
const known: readonly (readonly [RegExp, Unit])[] = [
  [/^cpu\.usage_/, 'percent'],
  [/^(mem|swap|disk)\.(\w+_)?(percent|available_percent)$/, 'percent'],
  [/^(mem|swap)\.(total|free|used|available|buffered|cached)$/, 'bytes'],
  [/^disk\.(total|free|used)$/, 'bytes'],
  [/^disk\.inodes_(total|free|used)$/, 'count'],
  [/^diskio\.(read|write)_bytes$/, 'bytes'],
  [/^net\.bytes_(sent|recv)$/, 'bytes'],
  [/^system\.load\d+$/, 'none'],
  [/^system\.uptime$/, 'seconds'],
  [/^procstat_lookup\.(running|pid_count)$/, 'count'],
  [/^x509_cert\.(age|expiry)$/, 'seconds'],
  [/^(http_response|net_response)\.response_time$/, 'seconds'],
  [/^backup\.age$/, 'seconds'],
  [/^backup\.size$/, 'bytes'],
  [/^backup\.size_of_usual$/, 'percent'],
  [/^backup_run\.(age_success|duration|running)$/, 'seconds'],
  [/^watchcase_host\.clock_offset$/, 'seconds'],
  [/^watchcase_host\.refused$/, 'count'],
  [/^internal_agent\.probes_failing$/, 'count'],
];

/** What a series measures as far as its name tells. */
export function knownDimension(series: SeriesNode): Dimension {
  const name = `${series.measurement}.${series.field}`;
  const unit = known.find(([pattern]) => pattern.test(name))?.[1];
  return unit === undefined ? 'any' : measureOfUnit(unit).dimension;
}
