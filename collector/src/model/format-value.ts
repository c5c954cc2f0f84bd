import type { Language } from '@watchcase/api';

const BYTE_STEPS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

const TIMES = {
  en: { ms: 'ms', s: 's', min: 'min', h: 'h', d: 'd' },
  'zh-CN': { ms: '毫秒', s: '秒', min: '分钟', h: '小时', d: '天' },
} as const;

/** A value with its unit as a person reads it: `95.2 %`, `1.2 GiB`, `3 d 4 h` or `3 天 4 小时`. `unit` is a wire unit. */
export function formatValue(value: number | null, unit: string, language: Language = 'en'): string {
  if (value === null || !Number.isFinite(value)) return '?';
  if (unit === 'percent') return `${rounded(value)} %`;
  if (unit === 'bytes' || unit === 'bytes/s') return formatBytes(value) + (unit === 'bytes/s' ? '/s' : '');
  if (unit === 'seconds') return formatSeconds(value, language);
  if (unit === 'milliseconds') return formatSeconds(value / 1e3, language);
  if (unit === 'nanoseconds') return formatSeconds(value / 1e9, language);
  if (unit === 'count/s') return `${rounded(value)}/s`;
  if (unit === 'celsius') return `${rounded(value)} °C`;
  if (unit === 'volts') return `${rounded(value)} V`;
  return unit === 'rpm' ? `${rounded(value)} rpm` : String(rounded(value));
}

function formatBytes(value: number): string {
  let step = 0;
  let rest = value;
  while (Math.abs(rest) >= 1024 && step < BYTE_STEPS.length - 1) {
    rest /= 1024;
    step++;
  }
  return `${rounded(rest)} ${BYTE_STEPS[step]}`;
}

function formatSeconds(seconds: number, language: Language): string {
  const word = TIMES[language];
  const sign = seconds < 0 ? '-' : '';
  const size = Math.abs(seconds);
  if (size < 1) return `${sign}${rounded(size * 1000)} ${word.ms}`;
  if (size < 120) return `${sign}${rounded(size)} ${word.s}`;
  const minutes = Math.floor(size / 60);
  const parts = [
    [Math.floor(minutes / 1440), word.d],
    [Math.floor(minutes / 60) % 24, word.h],
    [minutes % 60, word.min],
  ] as const;
  const shown = parts.slice(parts.findIndex(([count]) => count > 0)).slice(0, 2);
  return (
    sign +
    shown
      .filter(([count]) => count > 0)
      .map(([count, unit]) => `${count} ${unit}`)
      .join(' ')
  );
}

function rounded(value: number): number {
  return Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3));
}
