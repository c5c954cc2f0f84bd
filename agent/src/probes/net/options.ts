import { z } from 'zod';

/** Settings of the probe. */
export const options = z
  .strictObject({
    interfaces: z
      .array(z.string())
      .default([])
      .describe('Only these interfaces, with * and ?; empty for all that are not ignored'),
    ignore: z
      .array(z.string())
      .default([
        'lo',
        'lo0',
        'veth*',
        'br-????????????',
        'vnet*',
        'tap*',
        'cali*',
        'lxc*',
        'vif*',
        'fwbr*',
        'fwln*',
        'fwpr*',
        'ifb*',
        'dummy*',
      ])
      .describe('Interfaces to leave out, with * and ?; an interface named above is never left out'),
  })
  .describe('Traffic of the network interfaces');
