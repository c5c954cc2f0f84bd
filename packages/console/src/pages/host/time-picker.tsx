import { useSignal } from '@preact/signals';
import { Choices } from '../../parts/choices.tsx';
import { setQueries } from '../../state/route.ts';
import { serverNow } from '../../state/server-time.ts';
import { texts } from '../../texts/index.ts';
import { type Range, ranges } from '../../words/time-range.ts';
import { movedWindow, type TimeWindow, windowQuery } from '../../words/time-window.ts';

const NONE = '';

/** Which span the charts show: the last so and so long, earlier, later, or between two moments. */
export function TimePicker({ window }: { window: TimeWindow }) {
  const { hosts } = texts.value;
  const move = (way: -1 | 1) => {
    const moved = movedWindow(window, way, serverNow());
    if (moved !== undefined) setQueries(moved, true);
  };
  return (
    <div class="time-picker">
      <button type="button" class="plain round" aria-label={hosts.earlier} onClick={() => move(-1)}>
        ‹
      </button>
      <Choices<Range | typeof NONE>
        label={hosts.range}
        value={window.range ?? NONE}
        options={ranges.map((value) => ({ value, text: hosts.ranges[value] }))}
        choose={(value) => setQueries({ range: value === '1h' ? '' : value, from: '', to: '' }, true)}
      />
      <button
        type="button"
        class="plain round"
        aria-label={hosts.later}
        aria-disabled={window.range !== undefined}
        onClick={() => move(1)}
      >
        ›
      </button>
      <Between key={`${window.fromMs} ${window.range ?? ''}`} window={window} />
    </div>
  );
}

function Between({ window }: { window: TimeWindow }) {
  const { hosts, shell } = texts.value;
  const from = useSignal(fieldText(window.fromMs));
  const to = useSignal(fieldText(window.toMs));
  return (
    <details class="between" open={window.range === undefined}>
      <summary class="button plain">{hosts.between}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const wanted = windowQuery(Date.parse(from.value), Date.parse(to.value));
          if (wanted !== undefined) setQueries(wanted, true);
        }}
      >
        <MomentField label={hosts.from} value={from.value} input={(typed) => (from.value = typed)} />
        <MomentField label={hosts.to} value={to.value} input={(typed) => (to.value = typed)} />
        <button type="submit" class="plain">
          {shell.show}
        </button>
      </form>
    </details>
  );
}

interface MomentFieldProps {
  label: string;
  value: string;
  input: (typed: string) => void;
}

function MomentField({ label, value, input }: MomentFieldProps) {
  return (
    <label>
      <span>{label}</span>
      <input
        type="datetime-local"
        step="1"
        required
        value={value}
        onInput={(event) => input(event.currentTarget.value)}
      />
    </label>
  );
}

/** A moment as such a field takes it, by the reader's own clock. */
function fieldText(ms: number): string {
  const local = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}
