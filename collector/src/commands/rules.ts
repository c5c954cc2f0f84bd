import { describeFault, type Fault, isUserError, UserError } from '@watchcase/runtime';
import { type AlertState, createAlerts } from '../alerts/index.ts';
import type { Verdict } from '../model/index.ts';
import { loadPacks, readTests, type RulePack, testPack, windowsBeyond } from '../rules/index.ts';
import { checkAgainst } from './check-against.ts';
import type { CommandNeeds, Options } from './needs.ts';
import { configured } from './configured.ts';

const HOUR_MS = 3_600_000;

/** `rules check` and `rules test`; 1 when a test fails, or a rule does not fit a host it is checked against. */
export async function rulesCommand(
  args: readonly string[],
  options: Options,
  needs: CommandNeeds,
): Promise<number> {
  const config = configured(options, needs, (fault) => needs.print(describeFault(fault)));
  const [act, folder = config.rules.folder] = args;
  if (act !== 'check' && act !== 'test')
    throw new UserError({
      code: 'COMMAND_UNKNOWN',
      place: 'rules',
      message: '"rules check" or "rules test" was expected',
    });
  const keptMs = config.history.rawHours * HOUR_MS;
  const packs = loadPacks(folder, options.config === undefined ? undefined : keptMs);
  if (packs.length === 0) {
    needs.print(`no packs: there is no *.yaml in ${folder}`);
    return 1;
  }
  if (act === 'check') {
    const rules = packs.flatMap((pack) => pack.rules);
    // Without a config it is not known how long the collector will keep readings.
    const doubts = [
      ...rules.flatMap((rule) => rule.doubts),
      ...packs.flatMap((pack) => windowsBeyond(pack, keptMs)),
    ];
    for (const doubt of doubts) needs.print(`warning: ${describeFault(doubt)}`);
    const doubtful = doubts.length === 0 ? '' : `, ${doubts.length} to look at`;
    needs.print(`${packs.length} packs, ${rules.length} rules: no faults${doubtful}`);
    return options.against === undefined ? 0 : checkAgainst(packs, options, needs);
  }
  return testPacks(packs, folder, needs);
}

function testPacks(packs: readonly RulePack[], folder: string, needs: CommandNeeds): number {
  const files = readTests(folder);
  const faults: Fault[] = [];
  const outcomes = files.flatMap((source) => {
    try {
      return [testPack(packs, source, newAlertTable)];
    } catch (error) {
      if (!isUserError(error)) throw error;
      faults.push(...error.faults);
      return [];
    }
  });
  if (faults.length > 0) throw new UserError(faults);
  const results = outcomes.flatMap((one) => one.results);
  for (const result of results.filter((one) => !one.passed))
    needs.print(
      `failed: ${result.test}, at ${result.at}\n  expected ${JSON.stringify(result.expected)}\n  found    ${JSON.stringify(result.found)}`,
    );
  const tied = new Set(outcomes.flatMap((one) => [...one.tied]));
  const { untested, untied } = coverageOf(packs, files, tied);
  for (const file of untested) needs.print(`no tests: ${file} has none beside it`);
  for (const rule of untied)
    needs.print(`failed: no test has the series that ${rule} reads, in the units it takes`);
  const failed = results.filter((one) => !one.passed).length + untied.length;
  needs.print(`${results.length + untied.length - failed} passed, ${failed} failed`);
  return failed === 0 && files.length > 0 ? 0 : 1;
}

/** Packs without a test file beside them, and rules of the others that are in service in no test. */
function coverageOf(
  packs: readonly RulePack[],
  tests: readonly { file: string }[],
  tied: ReadonlySet<string>,
) {
  const names = new Set(tests.map(({ file }) => file.replace(/\.test\.ya?ml$/i, '')));
  const isTested = ({ file }: RulePack) => names.has(file.replace(/\.ya?ml$/i, ''));
  return {
    untested: packs.filter((pack) => !isTested(pack)).map(({ file }) => file),
    untied: packs
      .filter(isTested)
      .flatMap(({ rules }) => rules.map((rule) => rule.facts.id))
      .filter((rule) => !tied.has(rule)),
  };
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
