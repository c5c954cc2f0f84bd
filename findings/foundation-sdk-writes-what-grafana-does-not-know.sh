#!/bin/sh
# @grafana/grafana-foundation-sdk 0.0.21 beside @grafana/schema 13.2.3, both Grafana's own and made from the same schema. A table made by the SDK always has the panel option `footer`, asked for or not: the
# published options of a table have none, totals are an option of each field there. Variables of every kind carry `auto`, `auto_min` and `auto_count`, which the published variable has not.
# One would guess that the builders write what the types have: a check of the JSON against the types fails at every table and every variable, and a total row asked for by the panel is nowhere.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @grafana/grafana-foundation-sdk@0.0.21
npm pack --silent @grafana/schema@13.2.3 >/dev/null
tar -xzf grafana-schema-13.2.3.tgz
cat >keys.cjs <<'JS'
const table = require('@grafana/grafana-foundation-sdk/table');
const dashboard = require('@grafana/grafana-foundation-sdk/dashboard');
console.log('table options:', JSON.stringify(new table.PanelBuilder().build().options));
for (const kind of ['QueryVariable', 'CustomVariable', 'ConstantVariable'])
  console.log(`${kind}:`, Object.keys(new dashboard[`${kind}Builder`]('site').build()).filter((key) => key.startsWith('auto')).join(' '));
JS
node keys.cjs | tee seen.txt
members() {
  sed -n "/^export interface $1 /,/^}/p" "$2" | grep -Eo '^    [A-Za-z_]+\??:' | tr -d ' ?:' | grep -E '^(footer|auto)' | paste -sd ' '
}
{
  echo "published TableOptions: $(members TableOptions package/dist/types/common/common.gen.d.ts)"
  echo "published TableFieldOptions: $(members TableFieldOptions package/dist/types/common/common.gen.d.ts)"
  echo "published VariableModel: $(members VariableModel package/dist/types/raw/dashboard/x/types.gen.d.ts)"
} | tee -a seen.txt
cat >wanted.txt <<'TEXT'
table options: {"frameIndex":0,"showHeader":true,"showTypeIcons":false,"footer":{"show":false,"reducer":[],"countRows":false},"cellHeight":"sm"}
QueryVariable: auto auto_min auto_count
CustomVariable: auto auto_min auto_count
ConstantVariable: auto auto_min auto_count
published TableOptions: 
published TableFieldOptions: footer
published VariableModel: 
TEXT
cmp seen.txt wanted.txt || { echo "changed" && exit 1; }
