/** Whole-pipeline benchmarks against the floor that Kafka itself sets, measured in the same run. */
@NullMarked
package io.tapedeck.launcher.bench;

import org.jspecify.annotations.NullMarked;
