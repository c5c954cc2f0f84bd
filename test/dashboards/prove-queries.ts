import { type Datasource, uidOf } from '@watchcase/dashboards/places.ts';
import { watcherRules } from '@watchcase/dashboards/alert-rules.ts';
import { allDashboards } from '@watchcase/dashboards/generate.ts';
import { languages } from '@watchcase/dashboards/text.ts';
import { systemClock } from '@watchcase/runtime';
import { describeWith, eventually, findProgram } from '@watchcase/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startInfluxDb } from '../harness/influxdb.ts';
import { startVictoriaMetrics } from '../harness/victoria-metrics.ts';
import { ask, askInfluxql, askValues } from './ask.ts';
import { type Drawn, interpolate } from './interpolate.ts';
import { type ProofHouse, REAL_HOST, startProofHouse } from './proof-house.ts';
import { telegrafDashboards, telegrafQuery } from './telegraf-panels.ts';
import { leastStepMs, readWritten } from './written.ts';

const dashboards = await allDashboards();

const databases = {
  prometheus: { name: 'VictoriaMetrics', needs: 'victoria-metrics', remote: {}, start: startVictoriaMetrics },
  influxdb: { name: 'InfluxDB 1.6', needs: 'influxdb', remote: { api: 'v1' }, start: startInfluxDb },
} as const;
const START_MS = 180_000;
/** Facts are told once a minute: rates need two of them. */
const SETTLE_MS = 65_000;
const POINTS = 100;
/** Its hosts read fast. */
const READ_MS = 1000;

/** A database that is fed. */
interface Fed {
  database: { url: string; stop(): Promise<void> };
  house: ProofHouse;
}

async function feed(datasource: Datasource): Promise<Fed> {
  const { remote, start } = databases[datasource];
  const database = await start();
  const house = await startProofHouse({ ...remote, url: database.url });
  const told = systemClock.now();
  await eventually(() => systemClock.now() - told > SETTLE_MS, { timeoutMs: 2 * SETTLE_MS });
  await house.readOn();
  await fetch(`${database.url}/internal/force_flush`).catch(() => undefined);
  return { database, house };
}

/** Suites that ask real databases everything the dashboards of their data sources ask. All are fed at the same time: most of a minute is waited for. */
export function proveQueries(datasources: readonly Datasource[]): void {
  const fed = new Map<Datasource, Promise<Fed>>();
  const feedAll = () => {
    for (const one of datasources) {
      if (fed.has(one) || findProgram(databases[one].needs) === undefined) continue;
      fed.set(one, feed(one));
      // Its own suite says what went wrong.
      fed.get(one)?.catch(() => undefined);
    }
  };
  for (const one of datasources)
    proveOne(one, () => {
      feedAll();
      return fed.get(one) ?? feed(one);
    });
}

function proveOne(datasource: Datasource, fed: () => Promise<Fed>): void {
  const { name, needs } = databases[datasource];

  describeWith([needs, 'openssl'], `the dashboards over a real ${name}`, () => {
    let database: Fed['database'];
    let house: ProofHouse;
    let drawn: Drawn;

    beforeAll(async () => {
      ({ database, house } = await fed());
      const chosen = { customer: '.*', site: '.*', host: '.*', job: '.*' };
      drawn = {
        datasource,
        from: house.since - 60_000,
        to: systemClock.now(),
        chosen,
        leastStepMs: READ_MS,
        points: POINTS,
      };
    }, START_MS);

    afterAll(async () => {
      await house.stop();
      await database.stop();
    });

    describe.each(languages)('in %s', (language) => {
      it.each(dashboards.map((one) => one.name))('%s: every panel has an answer', async (dashboard) => {
        const { panels, uid } = readWritten(datasource, language, dashboard);
        expect(uid).toBe(uidOf(dashboard, { datasource, language }));
        const answers: Record<string, string> = {};
        for (const { title, targets = [], interval } of panels)
          for (const target of targets) {
            const of = { ...drawn, leastStepMs: leastStepMs(interval, READ_MS) };
            const found = await ask(database.url, target, of).catch((error: unknown) => String(error));
            answers[`${title} ${target.refId}`] =
              typeof found === 'string'
                ? found
                : found.length === 0
                  ? 'EMPTY'
                  : `${found.length}: ${found[0]?.value}`;
          }
        console.table(answers);
        expect(Object.entries(answers).filter(([, found]) => !/^\d+: -?\d/.test(found))).toEqual([]);
      });
    });

    it.each(watcherRules.map((rule) => [rule.uid, rule] as const))(
      '%s: the alert rule has an answer, and is quiet',
      async (_uid, rule) => {
        const { promql: expr, influxql: query } = rule;
        const found = await ask(
          database.url,
          { refId: 'A', instant: true, ...(datasource === 'prometheus' ? { expr } : { query }) },
          drawn,
        );
        if (rule.silenceIsBad) expect(found.length).toBeGreaterThan(0);
        for (const { value } of found) expect(value).toBeLessThanOrEqual(rule.above);
      },
    );

    it.each(
      telegrafDashboards
        .filter((one) => one.datasource === datasource)
        .map((one) => [one.name, one] as const),
    )('%s: panels made for Telegraf answer as docs/metrics.md says', async (_name, { panels }) => {
      const answers: Record<string, number> = {};
      const missing: string[] = [];
      for (const panel of panels)
        for (const field of panel.fields) {
          const query = telegrafQuery(datasource, panel, field, REAL_HOST);
          const target = { refId: 'A', ...(datasource === 'prometheus' ? { expr: query } : { query }) };
          const found = await ask(database.url, target, drawn);
          answers[`${panel.title}: ${panel.from} ${field}`] = found.length;
          if (found.length === 0) missing.push(`${panel.title}: ${field}`);
        }
      console.table(answers);
      expect(missing).toEqual(
        panels.flatMap(({ title, fields, missing: wanted = [] }) =>
          fields.filter((field) => wanted.includes(field)).map((field) => `${title}: ${field}`),
        ),
      );
    });

    it.each(dashboards.map((one) => one.name))('%s: every variable offers something', async (dashboard) => {
      for (const { name: variable, type, definition } of readWritten(datasource, 'en', dashboard).templating
        .list)
        if (type === 'query')
          expect(await askValues(database.url, definition ?? '', drawn), variable).not.toEqual([]);
    });

    it.each(dashboards.map((one) => one.name))('%s: every annotation marks something', async (dashboard) => {
      for (const { name: mark, expr, query } of readWritten(datasource, 'en', dashboard).annotations.list) {
        const found =
          datasource === 'prometheus'
            ? await ask(database.url, { refId: 'A', expr: expr ?? '' }, { ...drawn, leastStepMs: 60_000 })
            : await askInfluxql(database.url, interpolate(query ?? '', drawn));
        expect(found.length, mark).toBeGreaterThan(0);
      }
    });
  });
}
