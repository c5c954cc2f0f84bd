import { useSignal } from '@preact/signals';
import type { LatestSeries } from '@watchcase/api';
import { Icon } from '../../parts/icon.tsx';
import { query, setQuery } from '../../state/route.ts';
import { texts } from '../../texts/index.ts';
import { quantityText } from '../../words/quantity.ts';
import { seriesMatching } from '../../words/series-search.ts';
import { SeriesChart } from './series-chart.tsx';

const SHOWN = 60;

/** Every series of the host with its newest value; choosing one shows its chart. */
export function SeriesTable({ hostId, series }: { hostId: string; series: readonly LatestSeries[] }) {
  const { hosts } = texts.value;
  const search = useSignal('');
  const asked = useSignal(query.peek().get('series') ?? '');
  const open = query.value.get('series') ?? '';
  const found = seriesMatching(series, search.value);
  // The one whose chart an address shows comes first.
  const matching = found.toSorted((a, b) => Number(b.key === asked.value) - Number(a.key === asked.value));
  const hidden = matching.length - SHOWN;
  return (
    <section>
      <div class="section-top">
        <h2>
          {hosts.sections.series} <small>{hosts.seriesCount(series.length)}</small>
        </h2>
        <div class="search">
          <Icon name="search" size={18} />
          <input
            type="search"
            aria-label={hosts.seriesSearch}
            placeholder={hosts.seriesSearch}
            value={search.value}
            onInput={(event) => (search.value = event.currentTarget.value)}
          />
        </div>
      </div>
      <p class="soft">{series.length === 0 ? hosts.noSeries : hosts.seriesHint}</p>
      <ul class="card series-list">
        {matching.slice(0, SHOWN).map((one) => (
          <li key={one.key}>
            <button
              type="button"
              aria-expanded={open === one.key}
              onClick={() => setQuery('series', open === one.key ? '' : one.key)}
            >
              <Icon name="chevron" size={16} />
              <span class="series-name">
                <b>
                  {one.measurement}.{one.field}
                </b>
                <span>
                  {Object.entries(one.tags)
                    .map(([tag, value]) => `${tag}=${value}`)
                    .join('  ')}
                </span>
              </span>
              <span class="figures">{quantityText(one.value, one.unit, texts.value.shell.unit)}</span>
            </button>
            {open === one.key ? <SeriesChart hostId={hostId} one={one} /> : null}
          </li>
        ))}
      </ul>
      {hidden > 0 ? <p class="soft">{hosts.moreSeries(hidden)}</p> : null}
    </section>
  );
}
