#!/bin/sh
# Takes the agent off this machine, with all it has kept. As root. --keep-state leaves its credential, config and what waits to be sent.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/units/prepare-host.sh"
[ "$(id -u)" = 0 ] || { echo 'watchcase-agent: this needs root' >&2; exit 1; }
if has_systemd; then
  systemctl disable --now --quiet watchcase-agent 2>/dev/null || true
elif [ -x /etc/init.d/watchcase-agent ]; then
  /etc/init.d/watchcase-agent stop || true
  if command -v rc-update >/dev/null 2>&1; then rc-update -q del watchcase-agent || true; fi
  if command -v chkconfig >/dev/null 2>&1; then chkconfig --del watchcase-agent || true; fi
fi
rm -f /etc/systemd/system/watchcase-agent.service /etc/init.d/watchcase-agent /usr/local/bin/watchcase-agent
if command -v update-rc.d >/dev/null 2>&1; then update-rc.d watchcase-agent remove || true; fi
if has_systemd; then systemctl daemon-reload; fi
if [ "${1:-}" != --keep-state ]; then clear_host; fi
rm -rf /opt/watchcase-agent
echo 'watchcase-agent is removed'
