import { Secret } from '@watchcase/runtime';
import { backupTools } from '../backups/registry.generated.ts';
import type { Chosen } from '../chosen.ts';

/** A right beyond those of any user, and what for. */
export interface NeededRight {
  capability: 'CAP_DAC_READ_SEARCH' | 'CAP_SYS_PTRACE';
  reasons: string[];
}

/** What the unit must allow for a config. */
export interface NeededRights {
  rights: NeededRight[];
  /** Names of backup tools that start programs, which may take memory for themselves. */
  programs: string[];
}

/**
 * What a config needs that the agent's own user does not have. Whatever names a file or folder by its full path is somebody else's file until shown otherwise:
 * the rule holds for each probe and tool there is, without a word of theirs.
 */
export function neededRights({ probes, backups }: Chosen): NeededRights {
  const parts = [
    ...probes.map(({ name, options }) => ({ who: `probe ${name}`, paths: pathsIn(options) })),
    ...backups.map(({ job, tool, options }) => ({ who: `backup ${job} (${tool})`, paths: pathsIn(options) })),
  ];
  const reads = parts
    .filter(({ paths }) => paths.length > 0)
    .map(({ who, paths }) => `${who} reads ${paths.join(', ')}`);
  const watched = probes.filter(({ name, options }) => name === 'procstat' && watchesSomething(options));
  return {
    rights: [
      ...(reads.length === 0 ? [] : [{ capability: 'CAP_DAC_READ_SEARCH' as const, reasons: reads }]),
      ...watched.map(() => ({
        capability: 'CAP_SYS_PTRACE' as const,
        reasons: [
          'probe procstat reads which program other users’ processes are, and counts their open files',
        ],
      })),
    ],
    programs: [...new Set(backups.map(({ tool }) => tool).filter(startsPrograms))],
  };
}

/** The drop-in's text; `source` says where the config is. */
export function unitDropIn({ rights, programs }: NeededRights, source: string): string {
  const names = rights.map(({ capability }) => capability).join(' ');
  return [
    `# Made by "watchcase-agent unit" from ${source}: make it anew when that has changed.`,
    '# Its place: /etc/systemd/system/watchcase-agent.service.d/rights.conf',
    '[Service]',
    ...rights.flatMap(({ capability, reasons }) => reasons.map((reason) => `# ${capability}: ${reason}`)),
    'CapabilityBoundingSet=',
    'AmbientCapabilities=',
    ...(names === '' ? [] : [`CapabilityBoundingSet=${names}`, `AmbientCapabilities=${names}`]),
    ...(programs.length === 0
      ? []
      : [`# Memory for ${programs.join(', ')}, which the agent starts to ask it`, 'MemoryMax=2G']),
  ].join('\n');
}

function startsPrograms(tool: string): boolean {
  return backupTools[tool]?.asksItself !== true;
}

function watchesSomething(options: unknown): boolean {
  const { watch } = options as { watch?: readonly unknown[] };
  return (watch ?? []).length > 0;
}

const FULL_PATH = /^(?:local:)?\/[^/\s]/;
const NO_PLACE = /password|secret|token|key/i;

/** Full paths among all texts of some options; a path with anything before it is on another machine. A secret one, which may hold more than a path, is shown by its name. */
function pathsIn(options: unknown): string[] {
  if (typeof options === 'string') return FULL_PATH.test(options) ? [options] : [];
  if (typeof options !== 'object' || options === null) return [];
  const found = Object.entries(options).flatMap(([key, value]: [string, unknown]) => {
    if (!(value instanceof Secret)) return pathsIn(value);
    return FULL_PATH.test(value.reveal()) && !NO_PLACE.test(key) ? [`its ${key}`] : [];
  });
  return [...new Set(found)];
}
