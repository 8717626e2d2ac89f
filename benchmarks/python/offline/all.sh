#!/usr/bin/env bash
# All speed figures of offline learning in one go, eight minutes on an idle machine:
#
#   benchmarks/python/offline/all.sh SOURCES [PYTHON]
#
# SOURCES as of compare.py beside this script; PYTHON has requirements-d3rlpy.txt and d3rlpy (see d3rlpy_peer.py).
# Ends with exit code 1 if a required ratio is missed.
set -u
cd "$(dirname "$0")/../../.."
sources=$(realpath "$1")
python=${2:-.venv-d3rlpy/bin/python}
failed=0
part() {
  echo
  echo "== $1"
  shift
  "$@" || failed=1
}
classpath=benchmarks/target/benchmark-classpath.txt
mvn -q -B -pl benchmarks -am compile -Dspotless.check.skip dependency:build-classpath \
  "-Dmdep.outputFile=$PWD/$classpath" || exit 2
part "updates: calls per processor second, ours over theirs" \
  "$python" benchmarks/python/offline/compare.py "$sources" --repeats 7 --seconds 1.5
part "PRDC's search: processor time, ours over SciPy's" \
  "$python" benchmarks/python/neighbours/compare.py --repeats 5 --seconds 1
part "HDF5 read of a million rows: ours over h5py's" \
  "$python" benchmarks/python/data/compare.py --classpath "benchmarks/target/classes:$(cat $classpath)"
exit $failed
