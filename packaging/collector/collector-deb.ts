import { buildDeb } from '../formats/build-deb.ts';
import type { PackingPlace } from '../formats/packed-software.ts';
import { collectorBill, collectorFiles } from './collector-files.ts';
import { collectorScripts } from './deb-scripts.ts';

const ARCHES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** The collector's .deb for this machine's kind of processor; gives its path. */
export function collectorDeb({
  root,
  version,
  place,
}: {
  /** The checkout, set up. */
  root: string;
  version: string;
  place: PackingPlace;
}): Promise<string> {
  const deb = {
    name: 'watchcase',
    version,
    arch: ARCHES[process.arch] ?? process.arch,
    maintainer: 'Watchcase <watchcase@example.org>',
    summary: 'Hears Watchcase agents, opens fault cases with service targets, and pages people',
    description: [
      'The collector: broker, rules, cases with clocks over working calendars, rotas and',
      'chains, console and API. It brings its own Node.js and needs no other service;',
      'PostgreSQL, Mosquitto, VictoriaMetrics and InfluxDB are used where they are named.',
    ],
    depends: ['libc6 (>= 2.28)', 'libstdc++6', 'passwd'],
    files: [...collectorFiles(root), collectorBill(root, { version, sourceDate: place.sourceDate })],
    configFiles: ['/etc/watchcase/watchcase.yaml'],
    scripts: collectorScripts,
  };
  return buildDeb(deb, place);
}
