/**
 * The process's meter registry in Prometheus text form, with an allow-list for Kafka's own metrics.
 * Must not import a service module.
 */
@NullMarked
package io.tapedeck.runtime.metrics;

import org.jspecify.annotations.NullMarked;
