import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildDeb } from '../formats/build-deb.ts';
import { buildRpm } from '../formats/build-rpm.ts';
import { buildTar } from '../formats/build-tar.ts';
import { buildZip } from '../formats/build-zip.ts';
import type { PackingPlace } from '../formats/packed-software.ts';
import type { PackedFile } from '../packed-file.ts';
import { type AgentMaking, agentContent } from './agent-content.ts';
import { debScripts, rpmScripts } from './deb-scripts.ts';

/** What a kind of package is made with. */
export interface PackageMaking extends AgentMaking {
  place: PackingPlace;
}

const HOST_FILES = join(import.meta.dirname, 'host-files');
const LIB = '/usr/lib/watchcase-agent';
const FOLDER = '/watchcase-agent';
const SOFTWARE = {
  name: 'watchcase-agent',
  maintainer: 'Watchcase <watchcase@example.org>',
  summary: 'Reads this machine and its backups, and reports to a Watchcase collector',
  description: [
    'One process that measures the machine and asks its backup tools, keeps every',
    'reading on disk until the collector has it, and opens no port. It brings its own',
    'Node.js and needs no library of it.',
  ],
};
const ARCHES = {
  'linux-x64': { deb: 'amd64', rpm: 'x86_64' },
  'linux-arm64': { deb: 'arm64', rpm: 'aarch64' },
} as const;
type LinuxPlatform = keyof typeof ARCHES;

/** The .deb of one platform; gives its path. */
export async function agentDeb(platform: LinuxPlatform, making: PackageMaking): Promise<string> {
  const files = await filesOfPackage(platform, making);
  const depends = ['libc6 (>= 2.28)', 'libstdc++6', 'libgcc-s1 | libgcc1', 'passwd'];
  const { version, place } = making;
  const scripts = debScripts(hostFile('prepare-host.sh'));
  return buildDeb({ ...SOFTWARE, version, arch: ARCHES[platform].deb, depends, files, scripts }, place);
}

/** The .rpm of one platform; gives its path. */
export async function agentRpm(platform: LinuxPlatform, making: PackageMaking): Promise<string> {
  const files = await filesOfPackage(platform, making);
  const requires = ['glibc >= 2.28', 'libstdc++', 'libgcc', 'shadow-utils'];
  const { version, place } = making;
  const scripts = rpmScripts(hostFile('prepare-host.sh'));
  const of = {
    ...SOFTWARE,
    version,
    arch: ARCHES[platform].rpm,
    license: 'Apache-2.0',
    requires,
    files,
    scripts,
  };
  return buildRpm(of, place);
}

/** The archive of one platform, with its install script; gives its path. */
export async function agentTar(
  platform: LinuxPlatform,
  carried: boolean,
  making: PackageMaking,
): Promise<string> {
  const content = await agentContent({ platform, carried }, making);
  const files = [...content, ...installFiles()].map((file) => ({ ...file, path: `${FOLDER}${file.path}` }));
  const name = `watchcase-agent_${making.version}_${platform}${carried ? '-carries-its-libc' : ''}.tar.gz`;
  return buildTar(name, files, making.place);
}

/** The archive for Windows; gives its path. */
export async function agentZip(making: PackageMaking): Promise<string> {
  const content = await agentContent({ platform: 'windows-x64', carried: false }, making);
  const files = [
    ...content,
    { path: '/install-service.ps1', text: hostFile('install-service.ps1').replaceAll('\n', '\r\n') },
  ];
  const inside = files.map((file) => ({ ...file, path: `${FOLDER}${file.path}` }));
  return buildZip(`watchcase-agent_${making.version}_windows-x64.zip`, inside, making.place);
}

async function filesOfPackage(platform: LinuxPlatform, making: PackageMaking): Promise<PackedFile[]> {
  const content = await agentContent({ platform, carried: false }, making);
  return [
    { path: LIB, folder: true },
    ...content.map((file) => ({ ...file, path: `${LIB}${file.path}` })),
    { path: '/usr/bin/watchcase-agent', linkTo: '../lib/watchcase-agent/bin/watchcase-agent' },
    { path: '/usr/lib/systemd/system/watchcase-agent.service', text: agentUnit('/usr/bin') },
    { path: '/usr/share/doc/watchcase-agent/copyright', text: COPYRIGHT },
  ];
}

const COPYRIGHT = `Watchcase is under the Apache License 2.0. What it brings along, and under which terms, is in ${LIB}/LICENCES and
${LIB}/sbom.cdx.json.
`;

function installFiles(): PackedFile[] {
  const unit = (name: string) => ({ path: `/units/${name}`, text: placed(hostFile(name), '/usr/local/bin') });
  return [
    { path: '/install.sh', text: hostFile('install.sh'), mode: 0o755 },
    { path: '/uninstall.sh', text: hostFile('uninstall.sh'), mode: 0o755 },
    { path: '/units/prepare-host.sh', text: hostFile('prepare-host.sh') },
    ...['watchcase-agent.service', 'watchcase-agent.openrc', 'watchcase-agent.init'].map(unit),
  ];
}

/** The agent's systemd unit, which calls it in the folder `bin`. */
export function agentUnit(bin: string): string {
  return placed(hostFile('watchcase-agent.service'), bin);
}

function placed(text: string, bin: string): string {
  return text.replaceAll('@BIN@', bin);
}

function hostFile(name: string): string {
  return readFileSync(join(HOST_FILES, name), 'utf8');
}
