import { agentDeb, agentRpm, agentTar, agentZip, type PackageMaking } from './agent/agent-packages.ts';
import { collectorDeb } from './collector/collector-deb.ts';

/** Everything that can be made, by the name that --only knows; each gives the path of what it made. */
export const packageKinds: Readonly<Record<string, (making: PackageMaking) => Promise<string>>> = {
  'agent-deb': (making) => agentDeb('linux-x64', making),
  'agent-deb-arm64': (making) => agentDeb('linux-arm64', making),
  'agent-rpm': (making) => agentRpm('linux-x64', making),
  'agent-rpm-arm64': (making) => agentRpm('linux-arm64', making),
  'agent-tar': (making) => agentTar('linux-x64', false, making),
  'agent-tar-arm64': (making) => agentTar('linux-arm64', false, making),
  'agent-tar-carried': (making) => agentTar('linux-x64', true, making),
  'agent-zip': (making) => agentZip(making),
  'collector-deb': (making) => collectorDeb(making),
};
