import { type Access, FIRST_ACCOUNT } from '../access/index.ts';
import type { OwnAddress } from './own-address.ts';

/** A link that signs the first administrator in, once. `now` is Unix milliseconds. */
export async function firstLoginLink(access: Access, address: OwnAddress, now: number): Promise<string> {
  const of = { accountId: FIRST_ACCOUNT, name: FIRST_ACCOUNT };
  return `${address.public()}/login/${await access.keys.newLoginLink(of, now)}`;
}
