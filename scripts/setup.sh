#!/bin/sh
# Installs what Viva needs with the system's package manager, configures, and builds a release into build/.
#   sh scripts/setup.sh           what `viva` needs: packages of the system alone
#   sh scripts/setup.sh --test    also what the tests need: checkers, Node, Chromium, npm packages, a sanitizer build
set -eu
cd "$(dirname "$0")/.."

need="gcc libc6-dev cmake ninja-build pkg-config
  libuv1-dev libcurl4-openssl-dev libsqlite3-dev libssl-dev libutf8proc-dev libmicrohttpd-dev libseccomp-dev libedit-dev
  libxlsxwriter-dev zlib1g-dev libjs-vega liblua5.4-dev lua-cjson-dev lua-filesystem-dev lua-argparse"
test_need="libcmocka-dev lua-unit lua-check cppcheck clang-tidy python3 nodejs chromium fonts-noto-cjk"
tests=OFF
case "${1:-}" in
  "") ;;
  --test) tests=ON need="$need $test_need" ;;
  *) echo "usage: sh scripts/setup.sh [--test]" >&2; exit 2 ;;
esac

missing_packages() {
  for package in $need; do
    dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q '^install ok installed' || echo "$package"
  done
  # npm comes with some builds of Node and is a package of its own with others.
  if [ $tests = ON ] && ! command -v npm >/dev/null 2>&1; then echo npm; fi
}

cannot_install() {
  echo "Viva needs these packages, and $1:" >&2
  echo "$missing" | sed 's/^/  /' >&2
  exit 1
}

install_missing() {
  if [ "$(id -u)" = 0 ]; then as_root=""
  elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as_root="sudo"
  elif command -v sudo >/dev/null 2>&1 && [ -t 0 ]; then as_root="sudo"
  else cannot_install "only root (or sudo) may install them"
  fi
  echo "Installing: $(echo "$missing" | tr '\n' ' ')"
  $as_root apt-get update -qq
  # shellcheck disable=SC2086
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

if command -v dpkg-query >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1; then
  missing=$(missing_packages)
  if [ -n "$missing" ]; then install_missing; fi
else
  missing=$(echo "$need" | tr -s ' \n' '\n')
  for tool in cc cmake ninja pkg-config; do
    command -v $tool >/dev/null 2>&1 || cannot_install "this system has no apt-get (the names are Debian's)"
  done
  pkg-config --exists libuv libcurl sqlite3 libcrypto libutf8proc libmicrohttpd libseccomp libedit xlsxwriter lua5.4 \
    lua5.4-cjson lua5.4-filesystem || cannot_install "this system has no apt-get (the names are Debian's)"
fi

configure() {
  [ -f "$1/build.ninja" ] && grep -q "^VIVA_TESTS:BOOL=$tests" "$1/CMakeCache.txt" && return
  cmake -S . -B "$1" -G Ninja -DVIVA_TESTS=$tests "$2" >/dev/null
}

build() {
  cmake --build "$1" >"$1/build.log" 2>&1 || { cat "$1/build.log" >&2; exit 1; }
  tail -n 1 "$1/build.log"
}

# A build for tests stays one when the plain line is run again.
if [ $tests = OFF ] && grep -qs '^VIVA_TESTS:BOOL=ON' build/CMakeCache.txt; then tests=ON; fi
configure build -DCMAKE_BUILD_TYPE=Release
build build

if [ "${1:-}" = --test ]; then
  configure build-sanitize -DVIVA_SANITIZE=ON
  build build-sanitize
  (cd tests/browser && npm ci --silent --no-audit --no-fund) ||
    echo "The npm packages cannot be had: the tests in the browser and of the npm client will be skipped." >&2
fi
