/**
 * Networks: dense layers with a forward pass that keeps its activations, a backward pass into one
 * flat gradient and a tangent pass, all on plain {@code float[]}.
 *
 * <ul>
 *   <li>What a network is: {@link org.morl4j.nn.NetworkSpec}, {@link org.morl4j.nn.Layer}, {@link
 *       org.morl4j.nn.Activation}, {@link org.morl4j.nn.Init}.
 *   <li>What runs it: {@link org.morl4j.nn.Network}, made by {@link org.morl4j.nn.Networks}. The
 *       fused executor is {@code FusedNetwork} (layers: {@code DensePass}); its matrix products go
 *       through {@code Gemm} (oneDNN or OpenBLAS in {@code NativeGemm}, or {@code JavaGemm}),
 *       chosen once by {@code Gemms}; its loops are {@code Pointwise}, {@code LayerNorm}, {@code
 *       ColumnSum}, {@code RowSum}, {@code Transpose}, {@code Axpy} and {@code Polyak}.
 *   <li>What trains it: a {@link org.morl4j.nn.Trainable} of networks and free parameters, with
 *       {@link org.morl4j.nn.Gradient}s, {@link org.morl4j.nn.Adam} and a target copy, as a {@link
 *       org.morl4j.nn.TrainableSpec} says. Losses are functions of the outputs and live with the
 *       algorithms.
 *   <li>What keeps both: a {@link org.morl4j.nn.Backend}, found by name in {@link
 *       org.morl4j.nn.Backends}.
 * </ul>
 *
 * Flat vectors have the order of PyTorch's {@code parameters()}: per layer the weight {@code
 * [units, inputs]} row by row, the bias, then LayerNorm's weight and bias where the layer has one.
 */
@NullMarked
package org.morl4j.nn;

import org.jspecify.annotations.NullMarked;
