import { expect, it } from 'vitest';
import { clientOf } from './client-of.ts';

it.each([
  ['192.0.2.7', 'client 192.0.2.7'],
  ['::ffff:192.0.2.7', 'client 192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', 'client 2001:db8:1:2::'],
  ['2001:DB8:1:2::9', 'client 2001:db8:1:2::'],
  ['2001:db8:1:3::9', 'client 2001:db8:1:3::'],
  ['::1', 'client ::'],
  ['fe80::1%eth0', 'client fe80::'],
  ['192.0.2.7:50123', 'client 192.0.2.7'],
  ['[2001:db8:1:2::9]:50123', 'client 2001:db8:1:2::'],
  ['[2001:db8:1:2::9]', 'client 2001:db8:1:2::'],
  ['unknown', 'client unknown'],
  ['_hidden', 'client unknown'],
  ['', 'client unknown'],
])('whoever asks from %s is %s', (ip, client) => {
  expect(clientOf({ ip })).toBe(client);
});
