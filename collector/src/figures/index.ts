import {
  type FigureCasesQuery,
  figureIds,
  type FigureId,
  figureOf,
  type Figures,
  type FigureValue,
  type FiguresQuery,
  parsePeriod,
  type Period,
  periodBeside,
  periodOf,
  severities,
} from '@watchcase/api';
import { zoneClock } from '@watchcase/calendar';
import type { Clock, Log } from '@watchcase/runtime';
import { type CaseFollower, followCases } from './follow-cases.ts';
import { figuresOf, isIn } from './figures-of.ts';
import { groupOf } from './group-cases.ts';
import type { FactNeeds } from './make-facts.ts';
import { type CountedCase, readCounted, type WantedCases } from './read-counted.ts';

export type { RatesVersion } from './cost-of-work.ts';

/** What the asker may see of it. */
export interface FigureScope {
  /** Of their cases; undefined: all. */
  narrow: WantedCases['narrow'];
  /** Figures of what customers do not read are left out. */
  isCustomer: boolean;
}

/** How the service is judged: functions of the logs of the cases that were opened in a period. */
export interface FigureRoom {
  /** The figures of a period, together and by group. */
  read(query: FiguresQuery, scope: FigureScope): Promise<Figures>;
  /** The numbers of exactly the cases that a figure counts, the newest first. */
  caseIds(query: FigureCasesQuery, scope: FigureScope): Promise<number[]>;
  touched: CaseFollower['touched'];
  settled: CaseFollower['settled'];
  stop: CaseFollower['stop'];
}

/** What it needs. */
export interface FigureNeeds extends FactNeeds {
  /** Names of groups: customers or contracts by id. */
  namesOf(kind: 'customer' | 'contract', ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  clock: Clock;
  log: Log;
}

/** Opens it over the store. */
export function openFigures(needs: FigureNeeds): FigureRoom {
  const follower = followCases(needs, needs);
  const momentsOf = (query: FiguresQuery) => boundsOf(query, needs.clock.now());

  async function counted(query: FiguresQuery, { narrow }: FigureScope): Promise<CountedCase[]> {
    const { from, to } = momentsOf(query);
    const { customer, contract, severity } = query;
    return readCounted(needs, { from, to, customer, contract, severity, narrow });
  }

  return {
    async read(query, scope) {
      const cases = await counted(query, scope);
      const ids = idsFor(scope);
      const { period, from, to } = momentsOf(query);
      return {
        period: {
          name: period.name,
          from: new Date(from).toISOString(),
          to: new Date(to).toISOString(),
          zone: query.zone,
          previous: periodBeside(period, -1).name,
          next: periodBeside(period, 1).name,
        },
        by: query.by ?? null,
        figures: ids.map(definitionOf),
        total: valuesOf(cases, ids),
        groups: await groupsOf(needs, query, { cases, ids }),
      };
    },
    async caseIds(query, scope) {
      const { figure, part, by, key } = query;
      const clock = zoneClock(query.zone);
      const isWanted = (it: CountedCase) =>
        isIn(figure, part, it.facts) &&
        (by === undefined || key === undefined || groupOf(it, by, clock) === key);
      const cases = (await counted(query, scope)).filter(isWanted);
      return cases.map(({ id }) => id).toSorted((a, b) => b - a);
    },
    touched: follower.touched,
    settled: follower.settled,
    stop: follower.stop,
  };
}

/** Figures that somebody may see. */
function idsFor({ isCustomer }: FigureScope): FigureId[] {
  return figureIds.filter((id) => !isCustomer || figureOf(id).isInternal !== true);
}

function boundsOf(
  { period: name, zone }: FiguresQuery,
  now: number,
): { period: Period; from: number; to: number } {
  const clock = zoneClock(zone);
  const period = (name === undefined ? undefined : parsePeriod(name)) ?? periodOf('month', clock.dayAt(now));
  return { period, from: clock.momentOf(period.from, 0), to: clock.momentOf(period.to, 0) };
}

function definitionOf(id: FigureId): Figures['figures'][number] {
  const { shape, goal, title, text } = figureOf(id);
  return { id, shape, goal: goal ?? null, title, definition: text };
}

function valuesOf(cases: readonly CountedCase[], ids: readonly FigureId[]): FigureValue[] {
  return figuresOf(
    cases.map(({ facts }) => facts),
    ids,
  );
}

async function groupsOf(
  { namesOf }: FigureNeeds,
  { by, zone }: FiguresQuery,
  { cases, ids }: { cases: readonly CountedCase[]; ids: readonly FigureId[] },
): Promise<Figures['groups']> {
  if (by === undefined) return [];
  const clock = zoneClock(zone);
  const groups = Map.groupBy(cases, (it) => groupOf(it, by, clock));
  const keys = [...groups.keys()];
  const names = by === 'customer' || by === 'contract' ? await namesOf(by, keys) : new Map<string, string>();
  const order = (key: string) => (by === 'severity' ? String(9 - severities.indexOf(key as 'minor')) : key);
  return keys
    .toSorted((a, b) => (order(a) < order(b) ? -1 : 1))
    .map((key) => ({ key, name: names.get(key) ?? key, values: valuesOf(groups.get(key) ?? [], ids) }));
}
