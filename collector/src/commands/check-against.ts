import { existsSync } from 'node:fs';
import { latestSeriesSchema } from '@watchcase/api';
import { type Layout, unitSchema } from '@watchcase/protocol';
import { readText, UserError } from '@watchcase/runtime';
import { z } from 'zod';
import { type RulePack, tieRules } from '../rules/index.ts';
import type { CommandNeeds, Options } from './needs.ts';
import { askForHost } from './remote.ts';

const CODES = { tooLong: 'HOST_FILE_UNREADABLE', notUtf8: 'HOST_FILE_UNREADABLE' };
const hostSchema = z.object({
  series: z.array(
    latestSeriesSchema.pick({ measurement: true, field: true, tags: true }).extend({ unit: unitSchema }),
  ),
});

/** Prints which rules fit what hosts report; 1 when one that is meant for a host fits none. Errors: HOST_NOT_FOUND, COLLECTOR_AWAY, HOST_FILE_UNREADABLE. */
export async function checkAgainst(
  packs: readonly RulePack[],
  options: Options,
  needs: CommandNeeds,
): Promise<number> {
  const rules = packs.flatMap((pack) => pack.rules);
  const tied = new Set<string>();
  const faulty = new Set<string>();
  for (const name of options.against ?? []) {
    needs.print(`${name}:`);
    for (const { rule, series, why, fits } of tieRules(rules, [await layoutOf(name, options)])) {
      if (series > 0) tied.add(rule);
      if (!fits) faulty.add(rule);
      const some = series === 1 ? 'in service over 1 series' : `in service over ${series} series`;
      const not = why === undefined ? '' : `${fits ? 'not for it' : 'DOES NOT FIT'}: ${why}`;
      needs.print(`  ${rule}: ${[series > 0 ? some : '', not].filter((part) => part !== '').join('; ')}`);
    }
  }
  const nowhere = [...faulty].filter((rule) => !tied.has(rule));
  needs.print(
    nowhere.length === 0
      ? 'every rule fits where it is meant to'
      : `in service nowhere: ${nowhere.join(', ')}`,
  );
  return nowhere.length === 0 ? 0 : 1;
}

/** What a host reports, by the running collector or by a file of its answer. */
async function layoutOf(name: string, options: Options): Promise<Layout> {
  const isFile = existsSync(name);
  const answer = isFile ? jsonIn(name) : await askForHost(name, options);
  const host = hostSchema.safeParse(answer).data;
  if (host === undefined) throw unreadable(name, 'it is not what /api/v1/hosts/ID answers');
  const groups = host.series.map(({ measurement, field, tags, unit }) => ({
    measurement,
    tags,
    fields: [[field, unit] as [string, typeof unit]],
  }));
  return { id: 'against', stream: 'against', intervalMs: 15_000, groups };
}

function jsonIn(path: string): unknown {
  try {
    return JSON.parse(readText(path, path, CODES));
  } catch (error) {
    throw error instanceof UserError ? error : unreadable(path, (error as Error).message);
  }
}

function unreadable(place: string, why: string): UserError {
  return new UserError({
    code: 'HOST_FILE_UNREADABLE',
    place,
    message: `no host can be read from it: ${why}`,
    fix: 'save the answer of GET /api/v1/hosts/ID',
  });
}
