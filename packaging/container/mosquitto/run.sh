#!/bin/sh
# Mosquitto of compose.yaml: makes the password file at the first start, and has it read again within a second whenever the collector has
# changed it, since no signal goes from one container to another.
set -eu
config=${MOSQUITTO_CONFIG:-/mosquitto/config/mosquitto.conf}
folder=${MOSQUITTO_PASSWORDS:-/mosquitto/watchcase}
password=${MOSQUITTO_PASSWORD:-/run/secrets/broker_password}
file=$folder/passwords

if [ ! -e "$file" ]; then
  printf 'collector:%s\nenrol:enrol\n' "$(cat "$password")" >"$file.new"
  chmod 600 "$file.new"
  mosquitto_passwd -U "$file.new"
  chmod 640 "$file.new"
  mv "$file.new" "$file"
fi
# The collector (990) replaces the file, Mosquitto (1883) reads it.
if [ "$(id -u)" = 0 ] && [ "${MOSQUITTO_OWNERS:-yes}" = yes ]; then
  chown -R 990:1883 "$folder"
  chmod 2750 "$folder"
fi

mosquitto -c "$config" &
broker=$!
trap 'kill -TERM "$broker"' TERM INT
known=$(ls -li "$file")
while kill -0 "$broker" 2>/dev/null; do
  sleep 1 &
  wait $! || true
  now=$(ls -li "$file" 2>/dev/null || echo "$known")
  if [ "$now" != "$known" ]; then
    known=$now
    kill -HUP "$broker" || true
  fi
done
wait "$broker"
