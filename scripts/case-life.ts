import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { caseLife, type LifeAct, lifeOf } from '../packages/api/src/index.ts';

/** The page that shows a case's life; what stands between its marks is made from the table that the code uses. */
const page = fileURLToPath(new URL('../docs/cases.md', import.meta.url));
const [BEGIN, END] = ['<!-- made by scripts/case-life.ts -->', '<!-- end -->'];

const acts = Object.keys(caseLife) as LifeAct[];

/** A state's name as mermaid takes it. */
function node(state: string): string {
  return state.replaceAll('-', '_');
}

/** The diagram and the table (pure). */
function caseLifeText(): string {
  const arrows = new Map<string, string[]>();
  for (const act of acts)
    for (const [from, next] of Object.entries(lifeOf(act).moves)) {
      if (next === from) continue;
      const to = next === 'before' ? 'acknowledged' : next;
      const key = `${node(from)} --> ${node(to)}`;
      arrows.set(key, [...(arrows.get(key) ?? []), next === 'before' ? `${act} (to the state before)` : act]);
    }
  const lines = [...arrows].map(([arrow, names]) => `  ${arrow}: ${names.join(', ')}`);
  const rows = acts.map((act) => {
    const { event, who, moves } = lifeOf(act);
    const cells = Object.entries(moves).map(([from, next]) => (next === from ? from : `${from} → ${next}`));
    return [`\`${act}\``, `\`${event}\``, who.join(', '), cells.join('; ')];
  });
  return [
    '```mermaid',
    'stateDiagram-v2',
    '  [*] --> open',
    ...lines,
    '```',
    '',
    ...aligned([['act', 'line in the log', 'who', 'from → to'], ...rows]),
  ].join('\n');
}

/** A table as the formatter leaves it: each column as wide as its widest cell. */
function aligned([head = [], ...rows]: readonly (readonly string[])[]): string[] {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}

/** The page with the part between the marks made anew (pure). */
export function withCaseLife(text: string): string {
  const [before = '', rest = ''] = text.split(BEGIN);
  const after = rest.slice(rest.indexOf(END));
  return `${before}${BEGIN}\n\n${caseLifeText()}\n\n${after}`;
}

if (import.meta.main) writeFileSync(page, withCaseLife(readFileSync(page, 'utf8')));
