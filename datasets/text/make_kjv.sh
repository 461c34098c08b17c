#!/usr/bin/env bash
# Makes kjv.txt: every verse of the King James Bible (1611, public domain) that fits in 127 bytes, one a line.
# Needs Debian's packages bible-kjv and bible-kjv-text: datasets/text/make_kjv.sh > datasets/text/kjv.txt
set -eu
export LC_ALL=C
bible -f gen1:1-rev22:21 < /dev/null | sed -E 's/^[0-9A-Za-z]+:[0-9]+ //' | awk 'length($0) <= 127'
