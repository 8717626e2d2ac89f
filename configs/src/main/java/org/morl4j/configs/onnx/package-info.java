/**
 * Policies for other runtimes: {@link org.morl4j.configs.onnx.PolicyExport} writes a folder to take
 * home, with the policy as an ONNX graph.
 */
@NullMarked
package org.morl4j.configs.onnx;

import org.jspecify.annotations.NullMarked;
