import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, it } from 'vitest';

/** Real programs that tests use, where they are found beside PATH, and the Debian package that brings them. */
const programs = {
  postgres: { file: 'postgres', package: 'postgresql' },
  mosquitto: { file: 'mosquitto', package: 'mosquitto' },
  'mosquitto-clients': { file: 'mosquitto_pub', package: 'mosquitto-clients' },
  'nats-server': { file: 'nats-server', package: 'nats-server' },
  'victoria-metrics': { file: 'victoria-metrics', package: 'victoria-metrics' },
  influxdb: { file: 'influxd', package: 'influxdb' },
  dovecot: { file: 'dovecot', package: 'dovecot-imapd' },
  restic: { file: 'restic', package: 'restic' },
  borg: { file: 'borg', package: 'borgbackup' },
  pgbackrest: { file: 'pgbackrest', package: 'pgbackrest' },
  barman: { file: 'barman', package: 'barman' },
  rsnapshot: { file: 'rsnapshot', package: 'rsnapshot' },
  duplicity: { file: 'duplicity', package: 'duplicity' },
  rclone: { file: 'rclone', package: 'rclone' },
  mariadb: { file: 'mariadbd', package: 'mariadb-server' },
  'mariadb-backup': { file: 'mariadb-backup', package: 'mariadb-backup' },
  curl: { file: 'curl', package: 'curl' },
  git: { file: 'git', package: 'git' },
  busybox: { file: 'busybox', package: 'busybox-static' },
  openrc: { file: 'openrc', package: 'openrc' },
  'dpkg-deb': { file: 'dpkg-deb', package: 'dpkg' },
  rpmbuild: { file: 'rpmbuild', package: 'rpm' },
  'systemd-analyze': { file: 'systemd-analyze', package: 'systemd' },
  zstd: { file: 'zstd', package: 'zstd' },
  openssl: { file: 'openssl', package: 'openssl' },
  nginx: { file: 'nginx', package: 'nginx-light' },
  caddy: { file: 'caddy', package: 'caddy' },
  chromium: { file: 'chromium', package: 'chromium' },
  promtool: { file: 'promtool', package: 'prometheus' },
  prometheus: { file: 'prometheus', package: 'prometheus' },
  alertmanager: { file: 'prometheus-alertmanager', package: 'prometheus-alertmanager' },
  zabbix: { file: 'zabbix_server', package: 'zabbix-server-pgsql' },
} as const;
const folders = ['/usr/sbin', '/usr/local/sbin', '/sbin', '/usr/lib/postgresql/15/bin'];

/** A program some tests need. */
export type NeededProgram = keyof typeof programs;

/** Debian's packages that bring all of them. */
export const programPackages: readonly string[] = Object.values(programs).map((one) => one.package);

/** Path of a program; undefined when this machine has none. */
export function findProgram(name: NeededProgram): string | undefined {
  return [...(process.env['PATH'] ?? '').split(delimiter), ...folders]
    .map((folder) => join(folder, programs[name].file))
    .find((path) => existsSync(path));
}

/** Path of a program; an error that names its package when this machine has none. */
export function programPath(name: NeededProgram): string {
  const path = findProgram(name);
  if (path === undefined)
    throw new Error(`${name} is not installed; on Debian: apt-get install ${programs[name].package}`);
  return path;
}

/**
 * A suite that needs real programs. Where one is missing, the suite is skipped under a title that says so; with CI=true it fails, so that nothing goes
 * untested unseen.
 */
export function describeWith(
  needed: NeededProgram | readonly NeededProgram[],
  title: string,
  suite: () => void,
): void {
  const list = typeof needed === 'string' ? [needed] : needed;
  const missing = list.filter((name) => findProgram(name) === undefined);
  if (missing.length === 0) {
    describe(title, suite);
    return;
  }
  const packages = missing.map((name) => programs[name].package).join(' ');
  const said = `${title} (needs ${missing.join(', ')}: apt-get install ${packages})`;
  const isCi = process.env['CI'] === 'true';
  if (!isCi) console.warn(`SKIPPED: ${said}`);
  // The suite's own body is not run: it may use what is missing.
  (isCi ? describe : describe.skip)(said, () => {
    it('has what it needs', () => {
      throw new Error(`under CI nothing is skipped; missing: ${missing.join(', ')}`);
    });
  });
}
