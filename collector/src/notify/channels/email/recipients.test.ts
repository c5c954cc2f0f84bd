import { expect, it } from 'vitest';
import { parseMailboxes } from './recipients.ts';

it.each([
  { text: 'ada@example.com', is: [['', 'ada@example.com']] },
  {
    text: ' ada@example.com ,\tbob@example.com,',
    is: [
      ['', 'ada@example.com'],
      ['', 'bob@example.com'],
    ],
  },
  { text: 'Ada L. <ada@example.com>', is: [['Ada L.', 'ada@example.com']] },
  {
    text: '"Wang, Fang; 王芳，" <wang@example.com>, bob@b.example',
    is: [
      ['Wang, Fang; 王芳，', 'wang@example.com'],
      ['', 'bob@b.example'],
    ],
  },
  { text: 'root@localhost', is: [['', 'root@localhost']] },
  { text: '值班@例子.中国', is: [['', '值班@例子.中国']] },
  { text: 'ada+pages@[10.0.0.9]', is: [['', 'ada+pages@[10.0.0.9]']] },
  { text: 'ada@example.com\n', is: [['', 'ada@example.com']] },
  { text: 'ada@example.com, Ada <ADA@example.com>', is: [['', 'ada@example.com']] },
])('reads "$text"', ({ text, is }) => {
  const { mailboxes, faults } = parseMailboxes(text);
  expect(faults).toEqual([]);
  expect(mailboxes.map(({ name, address }) => [name, address])).toEqual(is);
});

it.each([
  { text: 'ops', says: '"ops" is no mail address; write it as ops@example.com' },
  { text: '', says: 'an address such as ops@example.com was expected' },
  { text: ' , ', says: 'an address such as ops@example.com was expected' },
  {
    text: 'ada@example.com\nbob@example.com',
    says: 'a line break is in it; write the addresses on one line',
  },
  { text: 'ada@example.com\r\nBcc: x@example.com', says: 'a line break is in it' },
  { text: 'ada@example.com，bob@example.com', says: '"，" was found where "," is expected' },
  { text: 'ada@example.com、bob@example.com', says: '"、" was found where "," is expected' },
  { text: 'ada@example.com; bob@example.com', says: '";" was found where "," is expected' },
  { text: 'ada＠example.com', says: '"＠" was found where "@" is expected' },
  { text: 'ada@example．com', says: '"．" was found where "." is expected' },
  { text: 'ada@example.com bob@example.com', says: 'is no mail address' },
  { text: 'ada@@example.com', says: 'is no mail address' },
  { text: 'ada@example..com', says: 'is no mail address' },
  { text: '.ada@example.com', says: 'is no mail address' },
  { text: 'ada@', says: 'is no mail address' },
  { text: 'Ada <ada@example.com', says: 'is no mail address' },
  { text: 'ada@example.com, ops', says: '"ops" is no mail address' },
  { text: 'ada\u0007@example.com', says: 'a control character is in it' },
])('refuses %j', ({ text, says }) => {
  expect(parseMailboxes(text).faults.join('\n')).toContain(says);
});
