/** What dpkg runs for the collector. Backups stay when it is purged: they are what is left then. */
export const collectorScripts = {
  postinst: `#!/bin/sh
set -e
[ "$1" = configure ] || exit 0
getent group watchcase >/dev/null || groupadd --system watchcase
getent passwd watchcase >/dev/null ||
  useradd --system --gid watchcase --home-dir /var/lib/watchcase --no-create-home --shell /usr/sbin/nologin watchcase
for folder in /var/lib/watchcase /var/backups/watchcase; do
  [ -d "$folder" ] || install -d -m 0700 -o watchcase -g watchcase "$folder"
done
chown root:watchcase /etc/watchcase /etc/watchcase/watchcase.yaml
chmod 0750 /etc/watchcase
if [ -d /run/systemd/system ]; then
  systemctl daemon-reload
  systemctl enable --quiet watchcase
  systemctl restart watchcase
fi
`,
  prerm: `#!/bin/sh
set -e
if [ "$1" = remove ] && [ -d /run/systemd/system ]; then systemctl disable --now --quiet watchcase || true; fi
`,
  postrm: `#!/bin/sh
set -e
if [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
if [ "$1" = purge ]; then
  rm -rf /var/lib/watchcase /etc/watchcase
  if getent passwd watchcase >/dev/null; then userdel watchcase; fi
  if getent group watchcase >/dev/null; then groupdel watchcase; fi
fi
`,
};
