import type { Layout } from '@watchcase/protocol';
import { buildProgram, type Program } from './program.ts';
import type { Rule } from './rule.ts';

/** A fault of a rule with some host's series. */
export interface ProgramFault {
  rule: string;
  message: string;
}

/** Programs in use: hosts of the same shape share one, and one that no host uses is gone. */
export interface ProgramShelf {
  /** The program for a host that reports these layouts. */
  take(layouts: readonly Layout[]): Program;
  /** The host has another one now. */
  giveBack(program: Program): void;
  /** Faults met so far, each once; only so many are kept. */
  faults(): ProgramFault[];
  /** How many programs are in use. */
  size(): number;
}

const FAULTS = 1000;

/** Builds an empty one. */
export function createProgramShelf(rules: readonly Rule[]): ProgramShelf {
  const byShape = new Map<string, { program: Program; users: number }>();
  const shapes = new Map<Program, string>();
  const faults = new Map<string, ProgramFault>();

  function build(shape: string, layouts: readonly Layout[]) {
    const entry = { program: buildProgram(rules, layouts), users: 0 };
    byShape.set(shape, entry);
    shapes.set(entry.program, shape);
    for (const fault of entry.program.faults)
      if (faults.size < FAULTS) faults.set(`${fault.rule} ${fault.message}`, fault);
    return entry;
  }

  return {
    take(layouts) {
      // In one order, whichever came first: what a program says must not depend on it.
      const sorted = layouts.toSorted((a, b) => (`${a.stream} ${a.id}` < `${b.stream} ${b.id}` ? -1 : 1));
      const shape = sorted.map((layout) => layout.id).join(' ');
      const entry = byShape.get(shape) ?? build(shape, sorted);
      entry.users++;
      return entry.program;
    },
    giveBack(program) {
      const shape = shapes.get(program);
      const entry = shape === undefined ? undefined : byShape.get(shape);
      if (shape === undefined || entry === undefined || --entry.users > 0) return;
      byShape.delete(shape);
      shapes.delete(program);
    },
    faults: () => [...faults.values()],
    size: () => byShape.size,
  };
}
