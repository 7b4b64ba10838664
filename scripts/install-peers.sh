#!/usr/bin/env bash
# Installs, on Debian, the programs that `pnpm bench` measures beside ours.
set -euo pipefail

if [ "$(id -u)" = 0 ]; then sudo=; else sudo=sudo; fi
$sudo apt-get update
$sudo apt-get install -y --no-install-recommends sox
