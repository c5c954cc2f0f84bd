import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { UserError } from './errors.ts';
import { type FileCodes, LONGEST, tooLong } from './read-yaml.ts';

/** Text of a file people write, called `name` in faults. Errors: `notUtf8` with the line, `tooLong`; what the file system refuses is thrown as it is. */
export function readText(path: string, name: string, codes: Omit<FileCodes, 'notYaml'>): string {
  const { size } = statSync(path);
  if (size > LONGEST) throw new UserError(tooLong(name, size, codes));
  const bytes = readFileSync(path);
  if (isUtf8(bytes)) return bytes.toString('utf8');
  throw new UserError({
    code: codes.notUtf8,
    place: `${name}:${firstOddLine(bytes)}:1`,
    message: 'this line is not text in UTF-8',
    fix: 'save the file as UTF-8',
  });
}

function firstOddLine(bytes: Buffer): number {
  let [line, start] = [1, 0];
  for (
    let end = bytes.indexOf(10);
    end >= 0 && isUtf8(bytes.subarray(start, end));
    end = bytes.indexOf(10, start)
  ) {
    line++;
    start = end + 1;
  }
  return line;
}
