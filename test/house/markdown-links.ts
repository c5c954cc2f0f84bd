import { posix } from 'node:path';
import type { TextFile } from './tree.ts';

/** Every link inside the repository that leads nowhere: to no file, or to no heading of a Markdown file. */
export function deadLinks(files: readonly TextFile[], exists: (path: string) => boolean): string[] {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const documents = files.filter(({ path }) => path.endsWith('.md'));
  return documents.flatMap(({ path, text }) =>
    linksOf(text)
      .filter((link) => !leadsSomewhere(path, link, { texts, exists }))
      .map((link) => `${path} links to ${link}`),
  );
}

function linksOf(markdown: string): string[] {
  const prose = markdown.replaceAll(/^```[^]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\((?<target>[^)\s]+)\)/g)]
    .map(({ groups }) => groups?.['target'] ?? '')
    .filter((target) => !/^[a-z]+:/.test(target));
}

function leadsSomewhere(
  from: string,
  link: string,
  tree: { texts: ReadonlyMap<string, string>; exists: (path: string) => boolean },
): boolean {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? from : posix.join(posix.dirname(from), file).replace(/\/$/, '');
  if (!tree.exists(target)) return false;
  if (anchor === undefined) return true;
  return headingsOf(tree.texts.get(target) ?? '').includes(anchor);
}

/** Anchors as GitHub makes them from headings. */
function headingsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (?<title>.+)$/gm)].map(({ groups }) =>
    (groups?.['title'] ?? '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  );
}
