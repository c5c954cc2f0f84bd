import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedCalendars } from '@watchcase/calendar';
import { readYaml } from '@watchcase/runtime';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  absenceOf,
  absenceSchema,
  type DutyChanges,
  findGaps,
  onDuty,
  overrideOf,
  overrideSchema,
  previewRota,
  rotaSchema,
  swapOf,
  swapSchema,
} from './index.ts';

const caseSchema = z.strictObject({
  rota: rotaSchema,
  absences: z.array(absenceSchema).default([]),
  overrides: z.array(overrideSchema).default([]),
  swaps: z.array(swapSchema).default([]),
  expect: z
    .array(
      z.strictObject({
        at: z.string(),
        people: z.array(z.string()),
        layer: z.string().nullable(),
        reason: z.string(),
        record: z.string().nullable().default(null),
      }),
    )
    .default([]),
  preview: z
    .strictObject({
      from: z.string(),
      to: z.string(),
      spans: z.array(z.tuple([z.string(), z.string(), z.string()])),
      gaps: z.array(z.tuple([z.string(), z.string()])),
    })
    .optional(),
});

const folder = join(import.meta.dirname, 'cases');
const calendars = new Map(Object.entries(shippedCalendars));
const codes = { notYaml: 'X', tooLong: 'X', notUtf8: 'X' };

function readCase(file: string) {
  const read = readYaml({ file, text: readFileSync(join(folder, file), 'utf8') }, codes);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return caseSchema.parse(read.value);
}

const short = (ms: number) => new Date(ms).toISOString().replace(/:00\.000Z$/, 'Z');

describe.each(readdirSync(folder))('%s', (file) => {
  const { rota, expect: expected, preview, ...records } = readCase(file);
  const changes: DutyChanges = {
    absences: records.absences.map((one) => absenceOf(one, rota.zone)),
    overrides: records.overrides.map(overrideOf),
    swaps: records.swaps.map(swapOf).filter((swap) => swap !== undefined),
    calendars,
  };

  it('names who is on duty', () => {
    const asked = expected.map(({ at }) => ({ at, ...onDuty(rota, { at: Date.parse(at), ...changes }) }));
    expect(asked).toEqual(expected);
  });

  it('shows the same before', () => {
    if (preview === undefined) return expect(expected).not.toEqual([]);
    const span = { from: Date.parse(preview.from), to: Date.parse(preview.to) };
    const spans = previewRota(rota, { ...span, ...changes });
    expect(spans.map(({ from, to, people }) => [short(from), short(to), people.join('+')])).toEqual(
      preview.spans,
    );
    const gaps = findGaps(rota, spans, { ...span, calendars });
    return expect(gaps.map(({ from, to }) => [short(from), short(to)])).toEqual(preview.gaps);
  });
});
