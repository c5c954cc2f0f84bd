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

/** The fenced blocks of a Markdown text, in order; those inside a list without its indentation. */
export function fencedBlocks(markdown: string): FencedBlock[] {
  const fence = /^(?<indent> *)```(?<info>[^\n`]*)\n(?<text>[^]*?)^\k<indent>```$/gm;
  return [...markdown.matchAll(fence)].map((match) => {
    const { indent = '', info = '', text = '' } = match.groups ?? {};
    const [language = '', ...name] = info.trim().split(/\s+/);
    const line = markdown.slice(0, match.index).split('\n').length + 1;
    const lines = text.split('\n').map((one) => (one.startsWith(indent) ? one.slice(indent.length) : one));
    return { language, name: name.join(' '), text: lines.join('\n'), line };
  });
}
