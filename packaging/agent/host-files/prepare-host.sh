# A number that neither a user nor a group has, for machines without a program that gives one.
free_id() {
  id=999
  while grep -q "^[^:]*:[^:]*:$id:" /etc/passwd /etc/group; do id=$((id - 1)); done
  echo "$id"
}

# The agent's user, folders and first config; what is there already stays as it is. $1 is the folder of the program.
prepare_host() {
  nologin=/usr/sbin/nologin
  [ -x "$nologin" ] || nologin=/sbin/nologin
  [ -x "$nologin" ] || nologin=/bin/false
  if ! grep -q '^watchcase-agent:' /etc/group; then
    if command -v groupadd >/dev/null 2>&1; then groupadd --system watchcase-agent
    elif command -v addgroup >/dev/null 2>&1; then addgroup -S watchcase-agent
    else echo "watchcase-agent:x:$(free_id):" >>/etc/group; fi
  fi
  if ! grep -q '^watchcase-agent:' /etc/passwd; then
    home=/var/lib/watchcase-agent
    if command -v useradd >/dev/null 2>&1; then
      useradd --system --gid watchcase-agent --home-dir "$home" --no-create-home --shell "$nologin" watchcase-agent
    elif command -v adduser >/dev/null 2>&1; then
      adduser -S -D -H -h "$home" -s "$nologin" -G watchcase-agent watchcase-agent
    else
      echo "watchcase-agent:x:$(free_id):$(sed -n 's/^watchcase-agent:[^:]*:\([0-9]*\):.*/\1/p' /etc/group)::$home:$nologin" >>/etc/passwd
    fi
  fi
  mkdir -p /var/lib/watchcase-agent /etc/watchcase-agent
  # An agent that ran as root before left files of root's.
  chown -R watchcase-agent:watchcase-agent /var/lib/watchcase-agent
  chmod 700 /var/lib/watchcase-agent
  chown root:watchcase-agent /etc/watchcase-agent
  chmod 750 /etc/watchcase-agent
  if [ ! -e /etc/watchcase-agent/agent.yaml ] && [ ! -e /var/lib/watchcase-agent/agent.yaml ]; then
    (umask 077 && cat "$1/agent.sample.yaml" >/etc/watchcase-agent/agent.yaml)
    chown root:watchcase-agent /etc/watchcase-agent/agent.yaml
    chmod 640 /etc/watchcase-agent/agent.yaml
  fi
}

# Takes the agent's line out of a file by whatever program this machine has for it.
forget_in() {
  if command -v "$1" >/dev/null 2>&1; then "$1" watchcase-agent
  elif command -v "$2" >/dev/null 2>&1; then "$2" watchcase-agent
  else sed -i '/^watchcase-agent:/d' "$3"; fi
}

# Nothing of the agent stays but what a package manager keeps itself.
clear_host() {
  rm -rf /var/lib/watchcase-agent /var/cache/watchcase-agent /etc/watchcase-agent /etc/systemd/system/watchcase-agent.service.d
  rm -f /var/log/watchcase-agent.log /var/run/watchcase-agent.pid
  if grep -q '^watchcase-agent:' /etc/passwd; then
    forget_in userdel deluser /etc/passwd
  fi
  if grep -q '^watchcase-agent:' /etc/group; then
    forget_in groupdel delgroup /etc/group
  fi
}

has_systemd() { [ -d /run/systemd/system ]; }
