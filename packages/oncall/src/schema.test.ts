import { describe, expect, it } from 'vitest';
import { absenceSchema, overrideSchema, rotaSchema, swapSchema } from './index.ts';

const layer = { name: 'all', people: ['a', 'b'], from: '2026-01-05', handOver: '09:00', every: '1w' };
const rota = { id: 'r', name: 'R', zone: 'Asia/Shanghai', layers: [layer] };
const withLayer = (more: object) => ({ ...rota, layers: [{ ...layer, ...more }] });

function placesOf(
  schema: typeof rotaSchema | typeof swapSchema | typeof absenceSchema | typeof overrideSchema,
  value: unknown,
): string[] {
  const parsed = schema.safeParse(value);
  return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.'));
}

describe('a rota', () => {
  it.each([
    ['as it should be', rota, []],
    ['no such hour', withLayer({ handOver: '24:30' }), ['layers.0.handOver']],
    ['the end of a day, which is no hand-over', withLayer({ handOver: '24:00' }), ['layers.0.handOver']],
    ['no such day', withLayer({ from: '2026-02-30' }), ['layers.0.from']],
    ['an end before the beginning', withLayer({ until: '2026-01-05' }), ['layers.0.until']],
    ['no length of turns for two', withLayer({ every: undefined }), ['layers.0.every']],
    ['one alone needs none', withLayer({ every: undefined, people: ['a'] }), []],
    ['no length', withLayer({ every: '0d' }), ['layers.0.every']],
    ['longer than a year', withLayer({ every: '367d' }), ['layers.0.every']],
    ['several lengths', withLayer({ every: ['4d', '3d'] }), []],
    ['no such zone', withLayer({ zone: 'Mars/Base' }), ['layers.0.zone']],
    ['no span', withLayer({ hours: { mon: ['9-17'] } }), ['layers.0.hours.mon.0']],
    ['no day', withLayer({ hours: { monday: ['09:00-17:00'] } }), ['layers.0.hours.monday']],
    [
      'working days without a calendar',
      withLayer({ hours: { working: ['09:00-17:00'] } }),
      ['layers.0.hours'],
    ],
    ['working days with a calendar', withLayer({ hours: { working: ['09:00-17:00'] }, calendar: 'cn' }), []],
    ['covers holidays without a calendar', { ...rota, covers: { holidays: ['00:00-24:00'] } }, ['covers']],
    ['two layers of one name', { ...rota, layers: [layer, layer] }, ['layers.1.name']],
    ['nobody', withLayer({ people: [] }), ['layers.0.people']],
    ['a field that is not known', { ...rota, oncall: true }, ['']],
  ] as const)('%s', (_, value, places) => {
    expect(placesOf(rotaSchema, value)).toEqual(places);
  });
});

const span = { from: '2026-02-16T09:00+08:00', to: '2026-02-23T09:00+08:00' };
const swap = { id: 's', rota: 'r', person: 'a', with: 'b', ...span };

describe('what changes a rota', () => {
  it.each([
    ['a swap nobody has agreed to yet', swapSchema, swap, []],
    ['with oneself', swapSchema, { ...swap, with: 'a' }, ['with']],
    ['agreed to by a third', swapSchema, { ...swap, agreed: [{ by: 'c', at: span.from }] }, ['agreed.0.by']],
    [
      'agreed to twice by one',
      swapSchema,
      {
        ...swap,
        agreed: [
          { by: 'a', at: span.from },
          { by: 'a', at: span.to },
        ],
      },
      ['agreed.0.by', 'agreed.1.by'].slice(1),
    ],
    ['declined by a third', swapSchema, { ...swap, declined: { by: 'c', at: span.from } }, ['declined.by']],
    [
      'a return that ends before it begins',
      swapSchema,
      { ...swap, back: { from: span.to, to: span.from } },
      ['back.to'],
    ],
    ['a moment without its difference to UTC', swapSchema, { ...swap, from: '2026-02-16T09:00' }, ['from']],
    [
      'an override that nobody agreed to',
      overrideSchema,
      { id: 'o', rota: 'r', people: ['a'], ...span },
      ['agreed'],
    ],
    [
      'an absence of one day',
      absenceSchema,
      { id: 'v', person: 'a', from: '2026-02-16', to: '2026-02-16' },
      [],
    ],
    [
      'an absence that ends before it begins',
      absenceSchema,
      { id: 'v', person: 'a', from: '2026-02-16', to: '2026-02-15' },
      ['to'],
    ],
    ['an absence by moments', absenceSchema, { id: 'v', person: 'a', ...span }, []],
    ['no such day', absenceSchema, { id: 'v', person: 'a', from: '2026-02-30', to: '2026-03-01' }, ['from']],
  ] as const)('%s', (_, schema, value, places) => {
    expect(placesOf(schema, value)).toEqual(places);
  });
});
