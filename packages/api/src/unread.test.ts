import { expect, it } from 'vitest';
import { parseUnread, unreadReasons } from './unread.ts';

const unread = parseUnread(
  JSON.stringify([
    { name: 'backup erp (restic)', job: 'erp', reason: 'wrong password' },
    { name: 'backup erp (files, part 2)', job: 'erp', reason: 'folder is gone' },
    { name: 'procstat', counted: true, reason: 'no /proc' },
    { name: 'x509_cert', reason: '/etc/a.pem: no such file' },
    { name: 'config', reason: 'CONFIG_INVALID interval: a time was expected' },
  ]),
);

it.each([
  ['backup_tool.readable{job="erp"}', { job: 'erp' }, ['wrong password', 'folder is gone']],
  [
    'backup.age{job="erp",location="/r"}',
    { job: 'erp', location: '/r' },
    ['wrong password', 'folder is gone'],
  ],
  ['backup_tool.readable{job="other"}', { job: 'other' }, []],
  ['backup_run.ok{job="erp"}', { job: 'erp' }, []],
  ['internal_agent.probes_failing', {}, ['no /proc']],
  ['internal_agent.config_refused', {}, ['CONFIG_INVALID interval: a time was expected']],
  ['x509_cert.readable{source="/etc/a.pem"}', { source: '/etc/a.pem' }, ['/etc/a.pem: no such file']],
  ['procstat_lookup.running{pattern="erp"}', { pattern: 'erp' }, ['no /proc']],
  ['mem.used_percent', {}, []],
  [null, { job: 'erp' }, []],
])('an alert about %s %j is told %j', (series, labels, reasons) => {
  expect(unreadReasons(unread, { series, labels })).toEqual(reasons);
});

it('nothing is known of a host that has said nothing', () => {
  expect(parseUnread(null)).toEqual([]);
});
