import { createHash } from 'node:crypto';
import type { Clock, PlainLog, StopStack } from '@watchcase/runtime/light';
import { readBoot } from './host/boot.ts';
import { askInventory } from './host/ask-inventory.ts';
import type { Host } from './host/index.ts';
import type { OwnProgram } from './host/own-program.ts';
import type { NewMessage, Outbox } from './outbox/index.ts';
import {
  decideCopies,
  decideRuns,
  type TaskState,
  type ToldCopies,
  type ToldRuns,
} from './schedule/index.ts';
import { unreadOf } from './selfcheck/index.ts';

/** What reports are made of, and where they go. */
export interface ReportNeeds {
  host: Host;
  /** Starts our own program once more. */
  program: OwnProgram;
  outbox: Outbox;
  /** How each thing that is read fares now. */
  states(): readonly TaskState[];
  /** What is wrong with a newer config; undefined when the newest is in service. */
  refused(): readonly string[] | undefined;
  /** Called when something waits to be sent. */
  sent(): void;
  stops: StopStack;
  clock: Clock;
  log: PlainLog;
}

const INVENTORY_MS = 86_400_000;
const FIRST_INVENTORY_MS = 30_000;
const LOOK_MS = 30_000;

/** Reports as events what happens once: a boot, what cannot be read, what stands in the places of backups, the inventory. */
export function startReports(needs: ReportNeeds): void {
  const { host, outbox, states, stops, clock, log } = needs;
  reportBoot();
  reportInventory();
  repeatAbout(clock, LOOK_MS, { name: 'what cannot be read', work: reportUnread, stops });
  repeatAbout(clock, LOOK_MS, { name: 'copies of backups', work: reportCopies, stops });
  repeatAbout(clock, LOOK_MS, { name: 'runs of backups', work: reportRuns, stops });

  function report(events: readonly { kind: string; data: unknown }[], facts: Record<string, string>): void {
    const time = clock.now();
    const messages = events.map(
      (event): NewMessage => ({ kind: 'event', time, body: JSON.stringify({ ...event, time }) }),
    );
    if (outbox.append({ messages, facts })) needs.sent();
  }

  function reportBoot(): void {
    const boot = readBoot(host, clock.now());
    if (boot.bootId === '' || boot.bootId === outbox.fact('boot')) return;
    report([{ kind: 'boot', data: boot }], { boot: boot.bootId });
  }

  /** What cannot be read, and why, goes with the boot that it is said of: collectors that do not know of it take that for what it was. */
  function reportUnread(): void {
    const unread = unreadOf([...states()], needs.refused());
    const told = JSON.stringify(unread);
    if (told === (outbox.fact('unread') ?? '[]')) return;
    report([{ kind: 'boot', data: { ...readBoot(host, clock.now()), unread } }], { unread: told });
  }

  function reportCopies(): void {
    const now = clock.now();
    const told = JSON.parse(outbox.fact('backup-copies') ?? '{}') as ToldCopies;
    const decision = decideCopies(states(), { told, now, printOf });
    if (decision.tell.length === 0) return;
    const events = decision.tell.map((copies) => ({ kind: 'backup_copies', data: { ...copies, at: now } }));
    report(events, { 'backup-copies': JSON.stringify(decision.told) });
  }

  function reportRuns(): void {
    const now = clock.now();
    const told = outbox.fact('backup-runs') ?? '{}';
    const decision = decideRuns(states(), { told: JSON.parse(told) as ToldRuns, now });
    const next = JSON.stringify(decision.told);
    if (next === told) return;
    const events = decision.tell.map((event) => ({ time: now, event: JSON.stringify(event) }));
    if (outbox.report(events, { 'backup-runs': next })) needs.sent();
  }

  /** Reading it takes many child processes: once a day, and not while the first readings are made. */
  function reportInventory(): void {
    let timer = clock.after(FIRST_INVENTORY_MS, read);
    stops.push('inventory', () => timer.cancel());
    function read(): void {
      timer = clock.after(INVENTORY_MS, read);
      void askInventory(host.run.bind(host), needs.program)
        .then(takeInventory)
        .catch((error: unknown) => log.warn({ err: error }, 'the inventory could not be read'));
    }
  }

  function takeInventory(data: Record<string, unknown>): void {
    const print = printOf(JSON.stringify(data));
    const day = String(Math.floor(clock.now() / INVENTORY_MS));
    if (outbox.fact('inventory') === print && outbox.fact('inventory-day') === day) return;
    report([{ kind: 'inventory', data }], { inventory: print, 'inventory-day': day });
  }
}

/** Does something again and again, about so often, until the end. */
export function repeatAbout(
  clock: Clock,
  ms: number,
  { name, work, stops }: { name: string; work(): void; stops: StopStack },
): void {
  let timer = clock.about(ms, again);
  stops.push(name, () => timer.cancel());
  function again(): void {
    timer = clock.about(ms, again);
    work();
  }
}

function printOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
