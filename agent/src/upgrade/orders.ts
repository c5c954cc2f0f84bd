import { fileURLToPath } from 'node:url';
import type { UpgradeOrder } from '@watchcase/protocol/light';
import { type Clock, type PlainLog, UserError } from '@watchcase/runtime/light';
import type { AgentConfig } from '../config.ts';
import type { Outbox } from '../outbox/index.ts';
import { readCollector } from './known-collector.ts';
import { type Place, placeOf } from './place.ts';
import { ANSWERED_FACT, answerOf, type Outcome, TRYING_FACT } from './tell-outcome.ts';

/** A version that lies beside the one that runs, and is to be tried. */
export interface ReadyVersion {
  order: number;
  version: string;
  home: string;
  folder: string;
  /** It must have connected by then. */
  withinMs: number;
}

/** The collector's orders to run another version. */
export interface Orders {
  /** True where they are taken: the config says so, and this agent was installed as versions beside each other, by a token that names a key. */
  takes(): boolean;
  take(order: UpgradeOrder): void;
  /** Says what became of one that the last agent on this state folder was about to carry out. */
  reportInterrupted(): void;
}

/** What they need. */
export interface OrderNeeds {
  state: string;
  /** The version that runs. */
  version: string;
  /** The config in service. */
  config(): AgentConfig;
  authority: string | undefined;
  outbox: Pick<Outbox, 'append' | 'fact'>;
  /** There is something new in the outbox. */
  wake(): void;
  /** Another version is there to be tried: this one ends. */
  ready(version: ReadyVersion): void;
  /** This version is being tried itself. */
  isOnTrial: boolean;
  clock: Clock;
  log: PlainLog;
}

/** What is loaded to carry one out is loaded then. */
export function createOrders(needs: OrderNeeds): Orders {
  const { state, version: own, outbox, clock, log } = needs;
  const place = findPlace();
  const known = readCollector(state);
  let busy = false;

  /** Where packages come from, and which key signs them; undefined where nobody said. */
  function source(order?: UpgradeOrder): { url: string | undefined; packageKey: string | undefined } {
    const { from, key } = needs.config().upgrade;
    return { url: from ?? known?.url ?? order?.url, packageKey: key ?? known?.packageKey };
  }

  function answer(outcome: Outcome): void {
    if (outcome.outcome === 'refused')
      log.error({ ...outcome }, 'the collector asks for another version of this agent, which is refused');
    outbox.append(answerOf(outcome, clock.now()));
    needs.wake();
  }

  async function prepare(order: UpgradeOrder): Promise<ReadyVersion | undefined> {
    const { version } = order;
    if (!needs.config().upgrade.enabled)
      throw refused('UPGRADE_OFF', 'upgrade.enabled of this agent’s config is not true');
    if (place === undefined)
      throw refused(
        'UPGRADE_MANAGED',
        'this agent was not installed by /install: whoever installed it upgrades it',
      );
    const { url, packageKey } = source(order);
    if (packageKey === undefined)
      throw refused(
        'UPGRADE_NO_KEY',
        'this host joined before tokens named the key of packages: set upgrade.key',
      );
    if (url === undefined)
      throw refused('UPGRADE_NO_ADDRESS', 'where packages are is not known: set upgrade.from in the config');
    const { prepareVersion } = await import('./prepare.ts');
    const wanted = { version, own, place, url, packageKey, authority: needs.authority };
    const folder = await prepareVersion(wanted);
    if (folder === undefined) return undefined;
    const withinMs = needs.config().upgrade.connectWithin;
    return { order: order.order, version, home: place.home, folder, withinMs };
  }

  async function carryOut(order: UpgradeOrder): Promise<void> {
    const of = { order: order.order, version: order.version };
    try {
      const ready = await prepare(order);
      if (ready === undefined) return answer({ ...of, outcome: 'installed', code: '', reason: '' });
      outbox.append({ messages: [], facts: { [TRYING_FACT]: JSON.stringify(of) } });
      needs.ready(ready);
    } catch (error) {
      const [fault] = error instanceof UserError ? error.faults : [];
      const { code = 'INTERNAL', message = String(error) } = fault ?? {};
      answer({ ...of, outcome: 'refused', code, reason: message });
    }
  }

  return {
    takes: () => place !== undefined && needs.config().upgrade.enabled && source().packageKey !== undefined,
    take(order) {
      if (busy || needs.isOnTrial || outbox.fact(ANSWERED_FACT) === String(order.order)) return;
      busy = true;
      void carryOut(order).finally(() => {
        busy = false;
      });
    },
    reportInterrupted() {
      const trying = outbox.fact(TRYING_FACT) ?? '';
      if (trying === '' || needs.isOnTrial) return;
      const of = JSON.parse(trying) as Pick<Outcome, 'order' | 'version'>;
      answer(
        of.version === own
          ? { ...of, outcome: 'installed', code: '', reason: '' }
          : {
              ...of,
              outcome: 'rolled-back',
              code: 'UPGRADE_INTERRUPTED',
              reason: 'it was interrupted; the version before goes on',
            },
      );
    },
  };
}

function findPlace(): Place | undefined {
  const { platform: os, arch } = process;
  const files = [fileURLToPath(import.meta.url), process.execPath];
  return files.map((file) => placeOf(file, { os, arch })).find((found) => found !== undefined);
}

function refused(code: string, message: string): UserError {
  return new UserError({ code, place: 'upgrade', message });
}
