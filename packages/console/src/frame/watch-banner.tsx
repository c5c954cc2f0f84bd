import { readWatch } from '../api/watch.ts';
import { Icon } from '../parts/icon.tsx';
import { language } from '../state/language.ts';
import { useResource } from '../state/use-resource.ts';
import { texts } from '../texts/index.ts';
import { timeText } from '../words/moment.ts';

const EVERY_MS = 60_000;

/** Says in the header what of the collector's watch over itself is not as it should be: then silence does not mean that all is well. */
export function WatchBanner() {
  const { data } = useResource('watch', readWatch, { everyMs: EVERY_MS });
  const { watch } = texts.value.shell;
  const faults = data.value?.faults ?? [];
  const lastTime = (since: string | null) =>
    since === null ? watch.never : watch.last(timeText(Date.parse(since), language.value));
  return (
    <div class="watch-place" role="status">
      {faults.map(({ part, because, since }) => (
        <div key={part} class="watch-banner">
          <Icon name="alert" />
          <span>
            {watch.line(watch.faults[part], watch.reasons[because] ?? because)}
            {part === 'auditor' ? null : lastTime(since)}
          </span>
        </div>
      ))}
    </div>
  );
}
