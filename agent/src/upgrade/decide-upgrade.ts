import { type AgentPackage, compareVersions } from '@watchcase/protocol/light';

/** What is done with an order: nothing, since it is so already; a package is installed; or it is refused, with a stable code and a sentence. */
export type UpgradeDecision =
  | { do: 'nothing' }
  | { do: 'install'; package: AgentPackage }
  | { do: 'refuse'; code: string; reason: string };

/** Whether a version is taken (pure): never an older one, whoever signed it, since its faults are known. */
export function decideUpgrade(
  wanted: string,
  own: { version: string; platform: string },
  packages: readonly AgentPackage[],
): UpgradeDecision {
  const order = compareVersions(wanted, own.version);
  if (wanted === own.version) return { do: 'nothing' };
  if (order <= 0)
    return {
      do: 'refuse',
      code: 'UPGRADE_OLDER',
      reason: `${wanted} is older than ${own.version}, which runs here: agents do not go back`,
    };
  const found = packages.find((one) => one.version === wanted && one.platform === own.platform);
  if (found === undefined)
    return {
      do: 'refuse',
      code: 'UPGRADE_NOT_FOR_THIS_HOST',
      reason: `the collector has no package of ${wanted} for ${own.platform}`,
    };
  return { do: 'install', package: found };
}
