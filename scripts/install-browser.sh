#!/bin/sh
# A Chromium for the browser tests: nothing to do where there is one; installed where Debian's tools
# and the right to use them are there; else said how. Never fails: without it those tests are skipped.

for name in ${EARMARK_BROWSER:-} chromium chromium-browser google-chrome google-chrome-stable; do
  if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done

how() {
  echo "The browser tests are skipped: $1." >&2
  echo 'Debian: apt install chromium. Elsewhere: EARMARK_BROWSER=/path/to/chromium make test' >&2
  exit 0
}

command -v apt-get >/dev/null 2>&1 || how 'there is no chromium'
[ "$(id -u)" -eq 0 ] || how 'there is no chromium, and only root may install it'

echo 'Installing chromium for the browser tests ...'
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
if apt-get install --yes --no-install-recommends chromium >"$log" 2>&1 \
  || { apt-get update >"$log" 2>&1 \
    && apt-get install --yes --no-install-recommends chromium >"$log" 2>&1; }; then
  exit 0
fi
tail -n 3 "$log" >&2
how 'chromium could not be installed'
