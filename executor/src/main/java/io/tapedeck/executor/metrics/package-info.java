/** Names and meters of the executor's metrics. Must not import Kafka. */
@NullMarked
package io.tapedeck.executor.metrics;

import org.jspecify.annotations.NullMarked;
