import { expect, it } from 'vitest';
import { matchInTime } from './match-in-time.ts';

it('finds what a pattern finds', () => {
  expect(matchInTime(/"status": *"up"/, '{"status": "up"}')).toBe(true);
  expect(matchInTime(/"status": *"up"/, '{"status": "down"}')).toBe(false);
});

it('breaks off a search that takes longer, and goes on with the next', () => {
  const long = 'a'.repeat(500_000);
  expect(matchInTime(/a.*b/, long, 50)).toBe('too-long');
  expect(matchInTime(/a.*b/, 'a and b', 20_000)).toBe(true);
});
