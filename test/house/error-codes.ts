import { codeLines, isTestCode, type TextFile } from './tree.ts';

/** What looks like a code of ours and belongs to somebody else: Node, SQLite, OpenSSL, name resolution, the yaml package, Linux' capabilities, systemd. */
const FOREIGN =
  /^(?:ERR_|SQLITE_|NODE_|UNABLE_TO_|CERT_|DEPTH_|SELF_SIGNED_|HTTP_|QUOTE_|TAG_|EAI_|CAP_|NOTIFY_|WATCHDOG_)/;

/** Stable codes in the product's source: string literals in SCREAMING_SNAKE_CASE of two words or more. */
export function errorCodesOf(files: readonly TextFile[]): Set<string> {
  const product = files.filter(
    ({ path }) => /^(agent|collector|dashboards|packages\/[a-z]+)\/src\//.test(path) && !isTestCode(path),
  );
  const literals = product.flatMap(({ text }) =>
    codeLines(text).flatMap(({ code }) =>
      [...code.matchAll(/'(?<code>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)'/g)].map(
        ({ groups }) => groups?.['code'] ?? '',
      ),
    ),
  );
  return new Set(literals.filter((code) => !FOREIGN.test(code)));
}

/** Codes docs/errors.md explains: one heading or table row each, in backticks at its start. */
export function documentedCodes(markdown: string): Set<string> {
  return new Set(
    [...markdown.matchAll(/^(?:#+ |\| )`(?<code>[A-Z][A-Z0-9_]+)`/gm)].map(
      ({ groups }) => groups?.['code'] ?? '',
    ),
  );
}
