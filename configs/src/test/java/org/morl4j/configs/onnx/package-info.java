@NullMarked
package org.morl4j.configs.onnx;

import org.jspecify.annotations.NullMarked;
