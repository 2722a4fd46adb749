/**
 * The embedded Kafka broker: one KRaft node, broker and controller in one, in a child JVM on
 * loopback. Must not import the registry, the harness or any service.
 */
@NullMarked
package io.tapedeck.localstack.broker;

import org.jspecify.annotations.NullMarked;
