import type { BrokerAddress, BrokerConfig, ExternalConfig } from './config.ts';
import type { Broker, BrokerNeeds } from './contract.ts';
import { startEmbeddedBroker } from './embedded.ts';
import { connectSeveral } from './several.ts';

export type { Broker, BrokerDoor } from './contract.ts';
export { type AgentLine, connectAsAgent } from './as-agent.ts';
export { type BrokerConfig, brokerConfigSchema } from './config.ts';

/** Starts the embedded broker or connects to the external ones; all behave the same towards the house. */
export function startBroker(config: BrokerConfig, needs: BrokerNeeds): Promise<Broker> {
  return config.kind === 'embedded'
    ? startEmbeddedBroker(config, needs)
    : connectSeveral(addressesOf(config), needs);
}

/** User and password are the same for all; files are each broker's own. */
function addressesOf({
  url,
  username,
  password,
  passwordFile,
  pidFile,
  others,
}: ExternalConfig): BrokerAddress[] {
  return [{ url, passwordFile, pidFile }, ...others].map((one) => ({ ...one, username, password }));
}
