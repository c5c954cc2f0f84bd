import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { en } from '../../packages/console/src/texts/en/index.ts';

const root = join(import.meta.dirname, '../../packages/console/src');
/** Sections of which a value of the API chooses. */
const chosen = new Set(['events', 'eventFacts', 'faults', 'names', 'refusals']);

/** The console's code without its texts. */
const code = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|^texts.(?:en|zh-cn)./.test(file))
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n');
const taken = [...code.matchAll(/\{([^{}]*)\}\s*=\s*texts\.value\.(\w+)/g)];

function isUsed(section: string, name: string): boolean {
  const word = new RegExp(`\\b${name.replaceAll('-', '\\-')}\\b`);
  return (
    new RegExp(`\\b${section}\\.${word.source}`).test(code) ||
    taken.some(([, names, of]) => of === section && word.test(names ?? '')) ||
    // Chosen by a value: a list of something else that has the section's name is no section.
    (new RegExp(`(?<![\\w.])${section}\\[`).test(code) && code.includes(`'${name}'`))
  );
}

it('the console has no text that no page shows', () => {
  const unused = Object.entries(en)
    .filter(([section]) => !chosen.has(section))
    .flatMap(([section, words]) => Object.keys(words).map((name) => [section, name] as const))
    .filter(([section, name]) => !isUsed(section, name));
  expect(unused).toEqual([]);
});
