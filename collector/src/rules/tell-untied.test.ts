import { layoutId, type Unit } from '@watchcase/protocol';
import { createLog } from '@watchcase/runtime';
import { expect, it } from 'vitest';
import { createRuleEngine } from './engine.ts';
import { parsePacks } from './load.ts';
import { createUntiedTeller } from './tell-untied.ts';

const rules = {
  full: 'app.full > 5%',
  field: 'app.ful > 5',
  both: 'app.full > 5% and erp.on == 1',
  tag: 'app.full{pth="/"} > 5%',
  each: 'app.full > 5%',
  unlike: 'rate(net.bytes_sent, 1m) / rate(app.n, 1m) > 5',
  pair: 'app.full{path="/"} / app.full{path="/srv"} > app.n{path="/"}',
  misspelt: 'ap.full > 5',
  certificate: 'x509_cert.readable == 0',
  elsewhere: 'app.full{path="/mnt"} > 5%',
  lacking: 'mem.slab > 5 GiB',
};

function engineOf() {
  const lines = Object.entries(rules).map(
    ([id, when]) =>
      `  - { id: ${id}, title: t, when: '${when}', severity: minor, category: software${id === 'each' ? ', each: [disk]' : ''} }`,
  );
  const parsed = parsePacks([{ file: 'p.yaml', text: `pack: p\nrules:\n${lines.join('\n')}` }]);
  expect(parsed.faults).toEqual([]);
  return createRuleEngine(parsed.packs);
}

type Group = { measurement: string; tags: Record<string, string>; fields: [string, Unit][] };
function layoutOf(stream: string, groups: Group[]) {
  const content = { stream, intervalMs: 15_000, groups };
  return { id: layoutId(content), ...content };
}
const app = (unit: Unit) =>
  layoutOf('15s', [
    {
      measurement: 'app',
      tags: { path: '/' },
      fields: [
        ['full', unit],
        ['n', 'count'],
      ],
    },
    { measurement: 'net', tags: {}, fields: [['bytes_sent', 'bytes']] },
    { measurement: 'mem', tags: {}, fields: [['used', 'bytes']] },
  ]);

function heard(engine: ReturnType<typeof engineOf>, hostId: string, layout: ReturnType<typeof layoutOf>) {
  const time = 0;
  const values = layout.groups.flatMap(({ fields }) => fields.map(() => 0));
  engine.evaluate(
    { hostId, hostName: 'db', epoch: 1, seq: 1, layout, time, arrivedAt: time, late: false, values },
    new Set(),
  );
}

it('tells what does not fit a host from what is not meant for it', () => {
  const engine = engineOf();
  heard(engine, 'acme.db1', app('percent'));
  const told = engine
    .untiedOf('acme.db1')
    .map(({ rule, reason, message }) => `${rule} ${reason}: ${message}`);
  expect(told.toSorted()).toEqual([
    'p/both measurement: erp, which it reads too, is not reported',
    'p/each tag: no series of app.full has the tag disk of "each"',
    'p/field field: app is reported, but no field ful; did you mean full?',
    'p/tag tag: no series of app.full has a tag pth',
    'p/unlike units: "/" cannot join bytes per second and growth per second',
  ]);
  expect(engine.untiedOf('acme.gone')).toEqual([]);
});

it('counts hosts by rule and reason, and forgets those that are gone or right again', () => {
  const engine = engineOf();
  const of = (id: string) => engine.ties().find(({ rule }) => rule === `p/${id}`);
  expect(of('misspelt')).toEqual({ rule: 'p/misspelt', hosts: 0, untied: [] });
  heard(engine, 'acme.db1', app('percent'));
  heard(engine, 'acme.db2', app('bytes'));
  heard(engine, 'acme.db3', app('bytes'));
  expect(of('full')).toMatchObject({
    hosts: 1,
    untied: [{ reason: 'units', hosts: 2, message: '">" cannot join a size in bytes and a percentage' }],
  });
  expect(of('misspelt')).toMatchObject({ hosts: 0, untied: [{ reason: 'nowhere', hosts: 3 }] });
  expect([of('certificate'), of('lacking')].map((one) => one?.untied)).toEqual([[], []]);
  expect(of('elsewhere')).toMatchObject({ untied: [{ reason: 'nowhere', hosts: 3 }] });
  engine.forgetHost('acme.db2');
  heard(engine, 'acme.db3', app('percent'));
  expect(of('full')).toMatchObject({ hosts: 2, untied: [] });
});

it('is told in the log once, when it stays', () => {
  const lines: { code: string; rule: string; reason: string; hosts: number }[] = [];
  const log = createLog('test', 'warn', { write: (line: string) => void lines.push(JSON.parse(line)) });
  const engine = engineOf();
  const look = createUntiedTeller(engine.ties, log);
  heard(engine, 'acme.db1', app('bytes'));
  look(0);
  look(30_000);
  expect(lines).toEqual([]);
  heard(engine, 'acme.db1', app('percent'));
  look(60_000);
  look(120_000);
  look(180_000);
  expect(
    lines.map(({ code, rule, reason, hosts }) => `${code} ${rule} ${reason} ${hosts}`).toSorted(),
  ).toEqual([
    'RULE_NOT_TIED p/both measurement 1',
    'RULE_NOT_TIED p/each tag 1',
    'RULE_NOT_TIED p/elsewhere nowhere 1',
    'RULE_NOT_TIED p/field field 1',
    'RULE_NOT_TIED p/misspelt nowhere 1',
    'RULE_NOT_TIED p/pair nowhere 1',
    'RULE_NOT_TIED p/tag tag 1',
    'RULE_NOT_TIED p/unlike units 1',
  ]);
});
