#!/usr/bin/env bash
# For tests only: @tensorflow/tfjs-node beside the doctor (nothing is saved in package.json), its addon compiled here
# against the libraries and headers of PyPI's tensorflow-cpu, for machines that reach npm and PyPI but not the host
# of its prebuilt libraries. Needs g++, Python with pip, and Node's headers (NODE_HEADERS, by default beside node).
set -euo pipefail
cd "$(dirname "$0")/../../.."
headers="${NODE_HEADERS:-$(dirname "$(dirname "$(command -v node)")")/include/node}"
test -f "$headers/node_api.h" || { echo "no headers of Node in $headers"; exit 1; }

scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
# npm does not lay optional peers of this very package: installed aside, then what is missing here is moved over.
npm install --prefix "$scratch" --no-audit --no-fund --ignore-scripts @tensorflow/tfjs-node@4.22.0
for manifest in "$scratch"/node_modules/*/package.json "$scratch"/node_modules/@*/*/package.json; do
  from="$(dirname "$manifest")"
  to="$PWD/node_modules/${from#"$scratch"/node_modules/}"
  if [ ! -f "$to/package.json" ]; then rm -rf "$to" && mkdir -p "$(dirname "$to")" && mv "$from" "$to"; fi
done
package="$PWD/node_modules/@tensorflow/tfjs-node"
wheel="$scratch/wheel"
python3 -m pip download --quiet --no-deps --only-binary :all: --python-version 3.11 --dest "$wheel" tensorflow-cpu==2.18.1
python3 -m zipfile -e "$wheel"/tensorflow_cpu-*.whl "$wheel/unpacked"

mkdir -p "$package/deps/lib" "$package/lib/napi-v8"
cp "$wheel/unpacked/tensorflow/libtensorflow_cc.so.2" "$wheel/unpacked/tensorflow/libtensorflow_framework.so.2" "$package/deps/lib"
ln -sf libtensorflow_cc.so.2 "$package/deps/lib/libtensorflow.so"
ln -sf libtensorflow_framework.so.2 "$package/deps/lib/libtensorflow_framework.so"
g++ -O2 -std=c++17 -fPIC -shared -w -DNAPI_VERSION=8 -DNODE_GYP_MODULE_NAME=tfjs_binding \
  -I"$headers" -I"$package" -I"$wheel/unpacked/tensorflow/include" \
  "$package/binding/tfjs_backend.cc" "$package/binding/tfjs_binding.cc" -o "$package/lib/napi-v8/tfjs_binding.node" \
  -L"$package/deps/lib" -ltensorflow -ltensorflow_framework -Wl,-rpath,'$ORIGIN/../../deps/lib'
node -e "import('@tensorflow/tfjs-node').then((tf) => console.log('tfjs-node', tf.version['tfjs-node'], 'on', tf.getBackend()))"
