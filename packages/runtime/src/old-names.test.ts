import { expect, it } from 'vitest';
import { z } from 'zod';
import { parseConfig } from './config.ts';
import { type Fault, isUserError } from './errors.ts';

const schema = z.strictObject({
  passwordFile: z.string().optional(),
  jobs: z
    .array(z.discriminatedUnion('tool', [z.strictObject({ tool: z.literal('a'), maxSize: z.int() })]))
    .default([]),
});

function parse(text: string) {
  const warnings: Fault[] = [];
  try {
    const value = parseConfig(schema, {
      name: 'a.yaml',
      text,
      env: {},
      warn: (fault) => void warnings.push(fault),
    });
    return { value, warnings, faults: [] as Fault[] };
  } catch (error) {
    if (!isUserError(error)) throw error;
    return { value: undefined, warnings, faults: [...error.faults] };
  }
}

it('takes an old name, wherever it stands, and says so with its place', () => {
  const { value, warnings } = parse('password_file: x\njobs:\n  - { tool: a, max_size: 3 }\n');
  expect(value).toEqual({ passwordFile: 'x', jobs: [{ tool: 'a', maxSize: 3 }] });
  expect(warnings).toEqual([
    expect.objectContaining({
      place: 'a.yaml:3:16',
      message: '"jobs.0.max_size" is now called "jobs.0.maxSize"',
    }),
    expect.objectContaining({
      code: 'CONFIG_OLD_NAME',
      place: 'a.yaml:1:1',
      message: '"password_file" is now called "passwordFile"',
    }),
  ]);
});

it.each([
  ['a name that neither form of is known', 'pass_word: x', 'CONFIG_UNKNOWN_KEY a.yaml:1:1: "pass_word"'],
  [
    'both forms at once',
    'password_file: x\npasswordFile: y',
    'CONFIG_UNKNOWN_KEY a.yaml:1:1: "password_file"',
  ],
  ['a wrong value under an old name', 'password_file: 3', 'CONFIG_INVALID a.yaml'],
])('refuses %s', (_what, text, words) => {
  const { faults, value } = parse(text);
  expect(value).toBeUndefined();
  expect(faults.map(({ code, place, message }) => `${code} ${place}: ${message}`).join('\n')).toContain(
    words,
  );
});

it('says nothing about names of now', () => {
  expect(parse('passwordFile: x')).toMatchObject({ warnings: [], faults: [] });
});
