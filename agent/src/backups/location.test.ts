import { expect, it } from 'vitest';
import { locationOf } from './location.ts';

it.each([
  { repository: '/srv/backup', location: '/srv/backup' },
  { repository: 'sftp:backup@nas:/srv/erp', location: 'sftp:backup@nas:/srv/erp' },
  { repository: 'rest:https://user:pass@nas:8000/erp/', location: 'rest:https://nas:8000/erp/' },
  { repository: 'rest:https://user:p@ss@nas/erp', location: 'rest:https://nas/erp' },
  { repository: 'rest:https://user@nas/erp', location: 'rest:https://nas/erp' },
  { repository: 's3:https://s3.example.com/bucket/a@b', location: 's3:https://s3.example.com/bucket/a@b' },
  { repository: 'b2:bucket:path', location: 'b2:bucket:path' },
])('$repository is shown as $location', ({ repository, location }) => {
  expect(locationOf(repository)).toBe(location);
});
