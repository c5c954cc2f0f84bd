import type { Host } from '../host/index.ts';
import { type Asked, askTool } from './ask-tool.ts';
import type { KnownWords } from './tool-failure.ts';

/** Which PowerShell, and how long it may take. */
export interface PowerShell {
  program: string;
  timeout: number;
}

/** Names of faults that are the same in each language of Windows. */
const known: readonly KnownWords[] = [
  {
    code: 'BACKUP_REPOSITORY_REFUSED',
    words: /0x80070005|PermissionDenied|UnauthorizedAccess|access is denied/i,
    message: 'Windows refuses the agent',
    fix: 'let the agent run as SYSTEM, or as a member of Backup Operators',
  },
];

/** Asks Windows by a script of PowerShell, which prints one line of JSON; gives what it printed. In the script texts stand in single quotes. Throws as askTool does. */
export async function askPowerShell(
  host: Host,
  script: readonly string[],
  { program, timeout, ...asked }: PowerShell & Asked,
): Promise<string> {
  const lines = [
    "$ErrorActionPreference='Stop'",
    '[Console]::OutputEncoding=New-Object Text.UTF8Encoding $false',
    // Local times; those of what has never been are long ago.
    "$u={param($d) if($d -and $d.Year -gt 1999){$d.ToUniversalTime().ToString('o')}}",
    ...script,
  ];
  const args = ['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-Command', lines.join(';')];
  const { stdout } = await askTool(
    host,
    { program, args, timeoutMs: timeout },
    { ...asked, known: [...(asked.known ?? []), ...known] },
  );
  return stdout.replace(/^\ufeff/, '');
}
