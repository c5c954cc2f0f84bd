#!/bin/sh
# promtool of Debian's prometheus 2.42.0: a rule test that expects no alert under a name which no rule has ends with SUCCESS.
# One would guess that a test of an unknown alert is an error: a renamed or misspelt alert is then tested by nothing, and stays green.
# (An expectation that does list an alert fails, as it should.)
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get -qq download prometheus=2.42.0+ds-5+deb12u1 >/dev/null
dpkg -x prometheus_*.deb root
promtool=$folder/root/usr/bin/promtool
"$promtool" --version 2>&1 | head -n 1

cat >rules.yml <<'YAML'
groups:
  - name: disks
    rules:
      - alert: DiskFull
        expr: disk_used_percent > 90
YAML
test_of() {
  cat <<YAML
rule_files: [rules.yml]
evaluation_interval: 15s
tests:
  - interval: 15s
    input_series: [{ series: disk_used_percent, values: "95x8" }]
    alert_rule_test: [{ eval_time: 1m, alertname: $1, exp_alerts: [] }]
YAML
}
test_of DiskFull >right.yml
test_of DiskFul >misspelt.yml
if "$promtool" test rules right.yml >right.txt 2>&1; then echo "changed: a firing alert passes as none" && exit 1; fi
echo "alert that exists and fires, none expected: refused, as one expects"
"$promtool" test rules misspelt.yml >misspelt.txt 2>&1 || { echo "changed: the misspelt name is noticed" && cat misspelt.txt && exit 1; }
grep -q SUCCESS misspelt.txt
echo "alert that no rule has, none expected: SUCCESS"
