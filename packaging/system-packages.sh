#!/usr/bin/env bash
# Installs what Soepel needs from Debian or Ubuntu and is not there yet. Quick when nothing is missing.
#   system-packages.sh venv|run|sample|test     (each includes only its own needs; test includes all)
# Without apt, root or sudo it names what is missing and fails, so that a person can install it.
set -euo pipefail

venv=(python3-venv)
run=(libportaudio2 libegl1 libgl1 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 libxcb-cursor0 libxcb-icccm4
    libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1)
sample=(espeak-ng ffmpeg)
test=(pulseaudio pulseaudio-utils libasound2-plugins xvfb xdotool x11-utils sox strace dbus util-linux)

case "${1:-}" in
    venv) wanted=("${venv[@]}") ;;
    run) wanted=("${run[@]}") ;;
    sample) wanted=("${sample[@]}") ;;
    test) wanted=("${run[@]}" "${sample[@]}" "${test[@]}") ;;
    *) echo "usage: $0 venv|run|sample|test" >&2; exit 2 ;;
esac

if ! command -v dpkg-query > /dev/null; then
    echo "Not a Debian-like system: install the equivalents of: ${wanted[*]}" >&2
    exit 0 # the command that follows tells what it really lacks
fi

missing=()
for package in "${wanted[@]}"; do
    status="$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2> /dev/null || true)"
    [ "$status" = installed ] || missing+=("$package")
done
[ "${#missing[@]}" -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo > /dev/null; then
        echo "Missing, and there is no root or sudo to install it: ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi
export DEBIAN_FRONTEND=noninteractive
install() { "${as_root[@]}" apt-get install --yes --quiet --no-install-recommends "${missing[@]}"; }
echo "Installing: ${missing[*]}"
install > /dev/null 2>&1 || { "${as_root[@]}" apt-get update --quiet && install; }
