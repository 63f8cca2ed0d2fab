#!/bin/sh
# Builds the JPEG decoder of src/images/decode/jpeg-turbo-wasm.ts: sh scripts/jpeg-turbo/build.sh SOURCE ZIG OUT
#   SOURCE: libjpeg-turbo 3.1.3 unpacked, libjpeg-turbo_3.1.3.orig.tar.gz of Debian, the project's own release, whose SHA-256 is
#   3a13a5ba767dc8264bc40b185e41368a80d5d5f945944d1dbaa4b2fb0099f4e5;
#   ZIG: zig 0.13.0 (`pip install ziglang==0.13.0`), whose clang and libc make WebAssembly; OUT: `gzip -9n | base64 -w0` of it
#   goes into the module. Warnings of signatures that do not match are of absent.c and mean nothing.
set -eu
source=$1/src zig=$2 out=$3 here=$(dirname "$0") made=$(mktemp -d)
flags="-target wasm32-wasi -O3 -msimd128 -I$here -I$source -DNO_GETENV -DNO_PUTENV"
# Where 64 bits are cheap though addresses have 32, the library buffers 64 bits of entropy coded data.
wide="-D__x86_64__ -D__ILP32__"
for file in jcomapi jdapimin jdapistd jdatasrc jdcoefct jdcolor jddctmgr jdicc jdinput jdmainct jdmarker jdmaster \
  jdmerge jdphuff jdpostct jdsample jidctflt jidctfst jidctint jidctred jmemmgr jmemnobs jpeg_nbits jutils; do
  case $file in
    jdphuff) more=$wide ;;
    # simd.c has another one.
    jutils) more="-Djzero_far=unused" ;;
    *) more="" ;;
  esac
  "$zig" cc $flags $more -c "$source/$file.c" -o "$made/$file.o"
done
for file in simd decode absent; do "$zig" cc $flags -c "$here/$file.c" -o "$made/$file.o"; done
"$zig" cc $flags $wide -c "$here/entropy.c" -o "$made/entropy.o"
"$zig" cc -target wasm32-wasi -O3 -s -mexec-model=reactor "$made"/*.o -o "$out"
rm -r "$made"
