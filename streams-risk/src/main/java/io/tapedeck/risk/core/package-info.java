/**
 * The pure risk engine: state, journal entry in, decisions out. Imports java and domain only: no
 * clock, no logger, no Kafka.
 */
@NullMarked
package io.tapedeck.risk.core;

import org.jspecify.annotations.NullMarked;
