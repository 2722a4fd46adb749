#!/usr/bin/env bash
# Builds a base image with a Java 17 runtime from this machine's own Debian sources, for places where no public
# registry is reachable:
#   ops/build-base-image.sh && TAPEDECK_BASE_IMAGE=tapedeck-base:jre17 docker-compose build
# Needs root, mmdebstrap and a Docker engine. Where packages come from is apt's business: no address is written here.
set -euo pipefail
image="${1:-tapedeck-base:jre17}"

for tool in mmdebstrap docker; do
  command -v "$tool" >/dev/null || { echo "build-base-image: $tool is missing (apt-get install mmdebstrap docker.io)" >&2; exit 1; }
done
docker info >/dev/null 2>&1 || { echo "build-base-image: no Docker engine answers; start dockerd first" >&2; exit 1; }

suite="$(. /etc/os-release && echo "$VERSION_CODENAME")"
sources=()
for file in /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources; do
  if [ -s "$file" ]; then sources+=("$file"); fi
done
[ "${#sources[@]}" -gt 0 ] || { echo "build-base-image: apt has no sources of this Debian ($suite)" >&2; exit 1; }

# apt's proxies and certificates hold inside as well
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
# apt's proxies and certificates hold inside as well
apt-config dump | grep -E '^Acquire::https?::' >"$work/apt.conf" || true

mmdebstrap --variant=minbase --aptopt="$work/apt.conf" \
  --include=openjdk-17-jre-headless,ca-certificates,curl,libstdc++6,procps \
  --customize-hook='rm -rf "$1"/usr/share/man/* "$1"/usr/share/doc/* "$1"/usr/share/locale/*' \
  --customize-hook='rm -rf "$1"/etc/apt/sources.list "$1"/etc/apt/sources.list.d/* "$1"/etc/apt/apt.conf.d/99mmdebstrap' \
  "$suite" "$work/root.tar" "${sources[@]}" >"$work/log" 2>&1 ||
  { tail -40 "$work/log" >&2; echo "build-base-image: no root file system; see above" >&2; exit 1; }
docker import --change 'ENV LANG=C.UTF-8' --message 'Debian with a Java 17 runtime' "$work/root.tar" "$image"
docker run --rm "$image" java -version
