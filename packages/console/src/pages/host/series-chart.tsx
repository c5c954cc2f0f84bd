import { useSignal } from '@preact/signals';
import type { LatestSeries } from '@watchcase/api';
import { Chart } from '../../parts/chart.tsx';
import { FaultNote, Waiting } from '../../parts/states.tsx';
import { texts } from '../../texts/index.ts';
import { rateUnit } from '../../words/rate.ts';
import { chosenWindow } from './chart-window.ts';
import { useColumns } from './use-columns.ts';
import { zoom } from './zoom.ts';

const HEIGHT = 190;

/** One series over the range chosen for the host's charts; counters read better as growth per second. */
export function SeriesChart({ hostId, one }: { hostId: string; one: LatestSeries }) {
  const { hosts } = texts.value;
  const window = chosenWindow();
  const rate = useSignal(false);
  const data = useColumns(
    [{ hostId, lines: [{ key: one.key, change: rate.value ? 'rate' : 'none' }] }],
    window,
  );
  const answer = data.data.value;
  const unit = rate.value ? rateUnit(one.unit) : one.unit;
  return (
    <div class="series-chart">
      <label class="check">
        <input
          type="checkbox"
          checked={rate.value}
          onChange={(event) => (rate.value = event.currentTarget.checked)}
        />
        {hosts.perSecond}
      </label>
      {data.fault.value === undefined ? null : <FaultNote fault={data.fault.value} retry={data.refresh} />}
      {answer === undefined ? (
        <Waiting rows={1} height={HEIGHT} />
      ) : (
        <Chart
          title={one.key}
          times={answer.times}
          lines={[
            {
              name: `${one.measurement}.${one.field}`,
              values: answer.lines[0] ?? [],
            },
          ]}
          unit={unit}
          height={HEIGHT}
          zoom={zoom}
          span={{ from: answer.fromMs / 1000, to: answer.toMs / 1000 }}
        />
      )}
    </div>
  );
}
