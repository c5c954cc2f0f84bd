import { join, resolve } from 'node:path';
import { systemClock, UserError } from '@watchcase/runtime';
import { stringify } from 'yaml';
import { initTls, machineNames, type MadeTls, renewTls } from '../tls/index.ts';
import type { CommandNeeds, Options } from './needs.ts';

/**
 * `tls init` and `tls renew`: make an authority of one's own with a certificate for this machine, and make that certificate anew. Errors: COMMAND_UNKNOWN and those of
 * initTls and renewTls.
 */
export function tlsCommand([act, ...more]: readonly string[], options: Options, needs: CommandNeeds): number {
  const folder = resolve(options.to ?? join(options.data, 'tls'));
  const given = options.name ?? [];
  const now = systemClock.now();
  if (act === 'init' && more.length === 0) {
    const made = initTls(folder, { names: [...given, ...machineNames()], now });
    needs.print(initialised(made, folder));
    return 0;
  }
  if (act === 'renew' && more.length === 0) {
    const { names, until } = renewTls(folder, { names: given, now });
    needs.print(
      `the certificate for ${names.join(', ')} is good until ${dayOf(until)}; a collector takes it up by itself`,
    );
    return 0;
  }
  throw new UserError({
    code: 'COMMAND_UNKNOWN',
    place: ['tls', act, ...more].filter((word) => word !== undefined).join(' '),
    message: '"tls init" or "tls renew" was expected',
    fix: 'see watchcase --help',
  });
}

function initialised({ files, names, until, pin }: MadeTls, folder: string): string {
  const tls = { certificateFile: files.certificate, keyFile: files.key, authorityFile: files.authority };
  return [
    `made an authority and a certificate for ${names.join(', ')}`,
    `good until ${dayOf(until)}; make it anew before with: watchcase tls renew --to ${folder}`,
    `hosts that join from now on trust the authority with the public key sha256:${pin} and no other`,
    `${files.authorityKey} can speak for every collector they trust: keep a copy where nobody else comes`,
    '',
    'for the config:',
    '',
    stringify({ tls }).trimEnd(),
  ].join('\n');
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
