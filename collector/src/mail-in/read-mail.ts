import { shortHash } from '@watchcase/runtime';

/** A mail as far as it is looked at. */
export interface Mail {
  /** Names this mail: its Message-ID, hashed; without one, its content. */
  key: string;
  /** Its Message-ID, for an answer to refer to; undefined where it has none that can be. */
  id: string | undefined;
  /** Keys of the mails it answers, as far as it says so. */
  answers: string[];
  /** Their Message-IDs as they are. */
  references: string;
  from: { address: string; name: string } | undefined;
  subject: string;
  text: string;
  /** Of header lines that say whether a person wrote it, in lower case; empty where there is none. */
  headers: Readonly<Record<AutoHeader, string>>;
  contentType: string;
  attachments: { name: string; data: Buffer }[];
}

const autoHeaders = [
  'auto-submitted',
  'precedence',
  'x-auto-response-suppress',
  'return-path',
  'x-autoreply',
  'x-autorespond',
  'list-id',
  'x-failed-recipients',
] as const;
type AutoHeader = (typeof autoHeaders)[number];

/** Of a mail no more text is kept. */
const LONGEST_TEXT = 10_000;

/** Reads a mail as it came. Rejects for what is no mail at all. */
export async function readMail(source: Buffer): Promise<Mail> {
  const { simpleParser } = await import('mailparser');
  const parsed = await simpleParser(source, { skipImageLinks: true, skipTextToHtml: true });
  const [from] = parsed.from?.value ?? [];
  const references = [parsed.inReplyTo ?? '', parsed.references ?? []].flat().join(' ');
  const lines = new Map(parsed.headerLines.map(({ key, line }) => [key, line.slice(key.length + 1).trim()]));
  const id = parsed.messageId ?? '';
  return {
    key: shortHash(id === '' ? source : id),
    id: /^<[^<>\s\p{Cc}]{1,300}>$/u.test(id) ? id : undefined,
    answers: [...references.matchAll(/<[^<>\s]+>/g)].map(([reference]) => shortHash(reference)),
    references,
    from: from?.address === undefined ? undefined : { address: from.address.toLowerCase(), name: from.name },
    subject: (parsed.subject ?? '').replaceAll(/\s+/g, ' ').trim(),
    text: cleanText(parsed.text ?? ''),
    headers: Object.fromEntries(
      autoHeaders.map((name) => [name, (lines.get(name) ?? '').toLowerCase()]),
    ) as Mail['headers'],
    contentType: (lines.get('content-type') ?? '').toLowerCase(),
    attachments: parsed.attachments.map(({ filename, content }, at) => ({
      name: filename ?? `file-${at + 1}`,
      data: content,
    })),
  };
}

/** A zero byte, which PostgreSQL refuses, says nothing. */
function cleanText(text: string): string {
  const clean = text.replaceAll('\0', '').trim();
  return clean.length > LONGEST_TEXT ? `${clean.slice(0, LONGEST_TEXT - 1)}…` : clean;
}
