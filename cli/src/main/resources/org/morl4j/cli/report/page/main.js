// The report of a run.

begin([startChoice, startPanel, startTable, startFront, startSpace, startParallel, startCurves, startLearning, startLimits, startCritics, startLineage, startEdges]);
