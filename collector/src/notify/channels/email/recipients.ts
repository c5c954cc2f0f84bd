/** One mailbox that mail goes to or comes from. */
export interface Mailbox {
  name: string;
  address: string;
}

/** What was written, as mailboxes, or what is wrong with it: one sentence each that says what to write instead. */
export type Mailboxes = { mailboxes: Mailbox[]; faults: string[] };

/** Signs that look like those mail knows, and mean nothing to it. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  '，': ',',
  '、': ',',
  '；': ',',
  ';': ',',
  '＠': '@',
  '．': '.',
};

/**
 * Reads mailboxes as people write them, `ada@example.com, "Wang, Fang" <wang@example.com>` (pure). Each mailbox comes once. What no mail server would take, or
 * would take for something else, is a fault here, and not a page that is tried for a day.
 */
export function parseMailboxes(text: string): Mailboxes {
  const trimmed = text.trim();
  const odd = oddSigns(trimmed);
  if (odd.length > 0) return { mailboxes: [], faults: odd };
  const parts = (trimmed.match(/(?:"[^"]*"|<[^>]*>|[^,"<])+/g) ?? []).map((part) => part.trim());
  const read = parts.filter((part) => part !== '').map(mailboxOf);
  const faults = read.flatMap((one) => (typeof one === 'string' ? one : []));
  if (read.length === 0) faults.push('an address such as ops@example.com was expected');
  const found = read.filter((one) => typeof one !== 'string');
  const first = (address: string) => found.findIndex((one) => isSame(one.address, address));
  return { mailboxes: found.filter(({ address }, index) => first(address) === index), faults };
}

function oddSigns(text: string): string[] {
  if (/[\r\n]/.test(text))
    return ['a line break is in it; write the addresses on one line, with commas between them'];
  if (/[^\P{Cc}\t]/u.test(text)) return ['a control character is in it; write the address anew'];
  const unquoted = text.replaceAll(/"[^"]*"/g, '');
  return Object.entries(LOOKALIKES).flatMap(([sign, meant]) =>
    unquoted.includes(sign) ? `"${sign}" was found where "${meant}" is expected` : [],
  );
}

function mailboxOf(part: string): Mailbox | string {
  const { name = '', address = part } = /^(?<name>[^<>]*)<(?<address>[^<>]*)>$/.exec(part)?.groups ?? {};
  const mailbox = { name: name.trim().replaceAll(/^"|"$/g, ''), address: address.trim() };
  if (isAddress(mailbox.address)) return mailbox;
  return `"${part}" is no mail address; write it as ops@example.com, several with commas between them`;
}

/** Letters of any script may be in it, as mail servers of today take them. */
function isAddress(text: string): boolean {
  const [local = '', domain = '', ...more] = text.split('@');
  const isDotted = (it: string) => it !== '' && it.split('.').every((label) => label !== '');
  const isPlain = !/[\s()<>,:;"\\]/.test(text) && text.length <= 254;
  return more.length === 0 && isPlain && isDotted(local) && isDotted(domain);
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
