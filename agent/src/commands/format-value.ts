import type { Unit } from '@watchcase/protocol/light';

const BYTES = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const SHORT: Partial<Record<Unit, string>> = {
  none: '',
  percent: '%',
  seconds: 's',
  milliseconds: 'ms',
  nanoseconds: 'ns',
  count: '',
  celsius: '°C',
  volts: 'V',
  'count/s': '/s',
};

/** A value with its unit as people read it; a dash for what could not be read. */
export function formatValue(value: number | null, unit: Unit): string {
  if (value === null) return '-';
  if (unit === 'bytes' || unit === 'bytes/s') return `${formatBytes(value)}${unit === 'bytes' ? '' : '/s'}`;
  if (unit === 'seconds' && Math.abs(value) >= 120) return formatSeconds(value);
  if (unit === 'milliseconds' && Math.abs(value) >= 120_000) return formatSeconds(value / 1000);
  if (unit === 'percent') return `${Math.round(value * 100) / 100} %`;
  return `${rounded(value)} ${SHORT[unit] ?? unit}`.trimEnd();
}

/** `1.4 GiB`. */
export function formatBytes(bytes: number): string {
  const power = Math.min(BYTES.length - 1, Math.floor(Math.log2(Math.max(1, Math.abs(bytes))) / 10));
  return `${rounded(bytes / 1024 ** power)} ${BYTES[power]}`;
}

/** `3 d 4 h`, `5 min 2 s`: the two largest parts. */
export function formatSeconds(seconds: number): string {
  const sign = seconds < 0 ? '-' : '';
  let rest = Math.round(Math.abs(seconds));
  const parts: string[] = [];
  for (const [unit, length] of [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ] as const) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) parts.push(`${count} ${unit}`);
  }
  return sign + (parts.slice(0, 2).join(' ') || '0 s');
}

function rounded(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}
