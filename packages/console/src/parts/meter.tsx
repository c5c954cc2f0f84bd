import { quantityText } from '../words/quantity.ts';

const HIGH = 80;
const FULL = 90;

/** A share of something, as a bar and a number; null = not reported. */
export function Meter({ value, label }: { value: number | null; label: string }) {
  const level = value === null ? '' : value >= FULL ? 'full' : value >= HIGH ? 'high' : '';
  return (
    <div class={`meter ${level}`} aria-label={`${label}: ${quantityText(value, 'percent')}`} role="img">
      <span class="value">{quantityText(value === null ? null : Math.round(value), 'percent')}</span>
      <span class="bar">
        <span style={{ width: `${Math.min(100, Math.max(0, value ?? 0))}%` }} />
      </span>
    </div>
  );
}
