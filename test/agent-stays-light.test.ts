import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AGENT_NODE_OPTIONS } from '@watchcase/collector/startup/local-agent.ts';
import { expect, it } from 'vitest';
import { importsOf, targetOf } from './house/imports.ts';
import { repositoryRoot } from './house/tree.ts';

/** What `run` loads: the program's entry, and the command that it loads by name. */
const ENTRIES = ['agent/src/main', 'agent/src/commands/run'];

/** Every module of ours that loads with the running agent, and the libraries that would come with them. */
function loadedBy(entries: readonly string[]) {
  const modules = new Set(entries);
  const libraries: string[] = [];
  for (const module of modules) {
    if (module.endsWith('.json')) continue;
    const text = readFileSync(join(repositoryRoot, `${module}.ts`), 'utf8');
    for (const { specifier, typeOnly } of importsOf(withoutLateImports(text))) {
      if (typeOnly || specifier.startsWith('node:')) continue;
      const target = targetOf(`${module}.ts`, specifier);
      if (target === undefined) libraries.push(`${module} loads ${specifier}`);
      else modules.add(target);
    }
  }
  return { modules, libraries };
}

/** What is loaded when a probe asks for it (TLS, HTTP) is not there from the start. */
function withoutLateImports(text: string): string {
  return text.replaceAll(/await import\(/g, 'late(');
}

it('the running agent loads no library: no schema, no YAML, no log library', () => {
  const { modules, libraries } = loadedBy(ENTRIES);
  expect(libraries).toEqual([]);
  expect([...modules]).toEqual(
    expect.arrayContaining([
      'agent/src/probes/cpu/index',
      'agent/src/uplink/link',
      'packages/runtime/src/light',
    ]),
  );
  expect([...modules].filter((module) => module.endsWith('/options'))).toEqual([]);
});

it('is seen when it does', () => {
  expect(loadedBy(['agent/src/commands/config']).libraries).toContain('agent/src/config loads zod');
});

it('the agent beside a collector runs with the same options of Node', () => {
  const scripts = ['node', 'watchcase-agent'].map((name) =>
    readFileSync(join(repositoryRoot, 'scripts', name), 'utf8'),
  );
  const options = scripts.flatMap((text) => text.slice(text.indexOf('\nexec')).match(/ --[a-z][^ ]*/g) ?? []);
  expect(options.map((option) => option.trim())).toEqual(AGENT_NODE_OPTIONS);
});

it('none of them has Node compile its own modules anew at each start, as others do', () => {
  const ask = `
    const { internalBinding } = require('internal/test/binding');
    for (const name of ['net', 'child_process', 'crypto', 'sqlite']) require('node:' + name);
    const { compiledWithCache, compiledWithoutCache } = internalBinding('builtins').getCacheUsage();
    console.log(compiledWithCache.size > 0, compiledWithoutCache.size > 0);`;
  const compiled = (options: readonly string[]) =>
    execFileSync(process.execPath, [...options, '--expose-internals', '--no-warnings', '-e', ask], {
      encoding: 'utf8',
    }).trim();
  expect(compiled(AGENT_NODE_OPTIONS)).toBe('true false');
  expect(compiled([...AGENT_NODE_OPTIONS, '--no-opt'])).toBe('false true');
});
