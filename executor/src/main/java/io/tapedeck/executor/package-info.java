/**
 * The executor service: approved orders to the venue, at most one venue order per intent, always.
 * The protocol's decisions are in {@code core}, Kafka in {@code kafka}, the venue's port in {@code
 * venue} with one adapter a package. Must not import another service.
 */
@NullMarked
package io.tapedeck.executor;

import org.jspecify.annotations.NullMarked;
