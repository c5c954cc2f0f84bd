import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { backupToolOptions } from '@watchcase/agent/backups/options.generated.ts';
import { backupTools } from '@watchcase/agent/backups/registry.generated.ts';
import { probeOptions } from '@watchcase/agent/probes/options.generated.ts';
import { probes } from '@watchcase/agent/probes/registry.generated.ts';
import { channels } from '@watchcase/collector/notify/channels/registry.generated.ts';
import { replyServices } from '@watchcase/collector/chat-in/services/registry.generated.ts';
import { functions } from '@watchcase/collector/rules/functions/registry.generated.ts';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { repositoryRoot } from './house/tree.ts';

interface Extension {
  kind: string;
  folder: string;
  name: string;
  options: z.ZodType;
}

const kinds = [
  { kind: 'probe', parent: 'agent/src/probes', registry: probes, schemas: probeOptions },
  { kind: 'backup tool', parent: 'agent/src/backups', registry: backupTools, schemas: backupToolOptions },
  {
    kind: 'channel',
    parent: 'collector/src/notify/channels',
    registry: channels,
    schemas: Object.fromEntries(Object.entries(channels).map(([name, { options }]) => [name, options])),
  },
  {
    kind: 'service of chat',
    parent: 'collector/src/chat-in/services',
    registry: replyServices,
    schemas: Object.fromEntries(Object.entries(replyServices).map(([name, { options }]) => [name, options])),
  },
];
const extensions: Extension[] = kinds.flatMap(({ kind, parent, schemas }) =>
  Object.entries(schemas).map(([key, options]) => ({
    kind,
    folder: join(repositoryRoot, parent, key),
    name: key,
    options,
  })),
);

function optionsOf(schema: z.ZodType): string[] {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.keys(json.properties ?? {});
}

describe.each(extensions)('$kind $name', ({ folder, name, options }) => {
  it('is complete: code and a README that names it and every option', () => {
    const files = readdirSync(folder);
    expect(files).toEqual(expect.arrayContaining(['index.ts', 'README.md']));
    const readme = readFileSync(join(folder, 'README.md'), 'utf8');
    expect(readme).toMatch(new RegExp(`^# .*${name}`, 'm'));
    const unexplained = optionsOf(options).filter((option) => !readme.includes(`\`${option}\``));
    expect(unexplained).toEqual([]);
  });

  it('describes every option in its schema', () => {
    const json = z.toJSONSchema(options, { io: 'input', unrepresentable: 'any' });
    const silent = Object.entries(json.properties ?? {}).filter(
      ([, field]) => typeof field === 'boolean' || field.description === undefined,
    );
    expect(silent.map(([option]) => option)).toEqual([]);
  });
});

describe.each(kinds)('folder of each $kind', ({ parent, registry, schemas }) => {
  it('has an extension in every sub-folder, each under its own name', () => {
    const folders = readdirSync(join(repositoryRoot, parent), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    expect(Object.keys(registry).toSorted()).toEqual(folders.toSorted());
    expect(Object.keys(schemas)).toEqual(Object.keys(registry));
    expect(Object.values(registry).map(({ name }) => name)).toEqual(Object.keys(registry));
    expect(folders.length).toBeGreaterThan(0);
  });
});

describe.each(Object.entries(functions))('rule function %s', (key, definition) => {
  it('says its name and what it does', () => {
    expect(definition.name).toBe(key);
    expect(definition.summary).toMatch(/^[A-Z].*\.$/);
  });
});
