/** What a list has of fewer letters would be found in every good password. */
const FEWEST_LETTERS = 4;

let read: Promise<ReadonlySet<string>> | undefined;

/** The passwords that are tried first, some 49 000, in lower case. Read when somebody first chooses one. */
export function commonPasswords(): Promise<ReadonlySet<string>> {
  read ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set(dictionary['passwords-common'].filter((one) => one.length >= FEWEST_LETTERS)),
  );
  return read;
}
