import { StringDecoder } from 'node:string_decoder';
import { fieldsOf, jsonOf, listOf } from './json-fields.ts';

/** Reads the one long list of a JSON text as it comes: of what was read only the items are kept, so that neither the text nor all that it says is ever in memory at once. */
export interface ListReader<T> {
  /** The next part of the text, UTF-8. */
  readonly take: (chunk: Buffer) => void;
  /** All items, once the text has ended; `null` in the list's place is an empty one. Undefined when it is no such text, or a member of the list is nothing of the kind. */
  end(): T[] | undefined;
}

/** So much is read at once, in characters. */
const ENOUGH = 65_536;
/** Between two members of a list there is hardly more than a line's indent. */
const MOST_BETWEEN = 64;

/** The list is the text itself, or the member `name` of the object that it is; `read` makes an item of each member, undefined of what is none. */
export function createListReader<T>(
  name: string | undefined,
  read: (member: unknown) => T | undefined,
): ListReader<T> {
  const decoder = new StringDecoder('utf8');
  const begins = name === undefined ? /^\s*\[/ : new RegExp(`^\\s*\\{[^{}[\\]]*"${name}"\\s*:\\s*\\[`);
  const items: T[] = [];
  let isSound = true;
  /** What stands before the list's first member, once that is known; and what is not read yet. */
  let [head, rest] = ['', ''];
  /** Read again once so much is there: of what is no list, or is one member, the whole is not looked through with each part. */
  let next = ENOUGH;

  function keep(members: unknown): void {
    const more = listOf(members, read);
    if (more === undefined) isSound = false;
    else for (const one of more) items.push(one);
  }

  /** Reads the members that are whole, up to the last one of which that is sure. */
  function readWhole(): void {
    if (head === '') {
      head = begins.exec(rest)?.[0] ?? '';
      if (head === '') return;
      rest = rest.slice(head.length);
    }
    // What looks like the end of a member may stand inside of one: then what is before it is no list.
    for (let end = endBefore(rest, rest.length); end > 0; end = endBefore(rest, end)) {
      const members = jsonOf(`[${rest.slice(0, end)}]`);
      if (members === undefined) continue;
      keep(members);
      rest = rest.slice(rest.indexOf('{', end));
      return;
    }
  }

  return {
    take(chunk) {
      rest += decoder.write(chunk);
      if (!isSound || rest.length < next) return;
      readWhole();
      next = Math.max(ENOUGH, 2 * rest.length);
    },
    end() {
      const text = jsonOf(head + rest + decoder.end());
      const last = name === undefined ? text : fieldsOf(text)[name];
      if (last !== null) keep(last);
      return isSound ? items : undefined;
    },
  };
}

/** All items of a text that has come whole. */
export function readAll<T>(reader: ListReader<T>, text: string): T[] | undefined {
  reader.take(Buffer.from(text));
  return reader.end();
}

/** Where the last object ends behind which another one follows, both before `before`; 0 where there is none. */
function endBefore(text: string, before: number): number {
  for (let at = text.lastIndexOf('{', before - 1); at > 0; at = text.lastIndexOf('{', at - 1)) {
    const between = /\}\s*,\s*$/.exec(text.slice(Math.max(0, at - MOST_BETWEEN), at))?.[0];
    if (between !== undefined) return at - between.length + 1;
  }
  return 0;
}
