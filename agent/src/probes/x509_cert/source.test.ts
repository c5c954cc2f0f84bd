import { expect, it } from 'vitest';
import { parseSource } from './source.ts';

it.each([
  { text: 'https://erp.example', source: { kind: 'server', server: 'erp.example', port: 443 } },
  { text: 'https://erp.example:8443/login', source: { kind: 'server', server: 'erp.example', port: 8443 } },
  { text: 'tls://db.example:5432', source: { kind: 'server', server: 'db.example', port: 5432 } },
  { text: 'tcp://db.example:636', source: { kind: 'server', server: 'db.example', port: 636 } },
  { text: 'db.example:636', source: { kind: 'server', server: 'db.example', port: 636 } },
  { text: '10.0.0.5:443', source: { kind: 'server', server: '10.0.0.5', port: 443 } },
  { text: 'tls://[fe80::1]:443', source: { kind: 'server', server: 'fe80::1', port: 443 } },
  { text: '/etc/ssl/erp.pem', source: { kind: 'file', path: '/etc/ssl/erp.pem' } },
])('reads $text', ({ text, source }) => {
  expect(parseSource(text)).toEqual(source);
});

it.each([
  '',
  'erp.example',
  'tls://erp.example',
  'http://erp.example',
  'https://',
  'a b:1',
  'tls://u:p@h:1',
  'etc/a.pem',
])('refuses "%s"', (text) => {
  expect(parseSource(text)).toBeUndefined();
});
