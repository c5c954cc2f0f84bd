#!/bin/sh
# What a command compiles is not kept: nobody but the package writes below /usr.
NODE_DISABLE_COMPILE_CACHE=1
export NODE_DISABLE_COMPILE_CACHE
exec /usr/lib/watchcase/scripts/watchcase "$@"
