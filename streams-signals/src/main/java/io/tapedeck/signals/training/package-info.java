/**
 * Trains models on tapes, with Tribuo, which no other package may import. Not part of the running
 * service; must not import Kafka.
 */
@NullMarked
package io.tapedeck.signals.training;

import org.jspecify.annotations.NullMarked;
