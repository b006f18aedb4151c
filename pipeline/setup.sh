#!/bin/sh
# Sets up what "make" (argument: make) or "make test" (argument: test) needs, once.
# A second run finds everything in its place and says nothing.
set -eu
cd "$(dirname "$0")/.."
what=$1
python=${PYTHON:-python3}

# The packages of one section of system-packages.txt.
section() {
    sed -n "/^\[$1\]/,/^\[/p" system-packages.txt | grep -v '^\[\|^#\|^$'
}

missing_packages() {
    for package in $(section make; [ "$what" = test ] && section test); do
        # Node.js may be there by another way than Debian's packages, which then cannot be installed beside it.
        case $package in
            nodejs) command -v node >/dev/null 2>&1 && continue ;;
            npm) command -v npm >/dev/null 2>&1 && continue ;;
        esac
        dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || echo "$package"
    done
}

install_packages() {
    if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
        [ -e .venv/told ] || echo "This is not Debian or Ubuntu: please install what system-packages.txt lists. Going on." >&2
        return
    fi
    missing=$(missing_packages | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    echo "Installing Debian packages (only this once): $missing" >&2
    if [ "$(id -u)" = 0 ]; then root=; elif command -v sudo >/dev/null 2>&1; then root=sudo; else
        echo "Please ask whoever looks after this machine to run: apt-get install $missing" >&2
        exit 1
    fi
    # shellcheck disable=SC2086  # a list of packages
    $root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2 &&
        $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2 || {
        echo "The packages could not be installed; the lines above say why." >&2
        exit 1
    }
}

# What the Python set-up was made from, and where, since a .venv cannot be moved: when it is the same, there is nothing to do.
fingerprint() {
    { cat "$@" pyproject.toml; "$python" --version; pwd; } | sha256sum | cut -d' ' -f1
}

install_python() {
    stamp=.venv/setup-$what
    wanted=$(fingerprint "$@")
    [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && return
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
        echo "Python 3.11 or newer is needed; this is $("$python" --version). Set PYTHON=python3.11 or the like." >&2
        exit 1
    }
    echo "Setting up Python packages in .venv (only this once, a few minutes)..." >&2
    .venv/bin/python -c '' 2>/dev/null || { rm -rf .venv && "$python" -m venv .venv; }
    for lock in "$@"; do
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" >&2
    done
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable . >&2
    echo "$wanted" > "$stamp"
}

# The checkers of web pages, for the tests. Their browser is Debian's Chromium: none is downloaded.
install_node() {
    stamp=node_modules/.setup
    wanted=$(cat package.json package-lock.json | sha256sum | cut -d' ' -f1)
    [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && return
    echo "Setting up checkers of web pages in node_modules (only this once)..." >&2
    PUPPETEER_SKIP_DOWNLOAD=1 npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
    echo "$wanted" > "$stamp"
}

install_packages
if [ "$what" = test ]; then
    install_python requirements.lock tests/requirements.lock
    install_node
else
    install_python requirements.lock
fi
