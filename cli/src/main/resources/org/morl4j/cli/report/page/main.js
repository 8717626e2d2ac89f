// The report of a run.

begin([startTable, startFront, startSpace, startParallel, startCurves, startLimits, startCritics, startLineage]);
