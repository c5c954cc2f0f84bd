say() { echo "watchcase: $*"; }
die() {
  echo "watchcase: $*" >&2
  exit 1
}

fetch() {
  if [ -n "$authority" ]; then
    printf '%s\n' "$authority" >"$2.ca"
    if command -v curl >/dev/null 2>&1; then set -- "$1" "$2" curl -fsSL --cacert "$2.ca"
    elif wget --help 2>&1 | grep -q -e --ca-certificate; then set -- "$1" "$2" wget -q --ca-certificate="$2.ca"
    else set -- "$1" "$2" wget -q --no-check-certificate
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
  service=no scope=user
  if [ -n "${WATCHCASE_PREFIX:-}" ]; then
    home=$WATCHCASE_PREFIX/watchcase-agent bin=$WATCHCASE_PREFIX/bin state=$WATCHCASE_PREFIX/state config=
  elif [ "$(id -u)" = 0 ]; then
    home=/opt/watchcase-agent bin=/usr/local/bin state=/var/lib/watchcase-agent config=/etc/watchcase-agent scope=machine
    if [ -d /run/systemd/system ]; then service=systemd; fi
  else
    home=${HOME:?}/.local/share/watchcase-agent bin=$HOME/.local/bin state=$HOME/.local/state/watchcase-agent config=
  fi
}

platform() {
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) echo linux-x64 ;;
    Linux-aarch64 | Linux-arm64) echo linux-arm64 ;;
    *) die "there is no agent for $(uname -s) $(uname -m)" ;;
  esac
}

# The newest package for a platform, as: VERSION SHA256 FILE
offer() {
  printf '%s\n' "$manifest" | tr '{' '\n' |
    sed -n 's/^"file":"\([^"]*\)","version":"\([^"]*\)","platform":"'"$1"'","bytes":[0-9]*,"sha256":"\([0-9a-f]*\)".*/\2 \3 \1/p' | head -n 1
}

sum() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum <"$1" | cut -d ' ' -f 1
  elif command -v openssl >/dev/null 2>&1; then openssl dgst -sha256 -r <"$1" | cut -d ' ' -f 1
  else die "neither sha256sum nor openssl is installed: what was fetched cannot be checked; nothing was changed"
  fi
}

# What the token says, or what was pinned when this host joined.
pinned_key() {
  if [ -n "$token" ]; then printf '%s\n' "$token" | sed -n 's/^[^~]*~\([^.]*\).*$/\1/p'
  elif [ -f "$state/collector.json" ]; then sed -n 's/.*"packageKey": *"\([^"]*\)".*/\1/p' "$state/collector.json"
  fi
}

check_signature() {
  pin=$(pinned_key)
  [ -n "$pin" ] || return 0
  if ! command -v openssl >/dev/null 2>&1; then
    say "there is no openssl here: that the packages are signed is not checked; trusted is whoever gave you this script"
    return 0
  fi
  printf '%s' "$key" | openssl base64 -d -A >"$1/key"
  found=$(openssl dgst -sha256 -binary <"$1/key" | openssl base64 -A | tr '+/' '-_' | tr -d =)
  [ "$found" = "$pin" ] ||
    die "the packages are signed by another key (sha256:$found) than the token names; somebody may be in between. Nothing was changed, the token is still good"
  case "$(openssl version)" in
    'OpenSSL '[3-9].* | 'OpenSSL '[1-9][0-9].*) ;;
    *)
      say "$(openssl version) cannot check ed25519 signatures: trusted is whoever gave you this script"
      return 0
      ;;
  esac
  printf -- '-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n' "$key" >"$1/key"
  printf '%s' "$manifest" >"$1/manifest"
  printf '%s' "$signature" | openssl base64 -d -A >"$1/signature"
  openssl pkeyutl -verify -pubin -inkey "$1/key" -rawin -in "$1/manifest" -sigfile "$1/signature" >/dev/null 2>&1 ||
    die "the signature of the packages is wrong: somebody has changed them. Nothing was changed, the token is still good"
}

# True when the first version comes before the second one; what follows a hyphen is not looked at.
is_older() {
  [ "$1" != "$2" ] && printf '%s\n%s\n' "$1" "$2" | awk -F '[.-]' '
    NR == 1 { for (i = 1; i <= 3; i++) a[i] = $i + 0 }
    NR == 2 { for (i = 1; i <= 3; i++) if (a[i] != $i + 0) exit !(a[i] < $i + 0); exit 1 }'
}

# Fetches the package for $1, checks and unpacks it, and sees that it starts.
try_package() {
  set -- "$1" $(offer "$1")
  [ $# -eq 4 ] || return 1
  version=$2
  if [ -f "$home/current/VERSION" ] && is_older "$version" "$(cat "$home/current/VERSION")"; then
    die "version $(cat "$home/current/VERSION") is installed, which is newer than $version of the collector; nothing was changed. To go back take the newer one off first: --uninstall"
  fi
  say "fetching the agent $version for $1 from $url"
  fetch "$url/packages/$4" "$work/package" ||
    die "$url does not give the agent for $1, or cannot be reached; nothing was changed"
  [ "$(sum "$work/package")" = "$3" ] ||
    die "the package is not the one that the collector names (another sha256): it was changed on its way or on the collector. Nothing was changed, the token is still good"
  rm -rf "$work/new"
  mkdir "$work/new"
  gzip -dc <"$work/package" | tar -xf - -C "$work/new"
  rm "$work/package"
  printf '%s\n' "$1" >"$work/new/watchcase-agent/PLATFORM"
  "$work/new/watchcase-agent/bin/watchcase-agent" --version >/dev/null 2>"$work/said"
}

install_agent() {
  here=$(platform)
  mkdir -p "$bin" "$home/versions"
  work=$home/.installing
  rm -rf "$work"
  mkdir "$work"
  trap 'rm -rf "$work"' EXIT
  check_signature "$work"
  [ -n "$(offer "$here")$(offer "$here-carries-its-libc")" ] ||
    die "$url has no agent for $here; nothing was changed. See watchcase packages add, on the collector"
  try_package "$here" || try_package "$here-carries-its-libc" || {
    cat "$work/said" >&2 2>/dev/null || :
    die "the agent does not start here: this package needs glibc 2.28 or later (Debian 10, Ubuntu 20.04, RHEL 8; not Alpine). The token is still good"
  }
  # What was here before there were versions.
  rm -rf "$home/agent" "$home/node" "$home/bin" "$home/packages" "$home/node_modules" "$home/cache"
  if [ "$scope" = machine ] && [ -f "$work/new/watchcase-agent/install.sh" ]; then
    sh "$work/new/watchcase-agent/install.sh"
  else
    place_agent
  fi
  rm -rf "$work"
  say "agent $version is in $home"
}

# For packages that do not know how to, and for users who are not root.
place_agent() {
  rm -rf "$home/versions/$version"
  mv "$work/new/watchcase-agent" "$home/versions/$version"
  ln -s "versions/$version" "$work/current"
  mv -T "$work/current" "$home/current" 2>/dev/null || ln -sfn "versions/$version" "$home/current"
  ln -sf "$home/current/bin/watchcase-agent" "$bin/watchcase-agent"
}

start_service() {
  unit=/etc/systemd/system/watchcase-agent.service
  if [ ! -f "$unit" ] && [ "$service" = systemd ]; then
    cat >"$unit" <<UNIT
[Unit]
Description=Watchcase agent
After=network-online.target
Wants=network-online.target

[Service]
ExecStart=$bin/watchcase-agent run --state $state
ExecReload=/bin/kill -HUP \$MAINPID
Restart=always
RestartSec=10

[Install]
WantedBy=multi-user.target
UNIT
  fi
  if [ "$service" = systemd ]; then
    systemctl daemon-reload
    systemctl enable watchcase-agent >/dev/null 2>&1
    systemctl restart watchcase-agent
    say "started by systemd: systemctl status watchcase-agent"
  else
    "/etc/init.d/watchcase-agent" restart
    say "started by /etc/init.d/watchcase-agent"
  fi
}

is_running() {
  "$bin/watchcase-agent" status --state "$state" --json 2>/dev/null | grep -q '"running": true'
}

run_in_background() {
  if is_running; then
    say "an agent runs already; start it anew to have this version"
    return
  fi
  # Not every busybox has nohup.
  (trap '' HUP && exec "$bin/watchcase-agent" run --state "$state") >>"$state/agent.log" 2>&1 </dev/null &
  sleep 1
  kill -0 $! 2>/dev/null || die "the agent has joined, and ended at once: $(tail -n 1 "$state/agent.log")"
  say "started in the background until this machine restarts. There is no systemd to start it (or you are not root): have this run at boot:"
  echo "  $bin/watchcase-agent run --state $state"
}

uninstall() {
  if [ "$scope" = machine ] && [ -f "$home/current/uninstall.sh" ]; then
    sh "$home/current/uninstall.sh"
  else
    remove_agent
  fi
  say "the agent and all that it wrote are gone; retire the host in the console"
}

remove_agent() {
  if [ "$service" = systemd ]; then
    systemctl disable --now watchcase-agent >/dev/null 2>&1 || :
    rm -rf /etc/systemd/system/watchcase-agent.service /etc/systemd/system/watchcase-agent.service.d
    systemctl daemon-reload
  elif [ -f "$state/status.json" ]; then
    pid=$(sed -n 's/.*"pid": *\([0-9]*\).*/\1/p' "$state/status.json")
    if [ -n "$pid" ] && is_running; then kill "$pid"; fi
    tries=0
    while is_running && [ "$tries" -lt 10 ]; do sleep 1; tries=$((tries + 1)); done
  fi
  rm -rf "$home" "$bin/watchcase-agent" "$state"
  [ -z "$config" ] || rm -rf "$config"
}

# So that the collector can bring this agent up to date: its program is its own to change from then on.
allow_upgrades() {
  file=$state/agent.yaml
  [ "$scope" = user ] || [ -f "$file" ] || file=$config/agent.yaml
  [ -f "$file" ] || (umask 077 && "$bin/watchcase-agent" config sample >"$file")
  if grep -q '^upgrade:' "$file"; then sed -i '/^upgrade:/,/^[a-z]/s/^  enabled: false/  enabled: true/' "$file"
  else printf '\nupgrade: { enabled: true }\n' >>"$file"
  fi
  if [ "$scope" = machine ] && id watchcase-agent >/dev/null 2>&1; then
    chown -R watchcase-agent "$home"
    if [ "$service" = systemd ]; then
      mkdir -p /etc/systemd/system/watchcase-agent.service.d
      printf '[Service]\nReadWritePaths=%s\n' "$home" >/etc/systemd/system/watchcase-agent.service.d/upgrades.conf
    fi
  fi
}

main() {
  places
  token= upgrades=no
  case "${1:-}" in
    --uninstall)
      uninstall
      return
      ;;
    --upgrades | '') ;;
    -*) die "a token was expected, found $1: curl -fsS $url/install | sh -s -- TOKEN [--name NAME]" ;;
    *)
      token=$1
      shift
      ;;
  esac
  if [ "${1:-}" = --upgrades ]; then
    upgrades=yes
    shift
  fi
  [ -n "$token" ] || [ -f "$state/credential.json" ] ||
    die "a token is missing: curl -fsS $url/install | sh -s -- TOKEN"
  install_agent
  if [ -n "$token" ]; then
    "$bin/watchcase-agent" enrol --url "$url" --token "$token" --state "$state" "$@"
    if [ "$scope" = machine ] && id watchcase-agent >/dev/null 2>&1; then chown -R watchcase-agent: "$state"; fi
  fi
  [ "$upgrades" = no ] || allow_upgrades
  if [ "$service" = systemd ] || { [ "$scope" = machine ] && [ -x /etc/init.d/watchcase-agent ]; }; then start_service
  else run_in_background
  fi
  case ":$PATH:" in *":$bin:"*) ;; *) say "the command is $bin/watchcase-agent" ;; esac
}

main "$@"
