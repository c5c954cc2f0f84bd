export {
  addPingAddress,
  endPingAddress,
  listPingAddresses,
  type PingAddressRow,
  rotatePingAddress,
} from './ping-addresses.ts';
export { createPings, PING_CHARACTERS } from './take-ping.ts';
