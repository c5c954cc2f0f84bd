import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { UserError, writeWhole } from '@watchcase/runtime';

/** The key (ed25519) that signs the index of packages, from `file`; made at first need, readable by its owner only. Errors: DATA_FOLDER_UNUSABLE. */
export function packageKeyIn(file: string): KeyObject {
  if (!existsSync(file)) {
    const made = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
    writeWhole(file, made.toString());
  }
  const key = keyOf(file);
  if (key?.asymmetricKeyType === 'ed25519') return key;
  throw new UserError({
    code: 'DATA_FOLDER_UNUSABLE',
    place: file,
    message: 'an ed25519 private key (PEM) was expected, which signs packages',
    fix: 'bring it back from a backup: hosts that have joined take upgrades signed by it and by no other',
  });
}

function keyOf(file: string): KeyObject | undefined {
  try {
    return createPrivateKey(readFileSync(file));
  } catch {
    return undefined;
  }
}
