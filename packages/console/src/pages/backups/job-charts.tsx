import type { BackupJobDetail } from '@watchcase/api';
import { useMemo } from 'preact/hooks';
import { Chart } from '../../parts/chart.tsx';
import { serverNow } from '../../state/server-time.ts';
import { texts } from '../../texts/index.ts';
import { ageColumns, type LocationColumns, restoreColumns, sizeColumns } from '../../words/backup-columns.ts';
import { quantityText } from '../../words/quantity.ts';

const HEIGHT = 180;

/** Sizes and ages of the newest copies over time, a line for each place; how long restores took. */
export function JobCharts({ it }: { it: BackupJobDetail }) {
  const { backupJob } = texts.value;
  const { points, drills } = it;
  const sizes = useMemo(() => sizeColumns(points), [points]);
  const ages = useMemo(() => ageColumns(points, serverNow()), [points]);
  const restores = useMemo(() => restoreColumns(drills), [drills]);
  const hasSizes = sizes.lines.some((line) => line.some((value) => value !== null));
  if (points.length < 2 && restores.times.length < 2) return null;
  return (
    <section class="charts">
      {points.length < 2 || !hasSizes ? null : (
        <LocationChart title={backupJob.sizes} columns={sizes} unit="bytes" limit={null} />
      )}
      {points.length < 2 ? null : (
        <LocationChart title={backupJob.ages} columns={ages} unit="seconds" limit={ageLimit(it)} />
      )}
      {restores.times.length < 2 ? null : (
        <LocationChart
          title={backupJob.restores}
          columns={{ ...restores, locations: [backupJob.rto] }}
          unit="seconds"
          limit={it.rto.limitSeconds}
        />
      )}
    </section>
  );
}

/** The least that a kind of copies may be old. */
function ageLimit({ verdicts }: BackupJobDetail): number | null {
  const limits = verdicts.flatMap(({ check, limit }) =>
    check === 'copies' && limit !== null ? [limit] : [],
  );
  return limits.length === 0 ? null : Math.min(...limits);
}

interface LocationChartProps {
  title: string;
  columns: LocationColumns;
  unit: 'bytes' | 'seconds';
  limit: number | null;
}

function LocationChart({ title, columns, unit, limit }: LocationChartProps) {
  const { backupJob, shell } = texts.value;
  return (
    <div class="card chart-card">
      <h3>{title}</h3>
      <Chart
        title={title}
        times={columns.times}
        lines={columns.lines.map((values, at) => ({ name: columns.locations[at] ?? '', values }))}
        unit={unit}
        height={HEIGHT}
        bounds={{ low: 0, high: 0 }}
        limit={
          limit === null
            ? undefined
            : { value: limit, text: backupJob.limit(quantityText(limit, unit, shell.unit)) }
        }
      />
    </div>
  );
}
