/**
 * Point mazes: {@link org.morl4j.envs.maze.MazeMap} finds the way over the cells of one, {@link
 * org.morl4j.envs.maze.WaypointPolicy} walks it, so that data can be recorded without a policy
 * being trained.
 */
@NullMarked
package org.morl4j.envs.maze;

import org.jspecify.annotations.NullMarked;
