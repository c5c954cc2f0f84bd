import { createHash, type KeyObject, randomBytes, sign, type X509Certificate } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';
import {
  bits,
  boolean,
  integer,
  nothing,
  objectId,
  octets,
  sequence,
  set,
  tagged,
  time,
  utf8,
  valuesIn,
} from './der.ts';

/** What a certificate is to say. Times in Unix milliseconds. */
export interface Wish {
  purpose: 'authority' | 'server' | 'client';
  /** Common name. */
  subject: string;
  publicKey: KeyObject;
  /** Names and addresses it is for. */
  names: readonly string[];
  from: number;
  to: number;
}

/** Who signs it: the key, and the authority's certificate; none for the authority's own. */
export interface Signer {
  key: KeyObject;
  authority: X509Certificate | undefined;
}

const ID = {
  commonName: '2.5.4.3',
  subjectKey: '2.5.29.14',
  keyUsage: '2.5.29.15',
  names: '2.5.29.17',
  constraints: '2.5.29.19',
  authorityKey: '2.5.29.35',
  extendedUsage: '2.5.29.37',
  server: '1.3.6.1.5.5.7.3.1',
  client: '1.3.6.1.5.5.7.3.2',
} as const;
const SERIAL_BYTES = 16;
/** Bits of RFC 5280 §4.2.1.3, from the left: digitalSignature; keyCertSign and cRLSign. */
const SIGNS = bits(Buffer.from([0x80]), 7);
const SIGNS_CERTIFICATES = bits(Buffer.from([0x06]), 1);

/** Writes and signs a certificate of X.509 version 3 (RFC 5280); gives it as PEM. */
export function issueCertificate(wish: Wish, signer: Signer): string {
  const algorithm = algorithmOf(signer.key);
  const subject = nameOf(wish.subject);
  const body = sequence(
    tagged(0, integer(Buffer.from([2])), 'constructed'),
    // Never negative, never zero.
    integer(Buffer.concat([Buffer.from([0x40]), randomBytes(SERIAL_BYTES)])),
    algorithm.identifier,
    signer.authority === undefined ? subject : subjectOf(signer.authority),
    sequence(time(wish.from), time(wish.to)),
    subject,
    derOf(wish.publicKey),
    tagged(3, sequence(...extensionsOf(wish, signer)), 'constructed'),
  );
  const signature = sign(algorithm.digest, body, signer.key);
  return pemOf(sequence(body, algorithm.identifier, bits(signature)));
}

function extensionsOf(wish: Wish, { authority }: Signer): Buffer[] {
  const ownKey = keyIdOf(derOf(wish.publicKey));
  const isAuthority = wish.purpose === 'authority';
  const constraints = isAuthority ? sequence(boolean(true), integer(Buffer.from([0]))) : sequence();
  return [
    extension(ID.constraints, constraints, 'critical'),
    extension(ID.keyUsage, isAuthority ? SIGNS_CERTIFICATES : SIGNS, 'critical'),
    ...(isAuthority
      ? []
      : [extension(ID.extendedUsage, sequence(objectId(wish.purpose === 'server' ? ID.server : ID.client)))]),
    ...(wish.names.length === 0 ? [] : [extension(ID.names, sequence(...wish.names.map(generalName)))]),
    extension(ID.subjectKey, octets(ownKey)),
    extension(ID.authorityKey, sequence(tagged(0, authority === undefined ? ownKey : keyIdIn(authority)))),
  ];
}

function extension(id: string, content: Buffer, critical?: 'critical'): Buffer {
  return sequence(objectId(id), ...(critical === undefined ? [] : [boolean(true)]), octets(content));
}

function nameOf(commonName: string): Buffer {
  return sequence(set(sequence(objectId(ID.commonName), utf8(commonName))));
}

/** RFC 5280 §4.2.1.6: 2 is a DNS name, 7 an address. */
function generalName(name: string): Buffer {
  const address = addressBytes(name);
  return address === undefined ? tagged(2, Buffer.from(name, 'latin1')) : tagged(7, address);
}

function addressBytes(text: string): Buffer | undefined {
  if (isIPv4(text)) return Buffer.from(text.split('.').map(Number));
  if (!isIPv6(text)) return undefined;
  // The one form with all its groups; a zone is not part of an address.
  const bare = new URL(`http://[${text.split('%')[0]}]`).hostname.slice(1, -1);
  const [left = '', right] = bare.split('::');
  const groups = (part: string | undefined) => (part ?? '').split(':').filter((group) => group !== '');
  const zeros = Array.from({ length: 8 - groups(left).length - groups(right).length }, () => '0');
  const all = [...groups(left), ...zeros, ...groups(right)];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}

/** The issuer must be named byte for byte as the authority names itself. */
function subjectOf(authority: X509Certificate): Buffer {
  const { raw } = authority;
  const [whole] = valuesIn(raw, 0, raw.length);
  const [body] = whole === undefined ? [] : valuesIn(raw, whole.from, whole.to);
  const fields = body === undefined ? [] : valuesIn(raw, body.from, body.to);
  // Behind version (where there is one), serial number, algorithm, issuer and times.
  const subject = fields[fields[0]?.tag === VERSION ? 5 : 4];
  if (subject === undefined) throw new RangeError('the certificate of the authority has no subject');
  return raw.subarray(subject.at, subject.to);
}

const VERSION = 0xa0;

/** The key's number as the authority has it in its own certificate, else as RFC 5280 §4.2.1.2 makes it. */
function keyIdIn(authority: X509Certificate): Buffer {
  const { raw } = authority;
  const id = objectId(ID.subjectKey);
  const at = raw.indexOf(id);
  if (at === -1) return keyIdOf(derOf(authority.publicKey));
  const [outer] = valuesIn(raw, at + id.length, at + id.length + 1);
  const [inner] = outer === undefined ? [] : valuesIn(raw, outer.from, outer.to);
  return inner === undefined ? keyIdOf(derOf(authority.publicKey)) : raw.subarray(inner.from, inner.to);
}

function keyIdOf(publicKey: Buffer): Buffer {
  const [whole] = valuesIn(publicKey, 0, publicKey.length);
  const key = whole === undefined ? undefined : valuesIn(publicKey, whole.from, whole.to)[1];
  if (key === undefined) throw new RangeError('a public key has no bits');
  // Behind the count of unused bits.
  return createHash('sha1')
    .update(publicKey.subarray(key.from + 1, key.to))
    .digest();
}

function algorithmOf(key: KeyObject): { identifier: Buffer; digest: string | null } {
  switch (key.asymmetricKeyType) {
    case 'ec':
      return { identifier: sequence(objectId('1.2.840.10045.4.3.2')), digest: 'sha256' };
    case 'rsa':
      return { identifier: sequence(objectId('1.2.840.113549.1.1.11'), nothing()), digest: 'sha256' };
    case 'ed25519':
      return { identifier: sequence(objectId('1.3.101.112')), digest: null };
    default:
      throw new RangeError(`certificates are not signed with a key of type ${key.asymmetricKeyType}`);
  }
}

function derOf(publicKey: KeyObject): Buffer {
  return publicKey.export({ type: 'spki', format: 'der' });
}

function pemOf(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
