import { useSignal } from '@preact/signals';
import type { LatestSeries } from '@watchcase/api';
import { readSeries } from '../../api/client.ts';
import { Chart } from '../../parts/chart.tsx';
import { FaultNote, Waiting } from '../../parts/states.tsx';
import { useResource } from '../../state/use-resource.ts';
import { serverNow } from '../../state/server-time.ts';
import { texts } from '../../texts/index.ts';
import { changed } from '../../words/host-charts.ts';
import { quantityText } from '../../words/quantity.ts';
import { rateUnit } from '../../words/rate.ts';
import { rangeMs, refreshMs } from '../../words/time-range.ts';
import { chosenRange } from './host-charts.tsx';

const HEIGHT = 190;

/** One series over the range chosen for the host's charts; counters read better as growth per second. */
export function SeriesChart({ hostId, one }: { hostId: string; one: LatestSeries }) {
  const { hosts } = texts.value;
  const range = chosenRange();
  const rate = useSignal(false);
  const data = useResource(
    `${hostId} ${range} ${one.key}`,
    async (signal) => {
      const toMs = serverNow();
      const fromMs = toMs - rangeMs(range);
      return { fromMs, toMs, ...(await readSeries(hostId, { series: [one.key], fromMs, toMs }, signal)) };
    },
    { touchedBy: (change) => change.hosts.includes(hostId), restMs: refreshMs(range) },
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
              values: changed(rate.value ? 'rate' : 'none', answer.times, answer.series[0]?.values),
            },
          ]}
          show={(value) => quantityText(value, unit)}
          binary={unit.startsWith('bytes')}
          height={HEIGHT}
          span={{ from: answer.fromMs / 1000, to: answer.toMs / 1000 }}
        />
      )}
    </div>
  );
}
