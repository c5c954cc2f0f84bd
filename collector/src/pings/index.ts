export {
  addPingAddress,
  endPingAddress,
  listPingAddresses,
  type PingAddressRow,
  rotatePingAddress,
} from './ping-addresses.ts';
export { createPings } from './create-pings.ts';
export { PING_CHARACTERS } from '../ingest/index.ts';
