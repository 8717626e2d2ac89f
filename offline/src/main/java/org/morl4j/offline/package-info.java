/**
 * Recorded experience. A {@link org.morl4j.offline.Recording} gives {@link
 * org.morl4j.offline.Episode}s one at a time; {@link org.morl4j.offline.Recordings} opens one from
 * Minari datasets ({@link org.morl4j.offline.Minari}), flat HDF5 files (FlatHdf5), npz files
 * (OgBench, NpyArray) and CSV files (CsvEpisodes), of which the flat ones are cut by FlatRows.
 * {@link org.morl4j.offline.MinariWriter} and {@link org.morl4j.offline.CsvWriter} write them.
 * {@link org.morl4j.offline.RecordingOpener} offers them to runs, cut into transitions.
 */
@NullMarked
package org.morl4j.offline;

import org.jspecify.annotations.NullMarked;
