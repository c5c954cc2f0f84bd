import { findDoubleDuty } from '@watchcase/oncall';
import { type Duties, dutiesOf } from './duties.ts';
import { type ChainFault, findChainFaults } from './find-chain-faults.ts';
import { isRetired } from './record.ts';
import type { Snapshot } from './snapshot.ts';

/** What somebody must look at before it happens; times in Unix milliseconds. */
export type DutyFinding =
  /** Nobody is on duty. */
  | { kind: 'gap'; rota: string; from: number; to: number }
  /** One person is on duty by two rotas. */
  | { kind: 'twice'; person: string; rotas: readonly [string, string]; from: number; to: number }
  /** Somebody who is out of use is named by a rota; others stand in. */
  | { kind: 'retired'; person: string; rota: string }
  /** A step of a chain reaches nobody, whenever it is asked. */
  | ChainFault;

const DAY_MS = 86_400_000;
/** So far ahead is looked. */
export const LOOKED_AHEAD_MS = 60 * DAY_MS;
/** So long before it happens somebody is told. */
const TOLD_BEFORE_MS = 7 * DAY_MS;

/** Gaps and double duty of the next 60 days, who is out of use and still named, and steps of chains that reach nobody (pure), the earliest first. */
export function findDutyFaults(directory: Snapshot, now: number): DutyFinding[] {
  const duties = dutiesOf(directory);
  const span = { from: now, to: now + LOOKED_AHEAD_MS };
  const previewed = duties.rotas.map((rota) => ({ rota, spans: duties.preview(rota, span) }));
  const gaps = previewed.flatMap(({ rota, spans }) =>
    duties.gaps(rota, spans, span).map((gap) => ({ kind: 'gap' as const, rota: rota.id, ...gap })),
  );
  const twice = findDoubleDuty(previewed).map((one) => ({ kind: 'twice' as const, ...one }));
  return [
    ...findChainFaults(directory),
    ...retiredOn(directory, duties),
    ...[...gaps, ...twice].toSorted((a, b) => a.from - b.from),
  ];
}

/** Those of which somebody is to be told now (pure): what begins within 7 days, who is out of use, and what reaches nobody. */
export function toldNow(findings: readonly DutyFinding[], now: number): DutyFinding[] {
  return findings.filter(
    (one) => one.kind === 'retired' || one.kind === 'empty-step' || one.from < now + TOLD_BEFORE_MS,
  );
}

function retiredOn(directory: Snapshot, { rotas }: Duties): DutyFinding[] {
  return rotas.flatMap((rota) =>
    [...new Set(rota.layers.flatMap(({ people }) => people.flat()))]
      .filter((person) => {
        const record = directory.get('people', person);
        return record !== undefined && isRetired(record);
      })
      .map((person) => ({ kind: 'retired' as const, person, rota: rota.id })),
  );
}
