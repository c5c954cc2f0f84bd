import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What is called as `watchcase-agent`: the Node beside it, with what keeps it small and what it is told of its caller as in the checkout's own launcher. `carried` says
 * that Node brings its loader and libraries along.
 */
export function launcher(root: string, { carried }: { carried: boolean }): string {
  const how = carried ? '"$lib/ld-linux-x86-64.so.2" --library-path "$lib" "$lib/node"' : '"$lib/node"';
  return `#!/bin/sh
here=$(LC_ALL=C readlink -f -- "$0")
lib=\${here%/bin/*}/lib
${ownScript(root, SIGNALS)}
# Of a unit of the caller's own it is not ours.
case "\${CACHE_DIRECTORY:-}" in */watchcase-agent) NODE_COMPILE_CACHE=$CACHE_DIRECTORY && export NODE_COMPILE_CACHE ;; esac
exec ${how} --disable-warning=ExperimentalWarning ${nodeOptions(root)} "$lib/main.cjs" "$@"
`;
}

/** The same for Windows. */
export function windowsLauncher(root: string): string {
  const options = `--disable-warning=ExperimentalWarning ${nodeOptions(root)}`;
  return `@echo off\r\n"%~dp0..\\lib\\node.exe" ${options} "%~dp0..\\lib\\main.cjs" %*\r\n`;
}

/** What is kept of the signals that the caller ignores. */
const SIGNALS =
  /(?<part>^while read [^\n]+ WATCHCASE_IGNORED_SIGNALS .*^export WATCHCASE_IGNORED_SIGNALS)$/ms;
const OPTIONS = /scripts\/node" (?<part>[^\\]+) \\/;

/** The options of Node that the checkout's own launcher at `root` has, with spaces between. */
export function nodeOptions(root: string): string {
  return ownScript(root, OPTIONS);
}

/** A part of the checkout's own launcher. */
function ownScript(root: string, form: RegExp): string {
  const part = form.exec(readFileSync(join(root, 'scripts/watchcase-agent'), 'utf8'))?.groups?.['part'];
  if (part === undefined) throw new Error(`scripts/watchcase-agent has nothing like ${form.source}`);
  return part;
}
