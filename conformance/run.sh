#!/usr/bin/env bash
# Compares memcell with the real Python tools: the committed fixtures with what the tools compute today, and the files
# that memcell writes with what the tools make of them. Needs node, python3 (3.11 or later) with venv, and Chromium for
# the pages of TensorBoard.
# The tools are installed once, into the folder that MEMCELL_CONFORMANCE_VENV names or a cache folder.
set -uo pipefail
cd "$(dirname "$0")/.."

venv=${MEMCELL_CONFORMANCE_VENV:-${XDG_CACHE_HOME:-$HOME/.cache}/memcell-conformance-venv}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

install() {
  echo "Installing the Python tools into $venv"
  rm -rf "$venv"
  python3 -m venv "$venv" || return
  local pip=("$venv/bin/pip" install --quiet --disable-pip-version-check)
  local uv=("$venv/bin/uv" pip install --quiet --cache-dir "$venv/uv-cache" --python "$venv/bin/python")
  { "${pip[@]}" uv==0.13.8 && "${uv[@]}" -r conformance/requirements.txt; } ||
    "${pip[@]}" -r conformance/requirements.txt || return
  rm -rf "$venv/uv-cache"
  cp conformance/requirements.txt "$venv/installed.txt"
}

# A check prints a line 'ok ...' or 'not ok ...' for each thing it looked at.
check() {
  "$@" | tee "$work/output"
  if [ "${PIPESTATUS[0]}" -ne 0 ] && ! grep -q '^not ok ' "$work/output"; then
    echo "not ok $*: ended early" | tee -a "$work/output"
  fi
  cat "$work/output" >>"$work/log"
}

if ! cmp -s conformance/requirements.txt "$venv/installed.txt" && ! install; then
  echo 'error: Cannot install the Python tools' >&2
  echo '0 passed, 1 failed'
  exit 1
fi

check "$venv/bin/python" conformance/check_golden.py
if [ -f conformance/make-files.ts ]; then
  check node conformance/make-files.ts "$work/files"
  check "$venv/bin/python" conformance/check_files.py "$work/files"
fi
check node conformance/make-keras-files.ts "$work/keras"
check "$venv/bin/python" conformance/check_keras_files.py "$work/keras"
check node conformance/check-keras-back.ts "$work/keras/back"
check node conformance/make-torch7-files.ts "$work/torch7"
check "$venv/bin/python" conformance/check_torch7_files.py "$work/torch7"
check node conformance/make-word-vectors.ts "$work/word-vectors"
check "$venv/bin/python" conformance/check_word_vectors.py "$work/word-vectors"
check node conformance/check-word-vectors-back.ts "$work/word-vectors/back"
check node conformance/make-tensorboard.ts "$work/tensorboard"
check "$venv/bin/python" conformance/check_tensorboard.py "$work/tensorboard"
check node conformance/check-tensorboard-back.ts "$work/tensorboard/torch"
if chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome); then
  check node conformance/check-tensorboard-pages.ts "$venv/bin/python" "$work/tensorboard" "$chromium"
elif [ "${CI:-}" = true ]; then
  echo 'not ok TensorBoard in a browser: Chromium must be installed' | tee -a "$work/log"
else
  echo '# no Chromium here: pages of TensorBoard are not looked at'
fi

passed=$(grep -c '^ok ' "$work/log")
failed=$(grep -c '^not ok ' "$work/log")
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
