import type { Span } from './changes.ts';
import type { DutySpan } from './duty.ts';
import type { Rota } from './rota-schema.ts';

/** One person on duty by two rotas at the same time. */
export interface DoubleDuty extends Span {
  person: string;
  /** Both, by their ids, sorted. */
  rotas: readonly [string, string];
}

/** What a rota's preview says. */
export interface PreviewedRota {
  rota: Pick<Rota, 'id' | 'sharesWith'>;
  spans: readonly DutySpan[];
}

interface Held extends Span {
  rota: string;
}

/** Who is on duty twice (pure), by person and time. Rotas that share their people are not looked at together. */
export function findDoubleDuty(previewed: readonly PreviewedRota[]): DoubleDuty[] {
  const held = new Map<string, Held[]>();
  for (const { rota, spans } of previewed)
    for (const { people, from, to } of spans)
      for (const person of people) {
        const own = held.get(person) ?? [];
        if (own.length === 0) held.set(person, own);
        own.push({ rota: rota.id, from, to });
      }
  const shares = new Set(
    previewed.flatMap(({ rota }) =>
      (rota.sharesWith ?? []).flatMap((other) => [`${rota.id} ${other}`, `${other} ${rota.id}`]),
    ),
  );
  return [...held]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([person, own]) => overlapsOf(person, own, (a, b) => shares.has(`${a} ${b}`)));
}

function overlapsOf(
  person: string,
  held: readonly Held[],
  mayShare: (a: string, b: string) => boolean,
): DoubleDuty[] {
  const found: DoubleDuty[] = [];
  let open: Held[] = [];
  for (const span of held.toSorted((a, b) => a.from - b.from)) {
    open = open.filter(({ to }) => to > span.from);
    for (const other of open) {
      if (other.rota === span.rota || mayShare(other.rota, span.rota)) continue;
      const to = Math.min(other.to, span.to);
      const rotas = [other.rota, span.rota].toSorted() as [string, string];
      const before = found.findLast((one) => one.rotas.join() === rotas.join());
      if (before?.to === span.from) before.to = to;
      else found.push({ person, rotas, from: span.from, to });
    }
    open.push(span);
  }
  return found;
}
