#!/bin/sh
# Brings what a fresh Debian or Ubuntu machine lacks: the servers' packages, then .venv from uv.lock.
# Arguments name further dependency groups. Silent when everything is there already.
set -eu
cd "$(dirname "$0")/../.."

UV_VERSION=0.13.9
POSTGRES_CONFIGURATION=/etc/postgresql-common/createcluster.d
POLICY=/usr/sbin/policy-rc.d

say() { printf '%s\n' "$*"; }

has() { PATH="$PATH:/usr/sbin:/sbin" command -v "$1" > /dev/null 2>&1; }

needs() {  # PACKAGE TEST...
    package=$1; shift
    "$@" > /dev/null 2>&1 || missing="$missing $package"
}

has_browser() { has chromium-headless-shell || has chromium || has google-chrome || has google-chrome-stable; }

is_ubuntu() { grep -qs '^ID=ubuntu' /etc/os-release; }

find_missing() {
    missing=
    needs python3-venv python3 -c 'import ensurepip, venv'
    needs postgresql sh -c 'ls /usr/lib/postgresql/*/bin/postgres'
    needs rabbitmq-server test -x /usr/lib/rabbitmq/bin/rabbitmq-server
    needs patroni has patroni
    needs etcd-server has etcd
    needs iproute2 sh -c 'PATH="$PATH:/usr/sbin:/sbin"; command -v ip && command -v ss'
    needs cups-ipp-utils has ippeveprinter
    needs cups-client has lpadmin
    needs cups-core-drivers test -x /usr/lib/cups/backend/ipp
    needs dbus-daemon has dbus-daemon
    needs poppler-utils has pdftoppm
    needs qpdf has qpdf
    needs zbar-tools has zbarimg
    needs softhsm2 has softhsm2-util
    needs sane-utils has scanimage
    needs xvfb has Xvfb
    needs python3-tk sh -c "python3 -c 'import tkinter' || dpkg -s python3-tk"
    needs prometheus has promtool
    needs prometheus-alertmanager has prometheus-alertmanager
    needs prometheus-postgres-exporter has prometheus-postgres-exporter
    needs fonts-noto-cjk sh -c 'fc-list :lang=zh-cn | grep . || ls /usr/share/fonts/opentype/noto/NotoSansCJK*'
    is_ubuntu || needs chromium-headless-shell has_browser
    needs curl has curl
    needs jq has jq
    needs openssl has openssl
    [ "$(id -u)" -ne 0 ] || find_missing_for_containers
}

# Only root makes the namespaces that the image is built and run in here (tests/cluster).
find_missing_for_containers() {
    needs buildah has buildah
    needs crun has crun
    needs iproute2 has ip
    needs mmdebstrap has mmdebstrap
    needs podman has podman
}

check_python() {
    python3 -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' && return
    say "Python 3.11 to 3.13 is needed; this machine's python3 is $(python3 -V 2>&1)."
    say "Debian 12 and 13 and Ubuntu 24.04 have it."
    exit 1
}

ask_for_packages() {
    say "These packages are missing:"
    for package in $missing; do say "    $package"; done
    say "Only root can install them:"
    say "    sudo apt-get update && sudo apt-get install --no-install-recommends$missing"
    exit 1
}

# The packages come for their programs: no service of theirs may start, now or after a reboot.
install_packages() {
    has apt-get || ask_for_packages
    say "Installing$missing ..."
    trap allow_services EXIT
    trap 'exit 130' INT TERM
    forbid_services
    log=$(mktemp)
    run_apt > "$log" 2>&1 || { cat "$log"; say "apt-get failed."; exit 1; }
    rm -f "$log"
    allow_services
    disable_new_services
}

run_apt() {
    export DEBIAN_FRONTEND=noninteractive
    apt-get -q -o DPkg::Lock::Timeout=300 update
    # shellcheck disable=SC2086 # a list of names
    apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends $missing
}

forbid_services() {
    mkdir -p "$POSTGRES_CONFIGURATION"
    say "create_main_cluster = false" > "$POSTGRES_CONFIGURATION/originprint.conf"
    [ -e "$POLICY" ] && return
    printf '#!/bin/sh\n# originprint\nexit 101\n' > "$POLICY"
    chmod 755 "$POLICY"
}

allow_services() {
    rm -f "$POSTGRES_CONFIGURATION/originprint.conf"
    if grep -qs '^# originprint$' "$POLICY"; then rm -f "$POLICY"; fi
}

disable_new_services() {
    has systemctl || return 0
    for package in $missing; do
        case $package in
            postgresql) services="postgresql.service" ;;
            rabbitmq-server) services="rabbitmq-server.service epmd.socket epmd.service" ;;
            prometheus) services="prometheus.service" ;;
            cups-core-drivers) services="cups.service cups.socket cups.path" ;;
            prometheus-alertmanager) services="prometheus-alertmanager.service" ;;
            podman) services="podman.socket podman.service podman-auto-update.timer podman-restart.service" ;;
            patroni) services="patroni.service" ;;
            etcd-server) services="etcd.service" ;;
            *) services= ;;
        esac
        # shellcheck disable=SC2086 # a list of names
        [ -z "$services" ] || systemctl --quiet disable $services > /dev/null 2>&1 || true
    done
}

# Ubuntu's own packages of Chromium are snaps, which see neither /tmp nor a test's profile.
tell_of_browser() {
    say "No browser for the portal's tests (tests/portal): Ubuntu packages none that they could drive."
    say "Google Chrome does: https://www.google.com/chrome/ (google-chrome-stable)."
}

stamp() { cat uv.lock pyproject.toml "$0" | cksum; say "$@"; }

build_environment() {
    say "Installing Python packages ..."
    [ -x .bootstrap/bin/pip ] || python3 -m venv .bootstrap
    .bootstrap/bin/pip install --quiet --disable-pip-version-check "uv==$UV_VERSION"
    groups=
    for group in "$@"; do groups="$groups --group $group"; done
    export UV_PYTHON_DOWNLOADS=never UV_PYTHON_PREFERENCE=only-system
    unset VIRTUAL_ENV
    # shellcheck disable=SC2086 # a list of options
    .bootstrap/bin/uv sync --quiet --frozen --inexact --compile-bytecode $groups
    stamp "$@" > .venv/installed
}

check_python
find_missing
if [ -n "$missing" ]; then
    [ "$(id -u)" -eq 0 ] || ask_for_packages
    install_packages
    find_missing
    [ -z "$missing" ] || { say "Still missing after apt-get:$missing"; exit 1; }
fi
has_browser || tell_of_browser
[ "$(stamp "$@")" = "$(cat .venv/installed 2> /dev/null)" ] || build_environment "$@"
