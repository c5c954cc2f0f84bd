import { existsSync, readdirSync } from 'node:fs';
import type { BackupStatus } from '../../../agent/src/contract.ts';
import { behind, type Outcome, type Seen, type Told } from './outcomes.ts';
import type { Command, Wanted, Workshop } from './workshop.ts';

/** A tool, and how its reader is asked for what stands at a place. */
interface Tool {
  tool: string;
  /** Name of its reader, where that is another. */
  reader?: string;
  /** Where its backups go. */
  home: string;
  options(place: string): object;
}

/** Copies that something is done to, and what verifies them. */
interface Verified {
  place: string;
  verify: Command;
  /** What it prints of damage; without it, it ends with a code of its own. */
  words?: string;
  spoil(): unknown;
}

/** Writes down what becomes of a tool's backups, outcome by outcome: what its runs and drills told, and what its reader says then. */
export function recorder(shop: Workshop, { tool, reader = tool, home, options }: Tool) {
  const told: Partial<Record<Outcome, Told>> = {};
  let second: readonly BackupStatus[] = [];
  let restored = 0;
  const read = (place = home, now?: number) => shop.ask(reader, options(place), now);
  return {
    /** A run of it, and what stands there then. */
    async run(
      outcome: Outcome,
      command: Command,
      { place = home, ...wanted }: Wanted & { place?: string } = {},
    ) {
      told[outcome] = { events: await shop.run(command, wanted), local: await read(place) };
    },
    /** A run that hangs in its middle, and then is killed. */
    async breakOff(command: Command, isInTheMiddle: () => unknown, place = home) {
      const going = await shop.begin(command, isInTheMiddle);
      try {
        told.stuck = { events: going.began, local: await read(place) };
      } finally {
        told.killed = { events: await going.kill() };
      }
      told.killed = { ...told.killed, local: await read(place) };
    },
    /** Copies in a second place, and what is read of it once they are gone. */
    async lose(place: string, remove: () => unknown) {
      second = await read(place);
      remove();
      told['copy lost'] = { offsite: await read(place) };
    },
    /** Damage that is found by its verification, which found none before. */
    async damage({ place, verify, words, spoil }: Verified) {
      await shop.verify(verify, { location: place, words, sound: true });
      spoil();
      const local = await read(place);
      const wanted = { location: local[0]?.location ?? '', words, sound: false };
      told.damaged = { events: await shop.verify(verify, wanted), local };
    },
    /** Damage that its reader sees by itself. */
    async spoilt(place: string) {
      told.damaged = { local: await read(place) };
    },
    /** A drill by its plan; `failure` is what it then finds. */
    async drill(plan: object, failure?: RegExp) {
      const outcome = failure === undefined ? 'drill passed' : 'drill failed';
      told[outcome] = { events: await shop.drill(plan, failure) };
    },
    /** A drill by hand: what comes back is looked at for a file, and told with the outcome that gives. */
    async drillByHand(
      outcome: 'drill passed' | 'drill failed',
      bring: (to: string) => unknown,
      file: string,
    ) {
      const to = shop.at(`restored-${tool}-${++restored}`);
      bring(to);
      const found = existsSync(to) ? readdirSync(to, { recursive: true }) : [];
      const passed = found.some((path) => `/${String(path)}`.endsWith(`/${file}`));
      told[outcome] = { events: await shop.recordDrill(tool, passed) };
    },
    /** What is read of the same copies by a clock that is behind theirs. */
    async clockAhead() {
      told['clock ahead'] = { local: await read(home, behind()) };
    },
    /** All of it; with a clock that is ahead of the last copies, where it was not before. */
    async seen(): Promise<Seen> {
      if (told['clock ahead'] === undefined) await this.clockAhead();
      return { tool, told, second };
    },
  };
}
export type Recorder = ReturnType<typeof recorder>;
