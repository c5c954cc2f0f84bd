import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signLink, verifyLink } from './links.ts';

const secret = 'a secret of the house';
const now = Date.UTC(2026, 2, 2);
const link = { purpose: 'acknowledge', caseId: 12, person: '王芳', expiresAt: now + 1000 } as const;
const token = signLink(secret, link);
const [body = '', signature = ''] = token.split('.');
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const signed = (text: string) => `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;

describe('an acknowledge link', () => {
  it('says who may acknowledge what', () => {
    expect(verifyLink(secret, token, now)).toEqual(link);
    expect(token).toMatch(/^[\w-]+\.[\w-]+$/);
  });

  it('expires at its moment', () => {
    expect(verifyLink(secret, token, now + 999)).toEqual(link);
    expect(verifyLink(secret, token, now + 1000)).toEqual({ fault: 'expired' });
  });

  it.each([
    ['nothing', ''],
    ['garbage', '%%%.%%%'],
    ['no signature', body],
    ['an empty signature', `${body}.`],
    ['a cut signature', `${body}.${signature.slice(0, -2)}`],
    ['a signature made longer', `${body}.${signature}AAAA`],
    ["another body under this one's signature", `${encoded({ ...link, caseId: 13 })}.${signature}`],
    ['a later end under the same signature', `${encoded({ ...link, expiresAt: now * 2 })}.${signature}`],
    ['a signature by another secret', signLink('guessed', link)],
    ['another purpose, well signed', signed(encoded({ ...link, purpose: 'close' }))],
    ['no JSON, well signed', signed('bm90IGpzb24')],
    ['nothing, well signed', signed('')],
    ['JSON null, well signed', signed(encoded(null))],
  ])('is refused: %s', (_name, bad) => {
    expect(verifyLink(secret, bad, now)).toEqual({ fault: 'invalid' });
  });
});
