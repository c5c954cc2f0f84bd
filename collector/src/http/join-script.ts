import type { Trust } from '../tls/index.ts';

/** What a shell reads between single quotes as exactly this text. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * What a person pastes on the host (pure). An authority of our own is unknown to the machine's curl, so the key that we show is pinned; the script then brings the authority along.
 */
export function joinCommand(url: string, token: string, trust: Trust | undefined): string {
  const pinned = trust !== undefined && url.startsWith('https:');
  return `curl ${pinned ? `-fsSk --pinnedpubkey 'sha256//${trust.shown}'` : '-fsS'} ${url}/join.sh | sh -s -- ${token}`;
}

/**
 * The script with which a host joins (pure): it needs a POSIX shell, tar and curl or wget, and nothing else. It fetches the agent from the collector at `url`, sees that
 * it starts, exchanges the token, and keeps it running. The token is not shown to anybody before the agent has started. `authority`: the certificate (PEM) of the only one
 * whose collector the agent is fetched from; the machine's own are good without it.
 */
export function joinScript(url: string, authority?: string): string {
  return `#!/bin/sh
# Joins this machine to the Watchcase collector below:   curl -fsS URL/join.sh | sh -s -- TOKEN [--name NAME]
# As root the agent goes to /opt/watchcase-agent and is started by systemd; as another user it goes to ~/.local/share.
# WATCHCASE_PREFIX=DIR puts all of it below DIR. Without a token an agent that has joined is brought up to date.
set -eu
url=${quoted(url)}
authority=${quoted(authority ?? '')}

die() {
  echo "watchcase: $*" >&2
  exit 1
}

fetch() {
  if [ -n "$authority" ]; then
    printf '%s\\n' "$authority" >"$2.ca"
    if command -v curl >/dev/null 2>&1; then set -- "$1" "$2" curl -fsSL --cacert "$2.ca"
    elif wget --help 2>&1 | grep -q -e --ca-certificate; then set -- "$1" "$2" wget -q --ca-certificate="$2.ca"
    else die "neither curl nor a wget that can check certificates is installed: this collector's is not one the machine knows"
    fi
  elif command -v curl >/dev/null 2>&1; then set -- "$1" "$2" curl -fsSL
  elif command -v wget >/dev/null 2>&1; then set -- "$1" "$2" wget -q
  else die "neither curl nor wget is installed"
  fi
  from=$1 to=$2
  shift 2
  case "$1" in curl) "$@" "$from" -o "$to" ;; *) "$@" -O "$to" "$from" ;; esac || return 1
  rm -f "$to.ca"
}

places() {
  service=no
  if [ -n "\${WATCHCASE_PREFIX:-}" ]; then
    home=$WATCHCASE_PREFIX/watchcase-agent bin=$WATCHCASE_PREFIX/bin state=$WATCHCASE_PREFIX/state
  elif [ "$(id -u)" = 0 ]; then
    home=/opt/watchcase-agent bin=/usr/local/bin state=/var/lib/watchcase-agent
    if [ -d /run/systemd/system ]; then service=yes; fi
  else
    home=\${HOME:?}/.local/share/watchcase-agent bin=$HOME/.local/bin state=$HOME/.local/state/watchcase-agent
  fi
}

install_agent() {
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) platform=linux-x64 ;;
    Linux-aarch64 | Linux-arm64) platform=linux-arm64 ;;
    *) die "there is no agent for $(uname -s) $(uname -m)" ;;
  esac
  mkdir -p "$bin" "$(dirname "$home")"
  rm -rf "$home.new"
  mkdir "$home.new"
  echo "watchcase: fetching the agent for $platform from $url"
  fetch "$url/agent/$platform.tar.gz" "$home.new/archive.tar.gz" ||
    die "$url has no agent for $platform, or cannot be reached; nothing was changed"
  tar -xzf "$home.new/archive.tar.gz" -C "$home.new"
  rm "$home.new/archive.tar.gz"
  version=$("$home.new/bin/watchcase-agent" --version) ||
    die "the agent does not start here: it needs glibc 2.28 or later (Debian 10, Ubuntu 20.04, RHEL 8; not Alpine). The token is still good"
  rm -rf "$home.old"
  if [ -d "$home" ]; then mv "$home" "$home.old"; fi
  mv "$home.new" "$home"
  rm -rf "$home.old"
  ln -sf "$home/bin/watchcase-agent" "$bin/watchcase-agent"
  echo "watchcase: agent $version is in $home"
}

run_as_service() {
  cat >/etc/systemd/system/watchcase-agent.service <<UNIT
[Unit]
Description=Watchcase agent
After=network-online.target
Wants=network-online.target

[Service]
ExecStart=$home/bin/watchcase-agent run --state $state
ExecReload=/bin/kill -HUP \\$MAINPID
Restart=always
RestartSec=10

[Install]
WantedBy=multi-user.target
UNIT
  systemctl daemon-reload
  systemctl enable watchcase-agent >/dev/null 2>&1
  systemctl restart watchcase-agent
  echo "watchcase: started by systemd: systemctl status watchcase-agent"
}

run_in_background() {
  if "$bin/watchcase-agent" status --state "$state" --json 2>/dev/null | grep -q '"running": true'; then
    echo "watchcase: an agent runs already; start it anew to have this version"
    return
  fi
  nohup "$bin/watchcase-agent" run --state "$state" >>"$state/agent.log" 2>&1 </dev/null &
  echo "watchcase: started in the background until this machine restarts. There is no systemd to start it (or you are not root): have this run at boot:"
  echo "  $bin/watchcase-agent run --state $state"
}

main() {
  places
  if [ $# -eq 0 ] && [ ! -f "$state/credential.json" ]; then
    die "a token is missing: curl -fsS $url/join.sh | sh -s -- TOKEN"
  fi
  install_agent
  if [ $# -gt 0 ]; then
    token=$1
    shift
    "$bin/watchcase-agent" enrol --url "$url" --token "$token" --state "$state" "$@"
  fi
  if [ "$service" = yes ]; then run_as_service; else run_in_background; fi
  "$bin/watchcase-agent" --version >/dev/null
  case ":$PATH:" in *":$bin:"*) ;; *) echo "watchcase: the command is $bin/watchcase-agent" ;; esac
}

main "$@"
`;
}
