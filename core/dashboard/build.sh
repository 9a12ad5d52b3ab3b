#!/bin/sh
# Called by Maven: install | build | test. Installs the page's packages only where the lock file has changed.
set -eu
cd "$(dirname "$0")"

fail() {
  echo "" >&2
  echo "core/dashboard: $1" >&2
  echo "The dashboard is built with Node.js 20.19 or newer and the npm that comes with it." >&2
  echo "Install them (Debian and Ubuntu: nodejs and npm) and build again." >&2
  exit 1
}

command -v node >/dev/null 2>&1 || fail "node was not found on the PATH."
command -v npm >/dev/null 2>&1 || fail "npm was not found on the PATH."
node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' ||
  fail "node is $(node --version), which is too old."

# Never a browser from the network: the browser test takes the one that is installed.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1

case "$1" in
  install)
    # npm writes this file last, so an interrupted installation is repeated.
    if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
      npm ci --prefer-offline --ignore-scripts --loglevel=error
      touch node_modules/.package-lock.json
    fi
    ;;
  build) npm run --silent build -- --logLevel warn ;;
  test) npm test --silent ;;
  *) fail "unknown command \"$1\": use install, build or test." ;;
esac
