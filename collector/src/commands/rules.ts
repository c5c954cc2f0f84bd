import { readdirSync } from 'node:fs';
import { UserError } from '@watchcase/runtime';
import { type AlertState, createAlerts } from '../alerts/index.ts';
import { configSchema } from '../config.ts';
import type { Verdict } from '../model/index.ts';
import { isTestFile, loadPacks, readText, testPack } from '../rules/index.ts';
import type { CommandNeeds } from './needs.ts';

/** `rules check` and `rules test`; 1 when a test fails. */
export function rulesCommand(args: readonly string[], needs: CommandNeeds): number {
  const [act, folder = configSchema.parse({}).rules.folder] = args;
  if (act !== 'check' && act !== 'test')
    throw new UserError({
      code: 'COMMAND_UNKNOWN',
      place: 'rules',
      message: '"rules check" or "rules test" was expected',
    });
  const packs = loadPacks(folder);
  if (act === 'check') {
    needs.print(
      `${packs.length} packs, ${packs.reduce((sum, pack) => sum + pack.rules.length, 0)} rules: no faults`,
    );
    return 0;
  }
  const files = readdirSync(folder).filter(isTestFile);
  const results = files.flatMap((name) => testPack(packs, readText(folder, name), newAlertTable));
  for (const result of results.filter((one) => !one.passed)) {
    needs.print(
      `failed: ${result.test}, at ${result.at}\n  expected ${JSON.stringify(result.expected)}\n  found    ${JSON.stringify(result.found)}`,
    );
  }
  const failed = results.filter((one) => !one.passed).length;
  needs.print(`${results.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** An alert table that can also list what is active. */
export function newAlertTable() {
  const alerts = createAlerts([]);
  const states = new Map<string, AlertState>();
  return {
    apply(verdicts: readonly Verdict[], at: number) {
      const changes = alerts.apply(verdicts, at);
      for (const change of changes) states.set(change.id, change);
      return changes;
    },
    activeOf: (hostId: string) => alerts.activeOf(hostId),
    active: () => [...states.values()].filter((state) => alerts.activeOf(state.hostId).has(state.id)),
  };
}
