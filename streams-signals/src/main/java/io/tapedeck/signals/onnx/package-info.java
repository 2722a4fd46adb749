/**
 * Model files, their cards, and ONNX Runtime, which no other package may import. Knows the core's
 * model port and nothing of Kafka.
 */
@NullMarked
package io.tapedeck.signals.onnx;

import org.jspecify.annotations.NullMarked;
