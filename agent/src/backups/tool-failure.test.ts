import { expect, it } from 'vitest';
import { toolFailure } from './tool-failure.ts';

it.each([
  'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  'The AWS Access Key Id you provided does not exist in our records.',
])('a key of S3 that is wrong is refused, and no backup is missing: "%s"', (said) => {
  const fault = toolFailure({ program: 'kopia', code: 1, said }, { place: 's3', secrets: [] });
  expect(fault.code).toBe('BACKUP_REPOSITORY_REFUSED');
});
