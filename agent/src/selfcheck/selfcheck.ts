import { UPGRADES_SERIES } from '@watchcase/protocol/light';
import type { Clock } from '@watchcase/runtime/light';
import type { Sample } from '../contract.ts';
import type { OutboxStats } from '../outbox/index.ts';

/** What the agent measures itself by. */
export interface SelfcheckNeeds {
  stats(): OutboxStats;
  /** Readings that failed since the agent started. */
  probeFailures(): number;
  /** Probes that give nothing now, and have no series that says so. */
  probesFailing(): number;
  /** Series that are read and not sent. */
  leftOut(): number;
  /** True while a newer config than the one in service was refused. */
  configRefused(): boolean;
  /** Of so many readings one goes out live. */
  slowDown(): number;
  /** True where the collector may ask for another version of the agent. */
  takesUpgrades(): boolean;
  clock: Clock;
}

const TAKES_UPGRADES: Sample['fields'] = [[UPGRADES_SERIES.field, 'none', 1]];

/** Measures the agent itself: measurement `internal_agent`. Drops are counted over restarts, the rest since the start. */
export function createSelfcheck(needs: SelfcheckNeeds): () => Sample {
  const startedAt = needs.clock.monotonic();
  return () => {
    const stats = needs.stats();
    const { user, system } = process.cpuUsage();
    return {
      measurement: 'internal_agent',
      tags: {},
      fields: [
        ['dropped_readings', 'count', stats.droppedReadings],
        ['dropped_events', 'count', stats.droppedEvents],
        ['outbox_messages', 'count', stats.messages],
        ['outbox_bytes', 'bytes', stats.bytes],
        ['outbox_set_aside', 'count', stats.setAside],
        ['rss_bytes', 'bytes', process.memoryUsage.rss()],
        ['cpu_seconds', 'seconds', hundredths((user + system) / 1_000_000)],
        ['probe_failures', 'count', needs.probeFailures()],
        ['probes_failing', 'count', needs.probesFailing()],
        ['left_out_series', 'count', needs.leftOut()],
        ['config_refused', 'none', needs.configRefused() ? 1 : 0],
        // The collector knows by it that it can ask for this.
        ['slow_down', 'none', needs.slowDown()],
        // The same for another version of itself.
        ...(needs.takesUpgrades() ? TAKES_UPGRADES : []),
        ['uptime', 'seconds', Math.floor((needs.clock.monotonic() - startedAt) / 1000)],
      ],
    };
  };
}

/** What comes behind is of no use to anybody, and would be sent in full at every reading. */
function hundredths(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
