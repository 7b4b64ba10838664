#!/usr/bin/env bash
# Installs, on Debian, what `pnpm bench` measures beside ours: programs, libraries that small
# programs in bench/peers are compiled with, and npm packages, in a cache outside of the tree.
set -euo pipefail

if [ "$(id -u)" = 0 ]; then sudo=; else sudo=sudo; fi
$sudo apt-get update
# ffmpeg brings libasound.so.2 too, which node-web-audio-api does not load without.
$sudo apt-get install -y --no-install-recommends \
  sox ffmpeg \
  gstreamer1.0-tools gstreamer1.0-plugins-base gstreamer1.0-plugins-good \
  gcc libc6-dev pkg-config libsoxr-dev libswresample-dev libavutil-dev \
  python3-cryptography

# No dependencies of the benches: node-web-audio-api alone is 50 MB, with binaries for every system;
# 1.0.9 is the last that takes Node 20.
peers="${XDG_CACHE_HOME:-$HOME/.cache}/patchcord/bench-peers"
mkdir -p "$peers"
npm install --prefix "$peers" --ignore-scripts --no-audit --no-fund node-web-audio-api@1.0.9 \
  fernet@0.4.0 age-encryption@0.3.1
