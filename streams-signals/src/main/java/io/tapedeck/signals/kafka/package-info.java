/**
 * The shell around the pipelines: reads records and stores, journals, feeds ticks, writes outputs.
 * Must not import ONNX Runtime.
 */
@NullMarked
package io.tapedeck.signals.kafka;

import org.jspecify.annotations.NullMarked;
