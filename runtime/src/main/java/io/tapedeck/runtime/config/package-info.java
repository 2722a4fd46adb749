/**
 * Strict configuration: YAML text with positions, overlaid by environment and --set, bound to
 * records. Every problem is reported at once and a broken file refuses to start. Must not import
 * Kafka, Micrometer or any service.
 */
@NullMarked
package io.tapedeck.runtime.config;

import org.jspecify.annotations.NullMarked;
