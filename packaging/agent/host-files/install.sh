#!/bin/sh
# Installs this folder's agent on this machine, or brings the one that is there to this version. As root.
set -eu
umask 022
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/units/prepare-host.sh"
fail() { echo "watchcase-agent: $1" >&2; exit 1; }
[ "$(id -u)" = 0 ] || fail 'this needs root'
if [ -e /usr/lib/watchcase-agent ]; then fail 'the package manager has installed an agent here; bring that one up to date with it'; fi
version=$(cat "$here/VERSION")
said=$("$here/bin/watchcase-agent" --version 2>&1) || fail "this agent does not start here: $said; a glibc older than 2.28 needs the package that carries its own"
opt=/opt/watchcase-agent
target=$opt/versions/$version
mkdir -p "$opt/versions" /usr/local/bin
if [ "$here" != "$target" ]; then
  rm -rf "$target.new"
  cp -R "$here" "$target.new"
  rm -rf "$target"
  mv "$target.new" "$target"
  chown -R 0:0 "$target"
fi
before=$(readlink "$opt/current" 2>/dev/null || true)
rm -f "$opt/current.new"
ln -s "$target" "$opt/current.new"
if mv -T "$opt/current.new" "$opt/current" 2>/dev/null; then :; else rm -f "$opt/current" && mv "$opt/current.new" "$opt/current"; fi
# The one before stays, for a way back.
for old in "$opt/versions"/*; do
  [ "$old" = "$target" ] || [ "$old" = "$before" ] || rm -rf "$old"
done
ln -sf "$opt/current/bin/watchcase-agent" /usr/local/bin/watchcase-agent
prepare_host "$target"
joined=false
[ ! -e /var/lib/watchcase-agent/credential.json ] || joined=true
if has_systemd; then
  cp "$target/units/watchcase-agent.service" /etc/systemd/system/watchcase-agent.service
  systemctl daemon-reload
  systemctl enable --quiet watchcase-agent
  [ "$joined" = false ] || systemctl restart watchcase-agent
elif [ -x /sbin/openrc-run ]; then
  cp "$target/units/watchcase-agent.openrc" /etc/init.d/watchcase-agent
  chmod 755 /etc/init.d/watchcase-agent
  rc-update -q add watchcase-agent default
  [ "$joined" = false ] || rc-service watchcase-agent restart
else
  mkdir -p /etc/init.d /var/run /var/log
  cp "$target/units/watchcase-agent.init" /etc/init.d/watchcase-agent
  chmod 755 /etc/init.d/watchcase-agent
  if command -v update-rc.d >/dev/null 2>&1; then update-rc.d watchcase-agent defaults; elif command -v chkconfig >/dev/null 2>&1; then chkconfig --add watchcase-agent; fi
  [ "$joined" = false ] || /etc/init.d/watchcase-agent restart
fi
echo "watchcase-agent $version is installed"
if [ "$joined" = false ]; then
  start='/etc/init.d/watchcase-agent start'
  if has_systemd; then start='systemctl start watchcase-agent'; fi
  echo "join with: watchcase-agent enrol --url URL --token TOKEN && $start"
fi
