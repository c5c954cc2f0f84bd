import { REDACTED, Secret } from '@watchcase/runtime';

/** What is shorter could be any word. */
const SHORTEST = 6;

/**
 * A text without the secrets of a channel's options (pure): as they are, as they stand in an address, and, of a secret address, its parts. No channel puts them
 * there; this holds where a service sends back what it was sent.
 */
export function strikeSecrets(text: string, options: unknown): string {
  let struck = text;
  for (const secret of secretsIn(options).toSorted((a, b) => b.length - a.length))
    struck = struck.replaceAll(secret, REDACTED);
  return struck;
}

function secretsIn(value: unknown): string[] {
  if (value instanceof Secret) return formsOf(value.reveal());
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(secretsIn);
}

function formsOf(secret: string): string[] {
  const parts = URL.canParse(secret) ? partsOf(new URL(secret)) : [];
  const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')];
  return [secret, ...[...forms, ...parts].filter((form) => form.length >= SHORTEST)];
}

function partsOf({ pathname, searchParams, username, password }: URL): string[] {
  return [...pathname.split('/'), ...searchParams.values(), username, password];
}
