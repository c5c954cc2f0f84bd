import type { Door, ImportKind, RecordKind } from '@watchcase/api';
import { mostTold, UserError, type YamlSource } from '@watchcase/runtime';
import type { Store, Tx } from '../store/index.ts';
import { checkRecord } from './check-record.ts';
import { describePlan } from './describe-plan.ts';
import { readInUse } from './in-use.ts';
import { type Kept, plan, type PlanMode } from './plan.ts';
import { readFiles } from './read-files.ts';
import { readRecordYaml } from './read-record-yaml.ts';
import { readTable } from './read-table.ts';
import type { DirectoryRecord, PlannedChange, Writing } from './record.ts';
import { keyOf, nextRevision, readApplied, readRevision, readSince, readVersions } from './rows.ts';
import { emptySnapshot, type Snapshot, withRecords } from './snapshot.ts';
import type { ReadWanted, ShippedRecord, WantedRecord } from './wanted.ts';
import { writeRecords } from './write.ts';

/** What a change came to, or would come to. */
export interface Outcome {
  dryRun: boolean;
  changes: PlannedChange[];
  kept: Kept[];
  /** For people. */
  text: string;
}

/** A record as somebody sends it: fields, or a YAML text of them. `version` is that of the one that was changed. */
export type SentRecord = ({ data: object } | { yaml: string }) & { version?: number | undefined };

/** Who is served by whom, under which terms. All changes are planned alike, happen in one transaction or not at all, and are in the audit log. */
export interface Directory {
  /** What is committed now. */
  current(db?: Store['db'] | Tx): Promise<Snapshot>;
  /** Takes YAML files as the whole of what there shall be. Errors: DIRECTORY_*, NAME_TAKEN, each with file, line and column. */
  apply(
    files: readonly YamlSource[],
    how: { dryRun: boolean; prune: boolean },
    by: Writing,
  ): Promise<Outcome>;
  /** Takes a table of one kind. Errors: TABLE_*, DIRECTORY_*, NAME_TAKEN, of every bad row. */
  importTable(kind: ImportKind, table: YamlSource & { dryRun: boolean }, by: Writing): Promise<Outcome>;
  /** Makes or changes one record. Errors: as apply; RECORD_CHANGED when it is not that version any more. */
  put(kind: RecordKind, id: string, sent: SentRecord, by: Writing): Promise<Outcome>;
  /** Takes a record out of use, or back. Errors: RECORD_NOT_FOUND, RECORD_IN_USE. */
  retire(kind: RecordKind, id: string, retired: boolean, by: Writing): Promise<Outcome>;
  /** All versions of a record, the newest first; empty when there is none. */
  versions(kind: RecordKind, id: string): Promise<DirectoryRecord[]>;
  /** Records that come with the program: they are there from now on, but where people have changed theirs. */
  ship(records: readonly ShippedRecord[], now: number): Promise<void>;
}

/** Builds the room over the store. */
export function createDirectory(store: Store): Directory {
  let known = emptySnapshot;

  /** `upTo` is a committed revision: what a transaction writes itself is not remembered, it may yet come to nothing. */
  async function readUpTo(db: Store['db'] | Tx, upTo: number): Promise<Snapshot> {
    if (upTo <= known.revision) return known;
    const before = known;
    const next = withRecords(before, await readSince(db, before.revision, upTo), upTo);
    if (next.revision > known.revision) known = next;
    return next;
  }

  async function change(
    by: Writing,
    decide: (tx: Tx, current: Snapshot) => Promise<Omit<Outcome, 'text' | 'dryRun'>>,
  ): Promise<Outcome> {
    const outcome = await store.transaction(async (tx) => {
      const revision = await nextRevision(tx);
      const decided = await decide(tx, await readUpTo(tx, revision - 1));
      await writeRecords(tx, decided.changes, { ...by, revision });
      return decided;
    });
    return { ...outcome, dryRun: false, text: describePlan(outcome, { dryRun: false, prune: false }) };
  }

  async function modeOf(db: Store['db'] | Tx, prune: boolean): Promise<PlanMode> {
    return { of: 'everything', prune, baseOf: await readApplied(db), inUse: await readInUse(db) };
  }

  async function current(db: Store['db'] | Tx = store.db): Promise<Snapshot> {
    return readUpTo(db, await readRevision(db));
  }

  /** Shows what would be, or does it. */
  async function take(
    read: ReadWanted,
    how: { dryRun: boolean; by: Writing; mode: (db: Store['db'] | Tx) => Promise<PlanMode> },
  ): Promise<Outcome> {
    const wanted = wantedOf(read);
    if (!how.dryRun)
      return change(how.by, async (tx, snapshot) => planned(snapshot, wanted, await how.mode(tx)));
    const would = planned(await current(), wanted, await how.mode(store.db));
    return { ...would, dryRun: true, text: describePlan(would, { dryRun: true, prune: false }) };
  }

  return {
    current,
    async apply(files, { dryRun, prune }, by) {
      const outcome = await take(readFiles(files), { dryRun, by, mode: (db) => modeOf(db, prune) });
      return { ...outcome, text: describePlan(outcome, { dryRun, prune }) };
    },
    importTable: (kind, { file, text, dryRun }, by) =>
      take(readTable(kind, file, text), { dryRun, by, mode: () => Promise.resolve({ of: 'fields' }) }),
    put: (kind, id, sent, by) =>
      change(by, async (_tx, snapshot) => {
        const wanted = wantedOf(readSent(kind, id, sent));
        checkVersion(snapshot.get(kind, id), sent.version, id);
        return planned(snapshot, wanted, { of: 'records' });
      }),
    retire: (kind, id, retired, by) =>
      change(by, async (tx, snapshot) => {
        const record = snapshot.get(kind, id);
        if (record === undefined) throw notFound(kind, id);
        if (retired && (kind === 'hosts' || (await readInUse(tx)).has(`${kind}/${id}`))) throw inUse(id);
        const { retired: was, ...rest } = record.data;
        const after = retired ? { ...record.data, retired: true } : rest;
        if ((was === true) === retired) return { changes: [], kept: [] };
        const wanted = [{ kind, id, data: after, place: () => `${kind}/${id}` }] as WantedRecord[];
        return planned(snapshot, wanted, { of: 'records' });
      }),
    versions: (kind, id) => readVersions(store.db, kind, id),
    async ship(records, now) {
      const isNew = (snapshot: Snapshot) => shippedChanges(snapshot, records);
      // Most starts have nothing new.
      if (isNew(await current()).length === 0) return;
      const by = { actor: 'watchcase', door: 'shipped' as Door, now };
      await change(by, async (_tx, snapshot) => ({ changes: isNew(snapshot), kept: [] }));
    },
  };
}

/** New ones, and those that nobody but the program itself has changed so far (pure). */
function shippedChanges(snapshot: Snapshot, records: readonly ShippedRecord[]): PlannedChange[] {
  const fresh = records.filter(({ kind, id }) => {
    const known = snapshot.get(kind, id);
    return known === undefined || known.door === 'shipped';
  });
  const versions = new Map(fresh.map((one) => [keyOf(one), one.version]));
  return planned(snapshot, fresh, { of: 'records' }).changes.map((change) => ({
    ...change,
    version: Math.max(change.version, versions.get(keyOf(change)) ?? 1),
  }));
}

function planned(snapshot: Snapshot, wanted: readonly WantedRecord[], mode: PlanMode) {
  const { changes, kept, faults } = plan(snapshot, wanted, mode);
  if (faults.length > 0) throw new UserError(mostTold(faults));
  return { changes, kept };
}

function wantedOf(read: ReadWanted): WantedRecord[] {
  if ('faults' in read) throw new UserError(read.faults);
  return read.wanted;
}

function readSent(kind: RecordKind, id: string, sent: SentRecord): ReadWanted {
  if ('yaml' in sent) return readRecordYaml(kind, id, sent.yaml);
  const place = (path: readonly (string | number)[]) => path.join('.') || id;
  const checked = checkRecord(kind, { ...sent.data, id }, place);
  return 'faults' in checked ? checked : { wanted: [{ kind, id, data: checked.data, place }] };
}

function checkVersion(record: DirectoryRecord | undefined, version: number | undefined, id: string): void {
  if (version === undefined || (record?.version ?? 0) === version) return;
  throw new UserError({
    code: 'RECORD_CHANGED',
    place: id,
    message:
      record === undefined
        ? 'there is no such record'
        : `${record.changedBy} has changed it meanwhile (version ${record.version})`,
    fix: 'look at it as it is now, and change that',
  });
}

/** There is no such record. */
export function notFound(kind: RecordKind, id: string): UserError {
  return new UserError({
    code: 'RECORD_NOT_FOUND',
    place: `${kind}/${id}`,
    message: 'there is no such record',
  });
}

function inUse(id: string): UserError {
  return new UserError({
    code: 'RECORD_IN_USE',
    place: id,
    message: 'hosts report from it, it cannot go out of use',
    fix: 'take its hosts out of service first',
  });
}
