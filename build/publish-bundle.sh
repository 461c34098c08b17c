#!/usr/bin/env bash
# publish-bundle.sh [--data] [FILE]: the program for a 64-bit Linux machine that has no .NET, as one archive
# (artifacts/reptilegen-linux-x64.tar.xz without FILE): the runtime, the GPU kernels, the shipped models and, with
# --data, the packed datasets. Fails if the archive takes 60 MiB or more.
set -euo pipefail
cd "$(dirname "$0")/.."
data=
if [ "${1:-}" = --data ]; then
    data=yes
    shift
fi
file=$(realpath -m "${1:-artifacts/reptilegen-linux-x64.tar.xz}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "publishing"
dotnet publish Model/ReptileGen.Model.csproj -c Release -r linux-x64 --self-contained -p:DebugType=none \
    -p:InvariantGlobalization=true -p:SatelliteResourceLanguages=en -o "$work/reptilegen" -v quiet -nologo
if [ -n "$data" ]; then
    mkdir "$work/reptilegen/packed"
    cp datasets/packed/*.safetensors "$work/reptilegen/packed/"
fi

mkdir -p "$(dirname "$file")"
tar -C "$work" -cJf "$work/bundle.tar.xz" reptilegen
bytes=$(stat -c %s "$work/bundle.tar.xz")
if [ "$bytes" -ge $((60 << 20)) ]; then
    echo "publish-bundle.sh: the archive takes $bytes bytes, expected less than $((60 << 20)): leave out models or --data" >&2
    exit 1
fi
mv "$work/bundle.tar.xz" "$file"
echo "$file: $bytes bytes, $(ls "$work/reptilegen/models" 2> /dev/null | wc -l) models${data:+, with data}"
echo "on the other machine:"
echo "  tar -xJf $(basename "$file") && cd reptilegen"
echo "  ${data:+REPTILEGEN_DATA=packed }./ReptileGen.Model train tiny --steps 20 --device cuda --out /tmp/tiny"
