/** Names of fields that hold secrets wherever they stand in a log line. */
export const SECRET_FIELDS: readonly string[] = ['password', 'token', 'secret', 'authorization', 'cookie'];

/** True for a field whose name says that it holds a secret. */
export function isSecretField(name: string): boolean {
  return SECRET_FIELDS.includes(name);
}
