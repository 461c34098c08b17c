#!/usr/bin/env bash
# ptx.sh [DIR]: translates the GPU kernels to PTX with plain clang 14; no NVIDIA software is needed.
# Writes Model/Cuda/Kernels/episode.sm_80.ptx and episode.sm_90.ptx, or the same files into DIR.
set -euo pipefail
cd "$(dirname "$0")/../Model/Cuda/Kernels"
out=$(realpath "${1:-.}" 2> /dev/null || echo "${1:-.}")
clang=${CLANG:-clang-14}

# episode.sm_90 is the same source with clusters of blocks. Clang 14 does not know that target: it passes our inline
# assembly through, and the two header lines are set here.
translate() {
    "$clang" -x cuda -std=c++17 --cuda-device-only -nocudainc -nocudalib --cuda-gpu-arch=sm_80 -O3 -S "$@" episode.cu -o - \
        | sed -e '/^\/\//d' -e 's/[ \t]*$//'
}
translate > "$out/episode.sm_80.ptx"
translate -DREPTILEGEN_CLUSTER | sed -e 's/^\.version .*/.version 7.8/' -e 's/^\.target .*/.target sm_90/' > "$out/episode.sm_90.ptx"
