import { expect, it } from 'vitest';
import type { UnitState } from '../../host/index.ts';
import { watchUnits } from './watch-units.ts';

const unit = (name: string, active = 'active', load = 'loaded'): UnitState => ({
  name,
  load,
  active,
  sub: active === 'active' ? 'running' : 'dead',
  stopped: false,
});
const states = (units: readonly UnitState[]) => units.map(({ name, active }) => `${name} ${active}`);

it.each([
  { watched: ['nginx'], names: ['nginx.service'], patterns: [] },
  { watched: ['backup.timer', 'srv.mount'], names: ['backup.timer', 'srv.mount'], patterns: [] },
  { watched: ['erp.core'], names: ['erp.core.service'], patterns: [] },
  { watched: ['postgresql@15-main'], names: ['postgresql@15-main.service'], patterns: [] },
  {
    watched: ['erp-*', 'erp-*.timer', 'erp.*'],
    names: [],
    patterns: ['erp-*.service', 'erp-*.timer', 'erp.*'],
  },
  { watched: ['a', 'a.service'], names: ['a.service'], patterns: [] },
])('asks for $watched', ({ watched, names, patterns }) => {
  expect(watchUnits(watched).ask()).toEqual({ names, patterns });
});

it('keeps a unit that a pattern named once, when it stops and is forgotten by systemd', () => {
  const watch = watchUnits(['erp-*']);
  expect(states(watch.take({ named: [], matched: [unit('erp-b.service'), unit('erp-a.service')] }))).toEqual([
    'erp-a.service active',
    'erp-b.service active',
  ]);
  expect(watch.ask()).toEqual({ names: ['erp-a.service', 'erp-b.service'], patterns: ['erp-*.service'] });
  const named = [unit('erp-a.service', 'inactive'), unit('erp-b.service')];
  expect(states(watch.take({ named, matched: [unit('erp-b.service')] }))).toEqual([
    'erp-a.service inactive',
    'erp-b.service active',
  ]);
});

it('lets go of a unit found by pattern whose file is gone, but never of one watched by name', () => {
  const watch = watchUnits(['sure', 'erp-*']);
  watch.take({ named: [unit('sure.service')], matched: [unit('erp-a.service')] });
  const gone = [
    unit('sure.service', 'inactive', 'not-found'),
    unit('erp-a.service', 'inactive', 'not-found'),
  ];
  expect(states(watch.take({ named: gone, matched: [] }))).toEqual(['sure.service inactive']);
  expect(watch.ask().names).toEqual(['sure.service']);
});

it('gives an alias under the name by which it is watched', () => {
  const watch = watchUnits(['sshd']);
  expect(watch.take({ named: [unit('ssh.service')], matched: [] })).toMatchObject([{ name: 'sshd.service' }]);
});

it('is not confused when systemd passes over a name', () => {
  const watch = watchUnits(['odd', 'good']);
  const found = watch.take({ named: [unit('good.service')], matched: [] });
  expect(states(found)).toEqual(['good.service active']);
});
