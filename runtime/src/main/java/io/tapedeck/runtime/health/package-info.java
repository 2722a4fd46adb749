/**
 * Liveness, readiness and metrics over plain HTTP on the loopback address. Must not import
 * lifecycle, Kafka or a service module.
 */
@NullMarked
package io.tapedeck.runtime.health;

import org.jspecify.annotations.NullMarked;
