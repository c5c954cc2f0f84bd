/** Most characters of a name that a person gives. */
export const LONGEST_NAME = 100;
/** Most characters of an id. */
export const LONGEST_ID = 63;

/** True of what can be a name: it has a letter or a digit of any script. */
export function isName(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** True of what can be an id: small letters of a to z, digits, hyphens between them. */
export function isId(text: string): boolean {
  return /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(text) && text.length <= LONGEST_ID;
}
