import { expect, it } from 'vitest';
import { agentAddressFor, type AgentDoor, type Asker, decideAgentAddress } from './agent-address.ts';

const broker = (bound: string, publicHost?: string, secure = false): AgentDoor => ({
  kind: 'embedded',
  bound,
  port: 1883,
  publicHost,
  secure,
});
const outside: Asker = { host: '192.168.1.5', ip: '192.168.1.77', forwarded: false, secure: false };
const here: Asker = { host: '127.0.0.1', ip: '127.0.0.1', forwarded: false, secure: false };
const external = (url: string): AgentDoor => ({ kind: 'external', url });

it.each<[string, AgentDoor, string | undefined, Asker, string]>([
  ['by the name they came', broker('0.0.0.0'), undefined, outside, 'mqtt://192.168.1.5:1883'],
  ['by IPv6', broker('::'), undefined, { ...outside, host: '[fd00::5]' }, 'mqtt://[fd00::5]:1883'],
  ['on this machine', broker('127.0.0.1'), undefined, here, 'mqtt://127.0.0.1:1883'],
  ['on this machine, open to all', broker('0.0.0.0'), 'https://w.example', here, 'mqtt://127.0.0.1:1883'],
  ['as the console is called', broker('0.0.0.0'), 'https://w.example', outside, 'mqtt://w.example:1883'],
  [
    'as the broker is called',
    broker('0.0.0.0', 'mq.example'),
    'https://w.example',
    outside,
    'mqtt://mq.example:1883',
  ],
  [
    'through another port',
    broker('127.0.0.1', 'mq.example:8883'),
    undefined,
    outside,
    'mqtt://mq.example:8883',
  ],
  ['where it is bound', broker('10.0.0.5'), undefined, outside, 'mqtt://10.0.0.5:1883'],
  ['at another broker', external('mqtts://mq.example:8883'), undefined, outside, 'mqtts://mq.example:8883'],
  [
    'at a broker of this machine',
    external('mqtt://127.0.0.1:1883'),
    undefined,
    here,
    'mqtt://127.0.0.1:1883',
  ],
])('tells a host an address it can reach: %s', (_how, ...[door, publicUrl, asker, url]) => {
  expect(decideAgentAddress(door, publicUrl, asker)).toMatchObject({ url });
  expect(agentAddressFor(door, publicUrl, asker)).toBe(url);
});

it.each<[string, AgentDoor, string | undefined, Asker]>([
  ['the broker listens on this machine only', broker('127.0.0.1'), undefined, outside],
  ['the same behind a name', broker('localhost'), 'https://w.example', outside],
  ['another machine came through a tunnel', broker('0.0.0.0'), undefined, { ...outside, host: 'localhost' }],
  ['a proxy nobody named hides the host', broker('0.0.0.0'), undefined, { ...here, forwarded: true }],
  [
    'the console is called by this machine’s own name',
    broker('0.0.0.0'),
    'http://127.0.0.1:80',
    { ...outside, host: '0.0.0.0' },
  ],
  ['the other broker is called so', external('mqtt://localhost:1883'), undefined, outside],
])('refuses an address that cannot be reached: %s', (_why, door, publicUrl, asker) => {
  expect(decideAgentAddress(door, publicUrl, asker)).toHaveProperty('fault');
  expect(() => agentAddressFor(door, publicUrl, asker)).toThrow(/BROKER_NOT_REACHABLE .*still good/);
});

it('says TLS where the broker speaks it; this machine itself may do without', () => {
  const secure = broker('0.0.0.0', undefined, true);
  expect(agentAddressFor(secure, undefined, outside)).toBe('mqtts://192.168.1.5:1883');
  expect(agentAddressFor(secure, undefined, here)).toBe('mqtt://127.0.0.1:1883');
  expect(agentAddressFor(secure, undefined, { ...here, secure: true })).toBe('mqtts://127.0.0.1:1883');
  expect(agentAddressFor(broker('0.0.0.0', 'mq.example:8883', true), undefined, outside)).toBe(
    'mqtts://mq.example:8883',
  );
});
