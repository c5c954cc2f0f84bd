import { readFileSync } from 'node:fs';
import type { Trust } from '../tls/index.ts';
import type { HttpRooms } from './rooms.ts';

/** What it does, below the names that are set for it. */
const steps = readFileSync(new URL('./install-steps.sh', import.meta.url), 'utf8');

/** What a shell reads between single quotes as exactly this text. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * What a person pastes on the host (pure). An authority of our own is unknown to the machine's curl, so the key that we show is pinned; the script then brings the authority along.
 */
export function joinCommand(url: string, token: string, trust: Trust | undefined): string {
  const pinned = trust !== undefined && url.startsWith('https:');
  return `curl ${pinned ? `-fsSk --pinnedpubkey 'sha256//${trust.shown}'` : '-fsS'} ${url}/install | sh -s -- ${token}`;
}

/**
 * The same for a host that has only busybox, or where nobody is trusted in between (pure): the script is known by the SHA-256 of its text, and what it fetches by the sums that
 * stand in it.
 */
export function carefulCommand(url: string, token: string, scriptSha256: string): string {
  const file = 'watchcase-install.sh';
  const unchecked = url.startsWith('https:') ? ' --no-check-certificate' : '';
  return `wget -q${unchecked} -O ${file} ${url}/install && echo '${scriptSha256}  ${file}' | sha256sum -c && sh ${file} ${token}`;
}

/**
 * The script that installs the agent and joins (pure): it needs a POSIX shell, tar, gzip, curl or wget, and sha256sum or openssl. It says itself which packages there are: `index` is
 * the signed index of them. `authority`: the certificate (PEM) of the only one whose collector the agent is fetched from; the machine's own are good without it.
 */
export function installScript(url: string, index: string, authority?: string): string {
  const { signature, key } = JSON.parse(index) as { signature: string; key: string };
  const manifest = index.slice(index.indexOf(':') + 1, index.lastIndexOf(',"signature":"'));
  return `#!/bin/sh
# Installs the Watchcase agent from the collector below, and joins it:   curl -fsS URL/install | sh -s -- TOKEN [--name NAME]
# As root the agent goes to /opt/watchcase-agent and is started with the machine; as another user it goes to ~/.local/share.
# --upgrades behind the token lets the collector bring this agent up to date from then on.
# Without a token an agent that has joined is brought up to date; --uninstall takes it off this machine, with all that it has written.
# WATCHCASE_PREFIX=DIR puts all of it below DIR.
set -eu
url=${quoted(url)}
authority=${quoted(authority ?? '')}
manifest=${quoted(manifest)}
signature=${quoted(signature)}
key=${quoted(key)}

${steps}`;
}

/** The script for hosts that reach the collector at `url`. */
export async function installScriptFor(
  rooms: Pick<HttpRooms, 'packages' | 'authority'>,
  url: string,
): Promise<string> {
  return installScript(url, await rooms.packages.index(), rooms.authority()?.certificate);
}
