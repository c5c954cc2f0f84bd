import { defineProbe } from '../../contract.ts';
import { createNameTest } from '../name-patterns.ts';
import { counterFields, type InterfaceCounters } from './counter-fields.ts';
import { parseInterfaces } from './parse-interfaces.ts';
import type { options } from './options.ts';

export default defineProbe<typeof options>({
  name: 'net',
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
