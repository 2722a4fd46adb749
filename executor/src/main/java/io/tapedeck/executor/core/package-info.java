/**
 * The pure executor: what a claim becomes, what a report of the venue means, what the local caps
 * allow. Imports java and domain only: no clock, no logger, no Kafka, no venue.
 */
@NullMarked
package io.tapedeck.executor.core;

import org.jspecify.annotations.NullMarked;
