import { parser } from '@prometheus-io/lezer-promql';
import { describe, expect, it } from 'vitest';
import { build } from './build.ts';
import type { Dashboard } from './contract.ts';
import { allDashboards, staleFiles } from './generate.ts';
import { type DashboardSet, datasources } from './places.ts';
import { languages } from './text.ts';

const dashboards = await allDashboards();
const sets: DashboardSet[] = datasources.flatMap((datasource) =>
  languages.map((language) => ({ datasource, language })),
);
const built = sets.flatMap((set) =>
  dashboards.map((dashboard) => ({ set, dashboard, json: asJson(dashboard, set) })),
);

interface Json {
  uid: string;
  title: string;
  description: string;
  panels: {
    id: number;
    type: string;
    title: string;
    description?: string;
    gridPos: { x: number; y: number; w: number; h: number };
    datasource?: { uid: string };
    targets?: { refId: string; expr?: string; query?: string; datasource: { uid: string } }[];
    fieldConfig?: { defaults: { unit?: string; links?: { url: string }[] } };
  }[];
  templating: { list: { name: string; type: string; datasource?: { uid: string } }[] };
  annotations: { list: { datasource: { uid: string }; expr?: string }[] };
}

function asJson(dashboard: Dashboard, set: DashboardSet): Json {
  return JSON.parse(JSON.stringify(build(dashboard, set))) as Json;
}

const named = built.map(
  (one) => [`${one.dashboard.name} for ${one.set.datasource} in ${one.set.language}`, one] as const,
);

it('what is checked in is what the sources make', async () => {
  expect(await staleFiles()).toEqual([]);
});

it('no two dashboards have one address', () => {
  const uids = built.map(({ json }) => json.uid);
  expect(new Set(uids).size).toBe(uids.length);
  for (const uid of uids) expect(uid).toMatch(/^[a-z-]{1,40}$/);
});

it.each(dashboards.filter(({ name }) => name !== 'host').map((one) => [one.name, one] as const))(
  '%s draws no line for each host of a fleet',
  (_name, { rows }) => {
    const charts = rows
      .flatMap(({ panels }) => panels)
      .filter(({ kind }) => kind === 'lines' || kind === 'states');
    for (const { title, columns } of charts)
      for (const { query } of columns) expect(query.by, title.en).not.toContain('host');
  },
);

describe.each(named)('%s', (_name, { set, dashboard, json }) => {
  it('numbers its panels once, gives each a title, a help and a unit', () => {
    const panels = json.panels.filter(({ type }) => type !== 'row');
    expect(new Set(json.panels.map(({ id }) => id)).size).toBe(json.panels.length);
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
    for (const { title, description, fieldConfig, targets = [] } of panels) {
      expect(title).not.toBe('');
      expect(description, title).not.toBe('');
      expect(fieldConfig?.defaults.unit, title).toMatch(/./);
      expect(targets.length, title).toBeGreaterThan(0);
      expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
    }
  });

  it('places no panel over another or beside the grid', () => {
    const cells = new Set<string>();
    for (const { gridPos } of json.panels) {
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(cells).not.toContain(`${x},${y}`);
          cells.add(`${x},${y}`);
        }
    }
  });

  it('asks no data source but the chosen one', () => {
    const asked = [
      ...json.panels.filter(({ type }) => type !== 'row').map((panel) => panel.datasource?.uid),
      ...json.panels.flatMap(({ targets = [] }) => targets.map((target) => target.datasource.uid)),
      ...json.annotations.list.map((one) => one.datasource.uid),
      ...json.templating.list.filter(({ type }) => type === 'query').map((one) => one.datasource?.uid),
    ];
    expect(new Set(asked)).toEqual(new Set(['$datasource']));
  });

  it('leads only to dashboards of its set', () => {
    const uids = new Set(built.filter((one) => one.set === set).map((one) => one.json.uid));
    const urls = [...JSON.stringify(json).matchAll(/"url":"(?<url>[^"]+)"/g)].map(
      ({ groups }) => groups?.['url'] ?? '',
    );
    for (const url of urls) {
      const uid = /^\/d\/(?<uid>[a-z-]+)\?/.exec(url)?.groups?.['uid'];
      if (uid === undefined) expect(url).toMatch(/^\$console\//);
      else expect(uids).toContain(uid);
    }
    if (dashboard.oneCustomer === true) expect(urls).toEqual([]);
  });

  it('takes a link from labels only where there are some', () => {
    for (const { title, type, fieldConfig } of json.panels)
      if (type === 'table') expect(fieldConfig?.defaults.links ?? [], title).toEqual([]);
  });

  it('has Chinese words exactly where the reader has them', () => {
    const titles = [
      json.title.replace('Watchcase', ''),
      json.description,
      ...json.panels.map(({ title }) => title),
    ];
    for (const title of titles.filter((one) => !['inode', '$'].includes(one)))
      expect(/\p{Script=Han}/u.test(title), title).toBe(set.language === 'zh-CN');
  });

  if (set.datasource === 'prometheus')
    it('has queries that PromQL can read', () => {
      const queries = [
        ...json.panels.flatMap(({ targets = [] }) => targets.map(({ expr = '' }) => expr)),
        ...json.annotations.list.map(({ expr = '' }) => expr),
      ];
      for (const query of queries) {
        const filled = query
          .replaceAll('$__rate_interval', '1m')
          .replaceAll(/\$__range_s/g, '60')
          .replaceAll('$__range', '1h');
        const faults: string[] = [];
        parser.parse(filled).iterate({
          enter: (node) => {
            if (node.type.isError) faults.push(`${filled} at ${node.from}`);
          },
        });
        expect(faults).toEqual([]);
      }
    });
});
