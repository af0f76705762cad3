#!/usr/bin/env bash
# What action.yml runs: postcheck check with the action's inputs, and no name in the job's log.
set -euo pipefail

options=()
paths=()
while IFS= read -r line; do
  [[ -z ${line//[[:space:]]/} ]] || options+=("$line")
done <<< "${INPUT_ARGUMENTS:-}"
while IFS= read -r line; do
  [[ -z ${line//[[:space:]]/} ]] || paths+=("$line")
done <<< "${INPUT_PATHS:-.}"
[[ -z ${INPUT_CONSENT:-} ]] || options+=(--consent "$INPUT_CONSENT")
[[ -z ${INPUT_POLICY:-} ]] || options+=(--policy "$INPUT_POLICY")
options+=(--hide-names --quiet)

# The exit code is that of the report that people see; the second run finds the pictures already read.
code=0
"${POSTCHECK:-postcheck}" check "${options[@]}" --format "${INPUT_FORMAT:-github}" -- "${paths[@]}" || code=$?
if [[ -n ${INPUT_SARIF:-} && $code -ne 2 ]]; then
  second=0
  "${POSTCHECK:-postcheck}" check "${options[@]}" --format sarif --output "$INPUT_SARIF" -- "${paths[@]}" || second=$?
  [[ $second -ne 2 ]] || code=2
fi
exit "$code"
