#!/bin/sh
# duplicity 0.8.22 (Debian 12): `collection-status` judges a backup by the names of its files. With the only volume emptied, as a disk that was full leaves it, it
# still lists one full backup, says that nothing is orphaned or incomplete, and ends with 0. `verify` fails.
# One would guess that a status which names "incomplete backup sets" would miss what is missing: whoever watches its exit code and its age watches names only.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get -qq download duplicity=0.8.22-1+b3 python3-fasteners python3-future librsync2 libpopt0 >/dev/null 2>&1
for package in *.deb; do dpkg -x "$package" root; done
libraries=$(find "$folder/root" -name '*.so*' -exec dirname {} + | sort -u | paste -sd:)
duplicity() {
  HOME=$folder LD_LIBRARY_PATH=$libraries PYTHONPATH=$folder/root/usr/lib/python3/dist-packages root/usr/bin/duplicity "$@" \
    --archive-dir "$folder/archive" --no-encryption 2>/dev/null
}
mkdir source to
head -c 100000 /dev/urandom >source/dump
duplicity full source "file://$folder/to" >/dev/null
volume=$(find to -name '*.vol1.difftar.gz')
ask() {
  code=0
  duplicity collection-status "file://$folder/to" >said.txt || code=$?
  echo "$1: $(grep -c '^ *Full  ' said.txt) full, $(grep -c 'No orphaned or incomplete' said.txt) time nothing incomplete, exit code $code"
}
{
  ask whole
  : >"$volume"
  ask emptied
  code=0
  duplicity verify "file://$folder/to" source >/dev/null || code=$?
  [ "$code" -eq 0 ] && echo 'verify: well' || echo 'verify: fails'
} | tee seen.txt
cat >wanted.txt <<'TEXT'
whole: 1 full, 1 time nothing incomplete, exit code 0
emptied: 1 full, 1 time nothing incomplete, exit code 0
verify: fails
TEXT
cmp seen.txt wanted.txt || { echo changed && exit 1; }
