import { runAgent } from './agent.ts';
import { runBackups } from './backups.ts';
import { runCases } from './cases.ts';
import { runChainsBench } from './chains.ts';
import { runChaosBench } from './chaos.ts';
import { runDeaf } from './deaf.ts';
import { runDesk } from './desk.ts';
import { runDuty } from './duty.ts';
import { runFaults } from './faults.ts';
import { runFleets, runLatency } from './fleet.ts';
import { runLayouts } from './layouts.ts';
import { runNoisy } from './noisy.ts';
import { runOverload } from './overload.ts';
import { runPeers } from './peers.ts';
import { runDashboardQueries } from './queries.ts';
import { runRestic } from './restic.ts';
import { runReturns } from './return.ts';
import { runRotas } from './rotas.ts';
import { runPlayed } from './kills.ts';

/** Every bench, by its name. */
export const benches = {
  agent: runAgent,
  backups: runBackups,
  cases: runCases,
  chains: runChainsBench,
  chaos: runChaosBench,
  deaf: runDeaf,
  desk: runDesk,
  duty: runDuty,
  faults: runFaults,
  fleet: runFleets,
  latency: runLatency,
  kills: runPlayed,
  layouts: runLayouts,
  noisy: runNoisy,
  overload: runOverload,
  peers: runPeers,
  queries: runDashboardQueries,
  restic: runRestic,
  return: runReturns,
  rotas: runRotas,
};
