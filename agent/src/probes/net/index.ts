import { z } from 'zod';
import { defineProbe } from '../../contract.ts';
import { createNameTest } from '../name-patterns.ts';
import { counterFields, type InterfaceCounters } from './counter-fields.ts';
import { parseInterfaces } from './parse-interfaces.ts';

const options = z
  .strictObject({
    interfaces: z
      .array(z.string())
      .default([])
      .describe('Only these interfaces, with * and ?; empty for all that are not ignored'),
    ignore: z
      .array(z.string())
      .default(['lo', 'lo0', 'veth*', 'cali*', 'lxc*', 'ifb*', 'dummy*'])
      .describe('Interfaces to leave out, with * and ?; an interface named above is never left out'),
  })
  .describe('Traffic of the network interfaces');

export default defineProbe({
  name: 'net',
  options,
  start({ interfaces, ignore }, host) {
    const isNamed = createNameTest(interfaces);
    const isIgnored = createNameTest(ignore);
    const isWanted = interfaces.length > 0 ? isNamed : (name: string) => !isIgnored(name);
    return async () => {
      const found: InterfaceCounters[] =
        host.platform === 'linux'
          ? parseInterfaces(host.read('/proc/net/dev'))
          : await host.portable.interfaces();
      return found
        .filter(({ name }) => isWanted(name))
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map((counters) => ({
          measurement: 'net',
          tags: { interface: counters.name },
          fields: counterFields(counters),
        }));
    };
  },
});
