/**
 * JMH benchmarks: one class a hot path, in the unit that its promise is made in. Nothing depends on
 * them.
 */
@NullMarked
package io.tapedeck.benchmarks;

import org.jspecify.annotations.NullMarked;
