import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What is called as `watchcase-agent`: the Node beside it, with what keeps it small as in the checkout's own launcher. `carried` says that Node brings its loader
 * and libraries along.
 */
export function launcher(root: string, { carried }: { carried: boolean }): string {
  const how = carried ? '"$lib/ld-linux-x86-64.so.2" --library-path "$lib" "$lib/node"' : '"$lib/node"';
  return `#!/bin/sh
here=$(readlink -f -- "$0")
lib=\${here%/bin/*}/lib
if [ -n "\${CACHE_DIRECTORY:-}" ]; then NODE_COMPILE_CACHE=$CACHE_DIRECTORY && export NODE_COMPILE_CACHE; fi
exec ${how} --disable-warning=ExperimentalWarning ${nodeOptions(root)} "$lib/main.mjs" "$@"
`;
}

/** The same for Windows. */
export function windowsLauncher(root: string): string {
  const options = `--disable-warning=ExperimentalWarning ${nodeOptions(root)}`;
  return `@echo off\r\n"%~dp0..\\lib\\node.exe" ${options} "%~dp0..\\lib\\main.mjs" %*\r\n`;
}

function nodeOptions(root: string): string {
  const script = readFileSync(join(root, 'scripts/watchcase-agent'), 'utf8');
  const options = /scripts\/node" (?<options>[^\\]+) \\/.exec(script)?.groups?.['options'];
  if (options === undefined) throw new Error('scripts/watchcase-agent starts no Node');
  return options;
}
