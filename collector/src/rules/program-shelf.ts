import type { UntiedRule } from '@watchcase/api';
import type { Layout } from '@watchcase/protocol';
import { seriesOf } from './language/walk.ts';
import { isKnownMeasurement } from './known-series.ts';
import { buildProgram, type Program } from './program.ts';
import type { Rule } from './rule.ts';

/** On how many hosts a rule is in service, and why on how many it is not. */
export interface RuleTies {
  rule: string;
  hosts: number;
  /** One of each reason, with the sentence of the first host that was met. */
  untied: (UntiedRule & { hosts: number })[];
}

/** Programs in use: hosts of the same shape share one, and of those that no host uses only the last is kept: it is asked for again at once. */
export interface ProgramShelf {
  /** The program for a host that reports these layouts. */
  take(layouts: readonly Layout[]): Program;
  /** The host has another one now. */
  giveBack(program: Program): void;
  /** What became of each rule on the hosts that have a program now. */
  ties(): RuleTies[];
  /** How many programs are kept: those in use, and at most one more. */
  size(): number;
}

/** Builds an empty one. */
export function createProgramShelf(rules: readonly Rule[]): ProgramShelf {
  const byShape = new Map<string, { program: Program; users: number }>();
  const shapes = new Map<Program, string>();
  const counted = new Map(rules.map(({ facts: { id } }) => [id, newTies(id)]));
  let hosts = 0;
  let spare: string | undefined;

  function build(shape: string, layouts: readonly Layout[]) {
    const entry = { program: buildProgram(rules, layouts), users: 0 };
    byShape.set(shape, entry);
    shapes.set(entry.program, shape);
    return entry;
  }

  function count({ tied, untied }: Program, by: 1 | -1): void {
    hosts += by;
    for (const rule of tied) (counted.get(rule) as Counted).hosts += by;
    for (const fault of untied) {
      const { untied: known } = counted.get(fault.rule) as Counted;
      const one = known.get(fault.reason) ?? { ...fault, hosts: 0 };
      one.hosts += by;
      if (one.hosts === 0) known.delete(fault.reason);
      else known.set(fault.reason, one);
    }
  }

  function drop(shape: string): void {
    const entry = byShape.get(shape);
    if (entry === undefined || entry.users > 0) return;
    byShape.delete(shape);
    shapes.delete(entry.program);
  }

  return {
    take(layouts) {
      // In one order, whichever came first: what a program says must not depend on it.
      const sorted = layouts.toSorted((a, b) => (`${a.stream} ${a.id}` < `${b.stream} ${b.id}` ? -1 : 1));
      const shape = sorted.map((layout) => layout.id).join(' ');
      const entry = byShape.get(shape) ?? build(shape, sorted);
      entry.users++;
      count(entry.program, 1);
      return entry.program;
    },
    giveBack(program) {
      const shape = shapes.get(program);
      const entry = shape === undefined ? undefined : byShape.get(shape);
      if (shape === undefined || entry === undefined) return;
      count(program, -1);
      if (--entry.users > 0) return;
      const before = spare;
      spare = shape;
      if (before !== undefined && before !== shape) drop(before);
    },
    ties: () =>
      rules.map((rule) => {
        const ties = counted.get(rule.facts.id) as Counted;
        return { ...ties, untied: untiedOf(rule, ties, hosts) };
      }),
    size: () => byShape.size,
  };
}

type Counted = Omit<RuleTies, 'untied'> & { untied: Map<string, RuleTies['untied'][number]> };

function newTies(rule: string): Counted {
  return { rule, hosts: 0, untied: new Map() };
}

/** A rule over what no host reports is most likely misspelt, unless it is over something an agent can watch. */
function untiedOf(rule: Rule, ties: Counted, hosts: number): RuleTies['untied'] {
  const found = [...ties.untied.values()];
  const [first] = seriesOf(rule.when);
  if (first === undefined || found.length > 0 || ties.hosts > 0 || hosts === 0) return found;
  if (isKnownMeasurement(first.measurement)) return found;
  const message = `no host reports a series that is ${first.measurement}.${first.field} as the rule has it`;
  return [{ rule: rule.facts.id, reason: 'nowhere', message, hosts }];
}
