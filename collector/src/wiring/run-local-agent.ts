import type { Clock, Log } from '@watchcase/runtime';
import { DEFAULT_CUSTOMER, DEFAULT_SITE } from '../directory/index.ts';
import type { Enrolments } from '../http/index.ts';
import { type DataFolder, startLocalAgent } from '../startup/index.ts';

/** The local agent says its farewell in this time. */
const AGENT_STOP_MS = 1900;

/** Runs an agent for this machine, which joins as any other; gives what ends it. */
export function runLocalAgent(parts: {
  folder: DataFolder;
  enrolUrl: string;
  enrolments: Enrolments;
  clock: Clock;
  log: Log;
}): () => Promise<void> {
  const { folder, enrolUrl, enrolments, clock, log } = parts;
  const wanted = { customer: DEFAULT_CUSTOMER, site: DEFAULT_SITE, validMinutes: 10 };
  const agent = startLocalAgent({
    stateFolder: folder.file('agent'),
    enrolUrl,
    newToken: async () => (await enrolments.create(wanted, clock.now())).token,
    clock,
    log,
  });
  return () => agent.stop(AGENT_STOP_MS);
}
