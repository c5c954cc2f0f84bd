import { describe, expect, it } from 'vitest';
import { bytesText, quantityText, secondsText, shortNumber } from './quantity.ts';

it.each([
  [0, '0'],
  [0.254, '0.25'],
  [3.1, '3.1'],
  [42.04, '42'],
  [42.06, '42.1'],
  [12_345.6, '12,346'],
  [-7.5, '-7.5'],
])('shortens %d to %s', (value, text) => {
  expect(shortNumber(value)).toBe(text);
});

it.each([
  [512, '512 B'],
  [1023, '1,023 B'],
  [1024, '1 KiB'],
  [1_610_612_736, '1.5 GiB'],
  [2 ** 60, '1,024 PiB'],
])('says %d bytes as %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});

it.each([
  [0, '0 s'],
  [0.000_25, '250 µs'],
  [0.25, '250 ms'],
  [42, '42 s'],
  [119, '119 s'],
  [300, '5 min'],
  [10_800, '3 h'],
  [1_036_800, '12 d'],
  [-0.5, '-500 ms'],
])('says %d seconds as %s', (seconds, text) => {
  expect(secondsText(seconds)).toBe(text);
});

it.each([
  [0, '0秒'],
  [0.25, '250 ms'],
  [119, '119秒'],
  [7200, '2小时'],
  [1_036_800, '12天'],
])("says %d seconds in the reader's words: %s", (seconds, text) => {
  const units = { day: '天', hour: '小时', minute: '分钟', second: '秒' };
  expect(quantityText(seconds, 'seconds', units)).toBe(text);
  expect(quantityText(seconds * 1000, 'milliseconds', units)).toBe(text);
});

describe('a value with its unit', () => {
  it.each([
    [null, 'percent', '–'],
    [Number.NaN, 'bytes', '–'],
    [93.14, 'percent', '93.1%'],
    [2048, 'bytes/s', '2 KiB/s'],
    [1500, 'milliseconds', '1.5 s'],
    [3e6, 'nanoseconds', '3 ms'],
    [41, 'celsius', '41 °C'],
    [1.5, 'count/s', '1.5/s'],
    [7, 'count', '7'],
    [7, 'something new', '7'],
  ])('%d %s', (value, unit, text) => {
    expect(quantityText(value, unit)).toBe(text);
  });
});
