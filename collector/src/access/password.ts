import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);

/** OWASP's second choice of argon2id: 19 MiB, two passes; some 40 ms of one core. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 };
const TAG_BYTES = 32;
const SALT_BYTES = 16;
/** Passwords stretched at once: each takes its memory. */
const MOST_AT_ONCE = 2;

const FORM =
  /^\$argon2id\$v=19\$m=(?<memory>\d{1,7}),t=(?<passes>\d{1,3}),p=(?<parallelism>\d{1,2})\$(?<salt>[A-Za-z0-9+/]{11,})\$(?<tag>[A-Za-z0-9+/]{22,})$/;
/** Nobody's: what an unknown account's password is compared with, so that the answer takes as long. */
const NOBODYS = `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

const waiting: (() => void)[] = [];
let running = 0;

/** A password as it is kept: argon2id with its costs and salt, in PHC's form. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const tag = await stretch(password, { salt, bytes: TAG_BYTES, cost: COST });
  const { memory, passes, parallelism } = COST;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${plain(salt)}$${plain(tag)}`;
}

/** True when `password` is the one that `kept` was made of. Without one it is false, as late. */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  const parts = FORM.exec(kept ?? NOBODYS)?.groups;
  if (parts === undefined) return false;
  const tag = Buffer.from(parts['tag'] ?? '', 'base64');
  const cost = {
    memory: Number(parts['memory']),
    passes: Number(parts['passes']),
    parallelism: Number(parts['parallelism']),
  };
  const salt = Buffer.from(parts['salt'] ?? '', 'base64');
  const made = await stretch(password, { salt, bytes: tag.length, cost });
  return timingSafeEqual(made, tag) && kept !== null;
}

async function stretch(
  password: string,
  { salt, bytes, cost }: { salt: Buffer; bytes: number; cost: typeof COST },
): Promise<Buffer> {
  if (running >= MOST_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else running++;
  try {
    const message = password.normalize('NFKC');
    return await derive('argon2id', { message, nonce: salt, tagLength: bytes, ...cost });
  } finally {
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
  }
}

function plain(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
