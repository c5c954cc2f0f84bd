import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../house/tree.ts';

/** One example in a document: ```` ```json reading ```` has the language `json` and the name `reading`. */
export interface FencedBlock {
  language: string;
  /** What follows the language; empty when nothing does. */
  name: string;
  text: string;
  /** Line of its first line of text, for messages. */
  line: number;
}

/** Text of a document, by its path from the root. */
export function documentText(path: string): string {
  return readFileSync(join(repositoryRoot, path), 'utf8');
}

/** The fenced blocks of a Markdown text, in order. */
export function fencedBlocks(markdown: string): FencedBlock[] {
  return [...markdown.matchAll(/^```(?<info>[^\n`]*)\n(?<text>[^]*?)^```$/gm)].map((match) => {
    const [language = '', ...name] = (match.groups?.['info'] ?? '').trim().split(/\s+/);
    const line = markdown.slice(0, match.index).split('\n').length + 1;
    return { language, name: name.join(' '), text: match.groups?.['text'] ?? '', line };
  });
}
