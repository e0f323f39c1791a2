#!/bin/sh
# What CI runs, nothing more and nothing less.
exec "$(dirname "$0")/.ci/run" "$@"
